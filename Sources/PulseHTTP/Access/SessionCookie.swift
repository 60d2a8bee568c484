import Hummingbird
import PulseAccess
import PulseCore

/// The cookie of a session: HttpOnly, SameSite=Lax, and over TLS Secure under the `__Host-` name, which no other path or domain can set.
enum SessionCookie {
    static func name(isSecure: Bool) -> String { isSecure ? "__Host-pulse_session" : "pulse_session" }

    static func opening(_ session: NewSession, for client: Client) -> Cookie {
        cookie(session.cookie.reveal(), maxAge: Int(SessionPolicy.totalLimit.components.seconds), client)
    }

    static func closing(for client: Client) -> Cookie { cookie("", maxAge: 0, client) }

    private static func cookie(_ value: String, maxAge: Int, _ client: Client) -> Cookie {
        Cookie(
            name: name(isSecure: client.isSecure), value: value, maxAge: maxAge, path: "/", secure: client.isSecure, httpOnly: true,
            sameSite: .lax)
    }
}

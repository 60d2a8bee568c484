import HTTPTypes
import Hummingbird
import PulseAccess
import PulseCore

/// The answer to whoever has just signed in, whatever by: who they are, and the cookie.
struct SessionOpening: Sendable {
    let access: AccessService
    let version: String
    let demo: Bool
    let now: @Sendable () -> Timestamp

    struct Answer: Encodable {
        let user: String
        let csrfToken: String?
        let demo: Bool
        let version: String
        let permissions: [String]
        let roles: [String]
        let limited: Bool
        let method: String
    }

    func response(_ session: NewSession, _ context: PulseContext) throws -> Response {
        guard let identity = try access.identity(cookie: session.cookie.reveal(), at: now()) else { throw AccessError.credentialsWrong }
        var response = try Response.json(answer(identity))
        response.setCookie(SessionCookie.opening(session, for: context.client))
        return response
    }

    func answer(_ identity: Identity) -> Answer {
        Answer(
            user: identity.actor.name, csrfToken: identity.csrfToken, demo: demo, version: version, permissions: identity.grants.permissions.names,
            roles: identity.roles.map(\.description), limited: identity.visibility.isLimited, method: identity.method.rawValue)
    }
}

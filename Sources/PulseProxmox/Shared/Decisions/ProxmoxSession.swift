import PulseCore
import PulseTransport

/// Decides how the next call proves who we are, and when to stop trying.
///
/// Proxmox counts wrong credentials (fail2ban reads its log), so after a refusal nothing is sent for minutes.
struct ProxmoxSession: Sendable {
    enum Step: Sendable, Equatable {
        /// Send this header.
        case send(name: String, value: Redacted<String>)
        /// Fetch a ticket with this password, which may be the old ticket.
        case signIn(user: String, password: Redacted<String>)
        /// The credentials were refused; ask nobody before this moment.
        case wait(until: Timestamp)
    }

    private enum State: Sendable {
        case signedOut
        case ticket(Redacted<String>, since: Timestamp)
        case refused(until: Timestamp)
    }

    /// A ticket lives two hours.
    static let renewalAge = Duration.seconds(3600)
    static let ticketLife = Duration.seconds(7200)
    static let firstPause = Duration.seconds(300)
    static let longestPause = Duration.seconds(3600)

    private let product: ProxmoxProduct
    private let credentials: ProxmoxCredentials
    private var state = State.signedOut
    private var refusals = 0

    init(_ credentials: ProxmoxCredentials, of product: ProxmoxProduct) {
        self.product = product
        self.credentials = credentials
    }

    func step(at now: Timestamp) -> Step {
        if let until = pauseEnd(at: now) { return .wait(until: until) }
        switch credentials {
        case .token(let id, let secret): return .send(name: "Authorization", value: product.authorisation(token: id, secret: secret))
        case .password(let user, let password): return ticketStep(user, password, now)
        }
    }

    /// Nil when nothing has to wait. A pause that is longer than any was begun before the clock was set back, and is over.
    private func pauseEnd(at now: Timestamp) -> Timestamp? {
        guard case .refused(let until) = state, now < until, until.since(now) <= Self.longestPause else { return nil }
        return until
    }

    private func ticketStep(_ user: String, _ password: Redacted<String>, _ now: Timestamp) -> Step {
        guard case .ticket(let ticket, let since) = state, now.since(since) < Self.ticketLife else {
            return .signIn(user: user, password: password)
        }
        return now.since(since) < Self.renewalAge ? header : .signIn(user: user, password: ticket)
    }

    /// What a call beside the main flight sends: never a reason to sign in. Nil when there is nothing to send.
    func headerOnly(at now: Timestamp) -> Step? {
        switch (credentials, state) {
        case _ where pauseEnd(at: now) != nil: nil
        case (.token, _): step(at: now)
        case (.password, .ticket): header
        case (.password, _): nil
        }
    }

    private var header: Step {
        guard case .ticket(let ticket, _) = state else { return .wait(until: Timestamp(seconds: 0)) }
        // The ticket holds `:`, `=` and `+`, which Proxmox expects percent-encoded in its cookie.
        return .send(name: "Cookie", value: Redacted("\(product.ticketCookie)=\(percentEncoded(ticket.reveal()))"))
    }

    mutating func signedIn(_ ticket: Redacted<String>, at now: Timestamp) {
        state = .ticket(ticket, since: now)
    }

    /// A call was answered, so the credentials are good.
    mutating func accepted() {
        refusals = 0
        if case .refused = state { state = .signedOut }
    }

    /// A ticket that worked is no longer accepted. True when signing in again is worth one try.
    mutating func ticketRejected(at now: Timestamp) -> Bool {
        guard case .ticket(_, let since) = state, case .password = credentials else { return false }
        state = .signedOut
        // Fresh from a sign-in it can't have expired: something else is wrong, and trying again would go on for ever.
        return now != since
    }

    /// A renewal with the old ticket was refused: the password is still there.
    mutating func renewalRefused() {
        state = .signedOut
    }

    mutating func refused(at now: Timestamp) {
        refusals += 1
        let pause = min(Self.firstPause * (1 << min(refusals - 1, 8)), Self.longestPause)
        state = .refused(until: now + pause)
    }
}

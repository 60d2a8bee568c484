import PulseCore
import Testing

@testable import PulseProxmox

@Suite("Session", .timeLimit(.minutes(5)))
struct SessionTests {
    private let start = Timestamp(seconds: 1_000_000)
    private let password = ProxmoxCredentials.password(user: "pulse@pve", password: Redacted("secret"))
    private let token = ProxmoxCredentials.token(id: "pulse@pve!monitor", secret: Redacted("s"))

    @Test("a token is a header, always the same")
    func tokenHeader() {
        let session = ProxmoxSession(token, of: .virtualEnvironment)
        #expect(session.step(at: start) == .send(name: "Authorization", value: Redacted("PVEAPIToken=pulse@pve!monitor=s")))
    }

    @Test("a password signs in first, then sends the ticket as a percent-encoded cookie")
    func ticket() {
        var session = ProxmoxSession(password, of: .virtualEnvironment)
        #expect(session.step(at: start) == .signIn(user: "pulse@pve", password: Redacted("secret")))
        session.signedIn(Redacted("PVE:p@pve:6A::x+y=="), at: start)
        #expect(session.step(at: start) == .send(name: "Cookie", value: Redacted("PVEAuthCookie=PVE%3Ap%40pve%3A6A%3A%3Ax%2By%3D%3D")))
    }

    @Test("after an hour the ticket itself is the password, after two the password is")
    func renewal() {
        var session = ProxmoxSession(password, of: .virtualEnvironment)
        session.signedIn(Redacted("T"), at: start)
        #expect(session.step(at: start + .seconds(3600)) == .signIn(user: "pulse@pve", password: Redacted("T")))
        #expect(session.step(at: start + .seconds(7200)) == .signIn(user: "pulse@pve", password: Redacted("secret")))
    }

    @Test("calls beside the main flight never sign in")
    func headerOnly() {
        var session = ProxmoxSession(password, of: .virtualEnvironment)
        #expect(session.headerOnly(at: start) == nil)
        session.signedIn(Redacted("T"), at: start)
        #expect(session.headerOnly(at: start + .seconds(3700)) == .send(name: "Cookie", value: Redacted("PVEAuthCookie=T")))
    }

    @Test("a ticket that worked is worth one new sign-in, a fresh one is not")
    func rejected() {
        var session = ProxmoxSession(password, of: .virtualEnvironment)
        session.signedIn(Redacted("T"), at: start)
        #expect(!outcome { session.ticketRejected(at: start) })
        session.signedIn(Redacted("T"), at: start)
        #expect(outcome { session.ticketRejected(at: start + .seconds(10)) })
        var withToken = ProxmoxSession(token, of: .virtualEnvironment)
        #expect(!outcome { withToken.ticketRejected(at: start) })
    }

    @Test("a clock that was set back by hours neither keeps a refusal waiting nor makes an old ticket a fresh one")
    func clockSetBack() {
        var refused = ProxmoxSession(token, of: .virtualEnvironment)
        refused.refused(at: start)
        guard case .send = refused.step(at: start + .seconds(-7200)) else { return #expect(Bool(false)) }
        var expired = ProxmoxSession(password, of: .virtualEnvironment)
        expired.signedIn(Redacted("T"), at: start)
        #expect(outcome { expired.ticketRejected(at: start + .seconds(-7200)) })
    }

    @Test("after a refusal nothing is sent for minutes, and longer each time")
    func backsOff() {
        var session = ProxmoxSession(token, of: .virtualEnvironment)
        var now = start
        var pauses: [Int64] = []
        for _ in 0..<6 {
            session.refused(at: now)
            guard case .wait(let until) = session.step(at: now) else { return #expect(Bool(false)) }
            #expect(session.headerOnly(at: now) == nil)
            pauses.append(until.since(now).components.seconds)
            now = until
        }
        #expect(pauses == [300, 600, 1200, 2400, 3600, 3600])
        session.accepted()
        session.refused(at: now)
        #expect(session.step(at: now) == .wait(until: now + .seconds(300)))
    }
}

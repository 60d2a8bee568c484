import Foundation
import PulseCore
import PulseStorage
import Testing

@testable import PulseAccess

@Suite("Viewer links", .timeLimit(.minutes(5)))
struct LinkTests {
    private let access: AccessService
    private let start = Timestamp(seconds: 1_790_000_000)

    init() throws {
        let path = NSTemporaryDirectory() + "pulse-links-\(UUID().uuidString).db"
        access = try AccessService(database: Database(path: path, migrations: AccessSchema.migrations))
    }

    private func make(_ limits: AccessLimits = .none) throws -> (link: ViewerLink, secret: Redacted<String>) {
        try access.links.make(name: "Kitchen", limits: limits, lifetime: .seconds(86_400), by: "admin", at: start)
    }

    @Test("a link reads within its limits and does nothing else")
    func reads() throws {
        let made = try make(AccessLimits(tags: ["prod"]))
        let session = try access.openLink(secret: made.secret, from: "10.0.0.1", at: start).session
        let identity = try #require(try access.identity(cookie: session.cookie.reveal(), at: start))
        #expect(identity.actor == .link(id: made.link.id, name: "Kitchen") && identity.method == .link)
        #expect(identity.user == nil && identity.account == nil && identity.roles.isEmpty)
        #expect(identity.grants.permissions == .only([.monitoringRead]))
        #expect(identity.visibility == .limited([AccessLimits(tags: ["prod"])]))
        #expect(try access.links.find(made.link.id).lastUsedAt == start)
    }

    @Test("revoking ends its sessions at once; so does its end")
    func ends() throws {
        let (revoked, ended) = (try make(), try make())
        let first = try access.openLink(secret: revoked.secret, from: "a", at: start).session.cookie.reveal()
        let second = try access.openLink(secret: ended.secret, from: "a", at: start).session.cookie.reveal()
        let generation = access.generation
        try access.links.revoke(revoked.link.id)
        #expect(access.generation > generation)
        #expect(try access.identity(cookie: first, at: start) == nil)
        #expect(try access.identity(cookie: second, at: start + .seconds(86_399)) != nil)
        #expect(try access.identity(cookie: second, at: start + .seconds(86_400)) == nil)
        #expect(throws: AccessError.linkEnded) { try access.openLink(secret: revoked.secret, from: "a", at: start) }
        #expect(throws: AccessError.linkEnded) { try access.openLink(secret: ended.secret, from: "b", at: start + .seconds(86_400)) }
    }

    @Test("secrets are not guessed quickly")
    func guessing() throws {
        for _ in 0..<LoginLimiter.freeAttempts {
            #expect(throws: AccessError.linkEnded) { try access.openLink(secret: Redacted("x"), from: "10.0.0.9", at: start) }
        }
        let made = try make()
        #expect(throws: AccessError.tooManyAttempts(retryAfter: LoginLimiter.firstWait)) {
            try access.openLink(secret: made.secret, from: "10.0.0.9", at: start)
        }
        _ = try access.openLink(secret: made.secret, from: "10.0.0.8", at: start)
    }
}

import Crypto
import Foundation
import PulseCore
import PulseStorage
import Synchronization
import Testing

@testable import PulseAccess

/// The door of licensing, on real files, in virtual time.
@Suite("The licence of an installation", .timeLimit(.minutes(5)))
final class LicenceServiceTests {
    private static let day = Duration.seconds(86_400)
    private let directory = NSTemporaryDirectory() + "pulse-licence-\(UUID().uuidString)"
    private let sealer = Sealer(key: SymmetricKey(size: .bits256))
    private let issuer = LicenceIssuer()
    private let database: Database
    private let clock = HandClock()
    private let start = Timestamp(seconds: 1_790_000_000)

    init() throws {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        database = try Database(path: "\(directory)/pulse.db", migrations: LicenceClockStore.migrations)
    }

    deinit {
        chmod(directory, 0o700)
        try? FileManager.default.removeItem(atPath: directory)
    }

    private var path: String { "\(directory)/license.enc" }

    private func service(keys: LicencePublicKeys? = nil, sealer other: Sealer? = nil, kind: LicenceService.Kind = .installed) throws -> LicenceService
    {
        try LicenceService(
            kind: kind, file: LicenceFile(directory: directory, sealer: other ?? sealer),
            clockStore: LicenceClockStore(database: database, sealer: sealer), keys: keys ?? issuer.publicKeys,
            now: { [clock] in clock.now })
    }

    private func key(_ id: String = "lic-1", tier: String = "pro", days: Int? = 30, issuedAt: Timestamp? = nil) throws -> String {
        try issuer.issue(
            LicenceClaims(
                id: id, email: "ann@example.org", tier: LicenceTier(name: tier), issuedAt: issuedAt ?? start,
                expiresAt: days.map { start + Self.day * $0 })
        ).reveal()
    }

    private func set(_ moment: Timestamp) { clock.set(moment) }

    /// An hour and a little of steady going.
    private func run(_ service: LicenceService, from moment: Timestamp) throws {
        for step in 0...8 { try service.observeClock(at: moment + .seconds(step * 600)) }
    }

    @Test("a licence is kept over a restart, sealed, readable by its owner only, and ends without one")
    func keeps() throws {
        let first = try service()
        #expect(!first.allows(.auditLogging) && first.status.state == .none)
        #expect(try first.activate(try key()).state == .active)
        #expect(first.allows(.auditLogging))
        let again = try service()
        #expect(again.allows(.auditLogging) && again.status.claims?.id == "lic-1")
        let content = try String(contentsOfFile: path, encoding: .utf8)
        let text = try key()
        #expect(content.hasPrefix("pulse-licence 1 ") && !content.contains("ann") && !content.contains(text))
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
        set(start + Self.day * 37 + .milliseconds(1))
        #expect(!again.allows(.auditLogging) && again.status.state == .expired)
    }

    @Test("the gate is asked anew: it opens and closes while the server runs")
    func anew() throws {
        let service = try service()
        try service.activate(try key())
        #expect(service.allows(.aiPatrol))
        #expect(try service.clear().claims?.id == "lic-1")
        #expect(!service.allows(.aiPatrol) && !FileManager.default.fileExists(atPath: path))
        try service.clear()
    }

    @Test("a key that is over, forged or from tomorrow's clock is refused, and the former licence stays")
    func refused() throws {
        let service = try service()
        try service.activate(try key())
        #expect(throws: LicenceKeyError.expired(days: 12)) { try service.activate(try key("old", days: -12)) }
        #expect(throws: LicenceKeyError.notGenuine) {
            try service.activate(
                try LicenceIssuer().issue(LicenceClaims(id: "x", email: "a@b", tier: LicenceTier(name: "pro"), issuedAt: nil, expiresAt: nil))
                    .reveal())
        }
        #expect(throws: LicenceKeyError.clockSetBack) { try service.activate(try key("next", days: 90, issuedAt: start + Self.day * 60)) }
        #expect(service.status.claims?.id == "lic-1")
        #expect(try service.activate(try key("grace", days: -3)).state == .gracePeriod(until: start + Self.day * 4))
    }

    @Test("when the disk refuses, the former licence stays in force and on disk")
    func fullDisk() throws {
        let service = try service()
        try service.activate(try key())
        // A directory stands where the new file would be written.
        try FileManager.default.createDirectory(atPath: path + ".new", withIntermediateDirectories: true)
        #expect(throws: StorageError.self) { try service.activate(try key("lic-2")) }
        #expect(service.status.claims?.id == "lic-1")
        #expect(try self.service().status.claims?.id == "lic-1")
    }

    @Test("an unreadable file is reported, stays as it is, and is set aside when its name is needed", arguments: ["v5", "torn", "key"])
    func unreadable(kind: String) throws {
        try service().activate(try key())
        let before: Data
        switch kind {
        case "v5":
            before = Data(Data(repeating: 7, count: 300).base64EncodedString().utf8)
            try before.write(to: URL(fileURLWithPath: path))
        case "torn":
            before = try Data(contentsOf: URL(fileURLWithPath: path)).dropLast(40)
            try before.write(to: URL(fileURLWithPath: path))
        default: before = try Data(contentsOf: URL(fileURLWithPath: path))
        }
        let sealer = kind == "key" ? Sealer(key: SymmetricKey(size: .bits256)) : nil
        let service = try service(sealer: sealer)
        guard case .unreadable = service.status.state else {
            Issue.record("\(service.status)")
            return
        }
        #expect(!service.allows(.aiPatrol))
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
        try service.activate(try key("lic-2"))
        #expect(service.status.claims?.id == "lic-2")
        #expect(try Data(contentsOf: URL(fileURLWithPath: "\(path).unreadable-\(start.seconds)")) == before)
    }

    @Test("a licence whose signer is no longer known is not genuine, and valid again when the signer is")
    func signerGone() throws {
        try service().activate(try key())
        let without = try service(keys: LicenceIssuer().publicKeys)
        #expect(without.status.state == .notGenuine && without.status.claims == nil && !without.allows(.aiPatrol))
        #expect(try service().allows(.aiPatrol))
    }

    @Test("a clock set back is seen, over a restart and after the licence was cleared and entered again")
    func setBack() throws {
        let first = try service()
        let text = try key()
        try first.activate(text)
        try run(first, from: start + Self.day * 50)
        set(start + Self.day * 10)
        #expect(first.status.state == .clockSetBack(seen: start + Self.day * 50 + .seconds(3600)))
        let again = try service()
        #expect(!again.allows(.aiPatrol))
        try again.clear()
        let third = try service()
        #expect(throws: LicenceKeyError.clockSetBack) { try third.activate(text) }
        #expect(!third.allows(.aiPatrol))
    }

    @Test("a memory that is wrong is put right by a newly issued key")
    func wrongMemory() throws {
        let service = try service()
        try service.activate(try key())
        try run(service, from: start + Self.day * 9000)
        #expect(!service.allows(.aiPatrol))
        set(start + Self.day * 2)
        try service.activate(try key("lic-2", days: 60, issuedAt: start + Self.day * 2))
        #expect(service.allows(.aiPatrol))
        #expect(try self.service().allows(.aiPatrol))
    }

    @Test("what a key says can be looked at without taking it into use")
    func inspect() throws {
        let service = try service()
        #expect(try service.inspect(try key()).claims?.email == "ann@example.org")
        #expect(service.status.state == .none)
    }

    @Test("a demonstration has everything, keeps nothing, and takes no key")
    func demonstration() throws {
        let service = try service(kind: .demonstration)
        #expect(Feature.allCases.allSatisfy(service.allows))
        #expect(throws: LicenceDemonstrationError()) { try service.activate(try key()) }
        #expect(throws: LicenceDemonstrationError()) { try service.clear() }
        #expect(!FileManager.default.fileExists(atPath: path))
    }
}

/// A clock that is set by hand.
private final class HandClock: Sendable {
    private let moment = Mutex(Timestamp(seconds: 1_790_000_000))

    var now: Timestamp { moment.withLock { $0 } }

    func set(_ moment: Timestamp) { self.moment.withLock { $0 = moment } }
}

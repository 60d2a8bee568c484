import Crypto
import Foundation
import GRDB
import PulseCore
import Synchronization
import Testing

@testable import PulseStorage

/// All sections together, or none of them.
@Suite("Importing a configuration", .timeLimit(.minutes(5)))
final class ConfigurationTransferTests {
    private let directory = NSTemporaryDirectory() + "pulse-transfer-\(UUID().uuidString)"
    private static let table = "CREATE TABLE word (section TEXT, text TEXT, PRIMARY KEY (section, text))"
    private let database: PulseStorage.Database

    init() throws {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        database = try PulseStorage.Database(
            path: "\(directory)/pulse.db", migrations: [Migration("1", Self.table), PendingImports.migration])
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    private func terms(_ mode: ImportTerms.Mode = .replace, mayManageAccess: Bool = true) -> ImportTerms {
        ImportTerms(mode: mode, importer: .user("ann"), mayManageAccess: mayManageAccess, at: Timestamp(seconds: 1))
    }

    private func words(of section: String) throws -> [String] {
        try database.read { try String.fetchAll($0, sql: "SELECT text FROM word WHERE section = ? ORDER BY text", arguments: [section]) }
    }

    private func part(_ name: String, _ words: [String]) throws -> ExportDocument.Section {
        ExportDocument.Section(name: name, entries: try EntryReader.write(words))
    }

    @Test("a section of the file takes the place of the one here, and one that the file lacks stays")
    func replaces() throws {
        let log = EventLog()
        let transfer = ConfigurationTransfer(
            database: database, sections: [WordSection("a", database, log), WordSection("b", database, log), WordSection("c", database, log)])
        _ = try transfer.bring(terms(), isDryRun: false) { _ in [try part("a", ["x", "y"]), try part("b", ["z"])] }
        let changes = try transfer.bring(terms(), isDryRun: false) { _ in [try part("a", ["y", "w"])] }
        #expect(changes.map { "\($0.action.rawValue) \($0.name)" } == ["add w", "remove x", "keep y"])
        #expect(try words(of: "a") == ["w", "y"])
        #expect(try words(of: "b") == ["z"])
        let exported = try transfer.export()
        #expect(exported.counts == ["a": 2, "b": 1, "c": 0])
        #expect(exported.sections.map(\.name) == ["a", "b", "c"])
    }

    @Test("merging adds, and neither changes nor removes")
    func merges() throws {
        let transfer = ConfigurationTransfer(database: database, sections: [WordSection("a", database, EventLog())])
        _ = try transfer.bring(terms(), isDryRun: false) { _ in [try part("a", ["x"])] }
        let changes = try transfer.bring(terms(.merge), isDryRun: false) { _ in [try part("a", ["y"])] }
        #expect(changes.map(\.action) == [.add])
        #expect(try words(of: "a") == ["x", "y"])
    }

    @Test("a dry run says the same as the import does, and changes nothing")
    func dryRun() throws {
        let log = EventLog()
        let transfer = ConfigurationTransfer(database: database, sections: [WordSection("a", database, log)])
        _ = try transfer.bring(terms(), isDryRun: false) { _ in [try part("a", ["old"])] }
        log.clear()
        let before = try words(of: "a")
        let said = try transfer.bring(terms(), isDryRun: true) { _ in [try part("a", ["new"])] }
        #expect(try words(of: "a") == before && !log.all.contains { $0.hasPrefix("publish") })
        #expect(try transfer.bring(terms(), isDryRun: false) { _ in [try part("a", ["new"])] } == said)
    }

    @Test("whichever write fails, nothing of the import stays, and nobody is told")
    func failingWrites() throws {
        let names = ["a", "b", "c"]
        let wanted = try names.map { try part($0, ["1", "2", "3"]) }
        for failing in 0..<9 {
            let log = EventLog(failsAt: failing)
            let transfer = ConfigurationTransfer(database: database, sections: names.map { WordSection($0, database, log) })
            #expect(throws: EventLog.Failure.self, "write \(failing)") { try transfer.bring(terms(), isDryRun: false) { _ in wanted } }
            for name in names { #expect(try words(of: name) == [], "after write \(failing)") }
            #expect(!log.all.contains { $0.hasPrefix("publish") })
        }
        let log = EventLog(failsAt: 9)
        let transfer = ConfigurationTransfer(database: database, sections: names.map { WordSection($0, database, log) })
        _ = try transfer.bring(terms(), isDryRun: false) { _ in wanted }
        #expect(log.all.suffix(3) == ["publish a", "publish b", "publish c"])
    }

    @Test("an entry that is there twice, or a section that cannot be read, stops everything before it began")
    func unreadable() throws {
        let log = EventLog()
        let transfer = ConfigurationTransfer(database: database, sections: [WordSection("a", database, log), WordSection("b", database, log)])
        for bad in [try part("b", ["x", "x"]), ExportDocument.Section(name: "b", entries: "{}"), ExportDocument.Section(name: "b", entries: "[1]")] {
            #expect(throws: ExportError.self) { try transfer.bring(terms(), isDryRun: false) { _ in [try part("a", ["y"]), bad] } }
        }
        #expect(try words(of: "a") == [] && log.all.isEmpty)
    }

    @Test("sections that give rights come in with all rights only; unknown ones are said and left out")
    func withheld() throws {
        let log = EventLog()
        let transfer = ConfigurationTransfer(
            database: database, sections: [WordSection("a", database, log), WordSection("users", database, log, givesAccess: true)])
        let wanted = [try part("a", ["x"]), try part("users", ["eve"]), try part("future", ["?"])]
        let changes = try transfer.bring(terms(mayManageAccess: false), isDryRun: false) { _ in wanted }
        #expect(changes.map { "\($0.action.rawValue) \($0.section)" } == ["add a", "keep future", "keep users"])
        #expect(try words(of: "users") == [])
        _ = try transfer.bring(terms(), isDryRun: false) { _ in wanted }
        #expect(try words(of: "users") == ["eve"])
    }

    @Test("what is compared is read in the transaction that writes: a change made since the file was opened is not overwritten unseen")
    func plansInside() throws {
        let transfer = ConfigurationTransfer(database: database, sections: [WordSection("a", database, EventLog())])
        // Of those on the same file that do not wait for their turn.
        let other = try DatabaseQueue(path: database.path)
        let late = "INSERT INTO word VALUES ('a', 'late')"
        let changes = try transfer.bring(terms(), isDryRun: false) { _ in
            #expect(throws: DatabaseError.self) { try other.write { try $0.execute(sql: late) } }
            return [try part("a", ["x"])]
        }
        #expect(changes.map { "\($0.action.rawValue) \($0.name)" } == ["add x"])
        try other.write { try $0.execute(sql: late) }
        let seen = try transfer.bring(terms(), isDryRun: true) { _ in [try part("a", ["x"])] }
        #expect(seen.map { "\($0.action.rawValue) \($0.name)" } == ["remove late", "keep x"])
        try other.close()
    }

    // MARK: Two files

    private enum Ending: Error { case crash }

    /// - Parameter keeps: whether the transaction of the second file is kept, as it is not when the process ends before its end.
    private func two(_ log: EventLog, _ other: PulseStorage.Database, keeps: Bool = true) -> ConfigurationTransfer {
        ConfigurationTransfer(
            database: database, sections: [WordSection("a", database, log), WordSection("w", other, log, file: .second)],
            second: SecondFile(sealer: Sealer(key: SymmetricKey(data: Data(repeating: 1, count: 32)))) { body in
                try other.write { transaction in
                    try body(transaction)
                    if !keeps { throw Ending.crash }
                }
            })
    }

    private func second() throws -> PulseStorage.Database {
        try PulseStorage.Database(path: "\(directory)/second.db", migrations: [Migration("1", Self.table)])
    }

    private func words(in other: PulseStorage.Database) throws -> [String] {
        try other.read { try String.fetchAll($0, sql: "SELECT text FROM word ORDER BY text") }
    }

    private func pending() throws -> Int { try database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM pending_import") } ?? -1 }

    @Test("whichever write of either file fails, neither has anything of the import")
    func failingWritesOfTwo() throws {
        let other = try second()
        let wanted = [try part("a", ["1", "2"]), try part("w", ["3", "4"])]
        for failing in 0..<4 {
            #expect(throws: EventLog.Failure.self) { try two(EventLog(failsAt: failing), other).bring(terms(), isDryRun: false) { _ in wanted } }
            #expect(try words(of: "a") == [] && words(in: other) == [] && pending() == 0)
        }
        _ = try two(EventLog(), other).bring(terms(), isDryRun: true) { _ in wanted }
        #expect(try words(of: "a") == [] && words(in: other) == [] && pending() == 0)
        _ = try two(EventLog(), other).bring(terms(), isDryRun: false) { _ in wanted }
        #expect(try words(of: "a") == ["1", "2"] && words(in: other) == ["3", "4"] && pending() == 0)
    }

    @Test("an end between the two files leaves the rest of the import sealed in the first, and the next start brings it in, once or twice")
    func endsBetween() throws {
        let other = try second()
        _ = try two(EventLog(), other).bring(terms(), isDryRun: false) { _ in [try part("w", ["old", "both"])] }
        let wanted = [try part("a", ["1"]), try part("w", ["both", "a-secret"])]
        #expect(throws: ExportError.self) { try two(EventLog(), other, keeps: false).bring(terms(), isDryRun: false) { _ in wanted } }
        #expect(try words(of: "a") == ["1"] && words(in: other) == ["both", "old"] && pending() == 1)
        let sealed = try database.read { try Data.fetchOne($0, sql: "SELECT sealed_entries FROM pending_import") }
        #expect(try #require(sealed).range(of: Data("a-secret".utf8)) == nil)
        let log = EventLog()
        #expect(try two(log, other).resume() == ["w"])
        #expect(try words(in: other) == ["a-secret", "both"] && pending() == 0 && log.all.contains("publish w"))
        #expect(try two(EventLog(), other).resume() == [])
        // The end came after both were kept, and before that was noted.
        #expect(throws: ExportError.self) { try two(EventLog(), other, keeps: false).bring(terms(), isDryRun: false) { _ in wanted } }
        let again = EventLog()
        _ = try two(again, other).resume()
        #expect(try words(in: other) == ["a-secret", "both"] && !again.all.contains { $0.hasPrefix("write") })
    }

    @Test("what must stay stays, whether the file has it otherwise or not at all")
    func protected() {
        struct Pair: Equatable, Sendable {
            let key: String
            let value: Int
        }
        let here = [Pair(key: "me", value: 1), Pair(key: "other", value: 1)]
        for wanted in [[Pair(key: "me", value: 2)], []] {
            let plan = EntryPlan(here: here, wanted: wanted, mode: .replace, key: \.key) { $0.key == "me" ? "Stays." : nil }
            #expect(plan.kept.map(\.entry) == [here[0]] && plan.removed == [here[1]] && plan.changed.isEmpty)
        }
    }

    @Test("a document of another format, with a section twice or of any bytes is refused or read")
    func documents() throws {
        let good = ExportDocument(madeBy: "pulse", exportedAt: "now", sections: [.init(name: "a", entries: "[]")])
        #expect(try ExportDocument(json: try good.json()) == good)
        #expect(throws: ExportError.newerVersion("2")) { try ExportDocument(json: Data("{\"format\":2}".utf8)) }
        let twice = ExportDocument(madeBy: "pulse", exportedAt: "now", sections: [.init(name: "a", entries: "[]"), .init(name: "a", entries: "[]")])
        #expect(throws: ExportError.self) { try ExportDocument(json: try twice.json()) }
        for text in ["", "[]", "{\"format\":1}", "{\"format\":\"1\"}", "{\"format\":1,\"sections\":null}"] {
            #expect(throws: ExportError.self) { try ExportDocument(json: Data(text.utf8)) }
        }
    }
}

/// What sections did, in order; fails at the Nth thing that may fail.
private final class EventLog: Sendable {
    struct Failure: Error {}

    private let events = Mutex<(all: [String], steps: Int)>(([], 0))
    private let failsAt: Int?

    init(failsAt: Int? = nil) { self.failsAt = failsAt }

    func note(_ event: String) { events.withLock { $0.all.append(event) } }

    func step(_ event: String) throws {
        try events.withLock { events in
            defer { events.steps += 1 }
            if events.steps == failsAt { throw Failure() }
            events.all.append(event)
        }
    }

    func clear() { events.withLock { $0 = ([], 0) } }

    var all: [String] { events.withLock { $0.all } }
}

/// The smallest section there is: words in a table.
private struct WordSection: ConfigurationSection {
    let name: String
    let database: PulseStorage.Database
    let log: EventLog
    let givesAccess: Bool
    let file: SectionFile

    init(
        _ name: String, _ database: PulseStorage.Database, _ log: EventLog, givesAccess: Bool = false, file: SectionFile = .settings
    ) {
        (self.name, self.database, self.log, self.givesAccess, self.file) = (name, database, log, givesAccess, file)
    }

    func here(_ connection: GRDB.Database) throws -> [String] {
        try String.fetchAll(connection, sql: "SELECT text FROM word WHERE section = ? ORDER BY text", arguments: [name])
    }

    func export() throws -> (json: String, count: Int) {
        let here = try database.read(here)
        return (try EntryReader.write(here), here.count)
    }

    func prepare(_ json: String, _ terms: ImportTerms, in transaction: WriteTransaction) throws -> any PreparedSection {
        let wanted = try EntryReader.read(String.self, json, section: name, key: \.self)
        return Prepared(section: self, plan: EntryPlan(here: try here(transaction.database), wanted: wanted, mode: terms.mode, key: \.self))
    }

    struct Prepared: PreparedSection {
        let section: WordSection
        let plan: EntryPlan<String>

        var changes: [ConfigurationChange] { plan.changes(in: section.name, name: \.self) }

        func write(in transaction: WriteTransaction) throws {
            for word in plan.removed {
                try transaction.database.execute(sql: "DELETE FROM word WHERE section = ? AND text = ?", arguments: [section.name, word])
            }
            for word in plan.added {
                try transaction.database.execute(sql: "INSERT INTO word VALUES (?, ?)", arguments: [section.name, word])
                try section.log.step("write \(section.name)")
            }
        }

        func publish() { section.log.note("publish \(section.name)") }
    }
}

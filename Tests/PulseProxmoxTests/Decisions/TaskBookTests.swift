import PulseCore
import Testing

@testable import PulseProxmox

@Suite("Tasks gathered from lists that overlap", .timeLimit(.minutes(5)))
struct TaskBookTests {
    private func task(_ id: String, _ type: String = "qmstart", at second: Int64 = 1_790_000_000, ended: Bool = true, status: String = "OK")
        -> TaskRecord
    {
        var task = TaskRecord(
            id: id, node: "a", type: type, startedAt: Timestamp(seconds: second), outcome: ended ? WorkOutcome(status: status) : .running)
        task.endedAt = ended ? Timestamp(seconds: second + 5) : nil
        return task
    }

    @Test("the first list is history; what ends afterwards is news, once")
    func news() {
        var book = TaskBook()
        #expect(outcome { book.take([task("1"), task("2", ended: false)], isWhole: true) } == [])
        #expect(outcome { book.take([task("1"), task("2"), task("3")], isWhole: false) }.map(\.id) == ["2", "3"])
        #expect(outcome { book.take([task("1"), task("2"), task("3")], isWhole: true) } == [])
    }

    @Test("a task that ran and isn't listed any more has ended with its node")
    func gone() {
        var book = TaskBook()
        _ = book.take([task("1", ended: false)], isWhole: true)
        _ = book.take([task("2")], isWhole: false)
        #expect(book.list.last?.outcome == .running, "a list of the newest says nothing of the others")
        _ = book.take([task("2")], isWhole: true)
        #expect(book.list.last?.outcome == .unknown)
    }

    @Test("logs are read of backups and of what failed, and each once")
    func logs() {
        var book = TaskBook()
        _ = book.take([task("1", "vzdump"), task("2", status: "oh no"), task("3"), task("4", "vzdump", ended: false)], isWhole: true)
        #expect(Set(book.wantedLogs) == ["1", "2"])
        _ = book.read(TaskLogDigest(lastLines: ["x"], guests: [], storage: nil), of: "1")
        _ = book.read(TaskLogDigest(lastLines: ["x"], guests: [], storage: nil), of: "2")
        #expect(book.wantedLogs.isEmpty)
        #expect(book.list.first { $0.id == "1" }?.guests == [])
        #expect(book.list.first { $0.id == "2" }?.lastLines == ["x"] && book.list.first { $0.id == "2" }?.guests == nil)
    }

    @Test(
        "a task that changed something of a guest makes what is known of it old, and no other does",
        arguments: [
            ("qmconfig", ["guest_config false"]), ("move_volume", ["guest_config true"]), ("resize", ["guest_config false", "guest_config true"]),
            ("vzdelsnapshot", ["snapshots true"]), ("qmstart", []),
        ])
    func changes(type: String, stale: [String]) throws {
        var depth = PVEDepth(slug: try #require(SourceSlug("lab")))
        depth.take(tasks: [], of: "a", isWhole: true, at: Timestamp(seconds: 1_790_000_000))
        var news = task("1", type)
        news.subject = "100"
        depth.take(tasks: [news], of: "a", isWhole: false, at: Timestamp(seconds: 1_790_000_010))
        let keys = depth.takeStale().compactMap { key -> String? in
            guard case .guest(100, let isContainer) = key.subject else { return nil }
            return "\(key.topic.name) \(isContainer)"
        }
        #expect(keys.sorted() == stale)
    }

    @Test("a busy node's list stays short, and its backups stay in it")
    func bounded() {
        var book = TaskBook()
        _ = book.take((0..<50).map { task("backup \($0)", "vzdump", at: 1_780_000_000 + $0) }, isWhole: false)
        _ = book.take((0..<2000).map { task("start \($0)", at: 1_790_000_000 + $0) }, isWhole: true)
        #expect(book.list.count == TaskBook.mostTasks + 50)
        #expect(book.list.first?.id == "start 1999")
    }
}

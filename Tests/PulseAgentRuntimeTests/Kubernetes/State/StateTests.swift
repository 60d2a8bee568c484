import PulseCore
import Testing

@testable import PulseAgentRuntime

@Suite("What is kept of a cluster", .timeLimit(.minutes(1)))
struct StateTests {
    private let now = Timestamp(rfc3339: "2026-11-26T10:00:00Z")!

    private func name(_ name: String) -> ObjectName { ObjectName(namespace: "shop", name: name) }

    @Test("numbers with their units")
    func quantities() {
        let cases: [(String, Double?)] = [
            ("7800m", 7.8), ("31731556Ki", 31_731_556 * 1024), ("805051918n", 0.805_051_918), ("1e3", 1000), ("1E3", 1000), ("2E", 2e18),
            ("0.5", 0.5),
            ("100u", 1e-4), ("1Gi", 1_073_741_824), ("128974848", 128_974_848), ("-1", -1), ("12k", 12_000), ("", nil), ("Ki", nil), ("1 Gi", nil),
            ("1.2.3", nil), ("1e999", nil), ("0x10", nil), ("infinity", nil),
        ]
        for (text, value) in cases {
            #expect(Quantity(text).map { abs($0.value - value!) < 1e-9 * max(1, abs(value!)) } ?? (value == nil), "\(text)")
        }
        #expect(Quantity("-1")?.bytes == nil && Quantity("2E")?.bytes == 2_000_000_000_000_000_000 && Quantity("9.3E")?.bytes == nil)
    }

    @Test("namespaces in and out")
    func namespaces() {
        #expect(NamespaceFilter().allows("anything"))
        let filter = NamespaceFilter(include: ["shop*", "kube-system"], exclude: ["*-test", "shop-?"])
        #expect(["shop", "shop-a", "kube-system", "shop-?x"].allSatisfy { filter.allows($0) })
        #expect(!["default", "shop-test", "kube-systems", "xshop", "shop-?"].contains { filter.allows($0) })
        #expect(NamespaceFilter(include: ["*a*b*"]).allows("xxayyabz") && !NamespaceFilter(include: ["a*b"]).allows("abc"))
        // The worst that can be made of stars ends soon.
        let many = NamespaceFilter(include: [String(repeating: "a*", count: 100) + "b"])
        #expect(!many.allows(String(repeating: "a", count: 253)))
    }

    @Test("a list sweeps away what it did not name, at its end and not before")
    func shelf() {
        var shelf = Shelf<Int>(limit: 3)
        shelf.apply(.beginList)
        for number in 1...4 { shelf.put(name("\(number)"), number) }
        #expect(!shelf.isComplete && shelf.leftOut == 1)
        shelf.apply(.endList)
        #expect(shelf.isComplete && shelf.entries.count == 3)
        shelf.put(name("2"), 22)
        shelf.apply(.remove(name("3")))
        shelf.apply(.beginList)
        shelf.put(name("2"), 23)
        #expect(shelf.entries.count == 2 && shelf.leftOut == 0)
        shelf.apply(.endList)
        #expect(shelf.entries.mapValues(\.value) == [name("2"): 23])
        shelf.apply(.clear)
        #expect(shelf.entries.isEmpty && !shelf.isComplete)
    }

    @Test("warnings of the last hour, newest first; at the limit the oldest go")
    func events() {
        var shelf = EventShelf(limit: 8)
        for minute in 0..<20 {
            var event = KubernetesEventRecord(namespace: "shop", objectKind: "Pod", objectName: "a", type: "Warning", reason: "r", message: "m")
            event.lastAt = now - .seconds(60 * minute)
            shelf.put(name("\(minute)"), event)
        }
        let recent = shelf.recent(at: now).compactMap(\.lastAt)
        #expect(recent.count <= 8 && recent == recent.sorted(by: >) && recent.first == now && shelf.leftOut > 0)
        #expect(shelf.recent(at: now + .seconds(3599)).count == 1 && shelf.recent(at: now + .seconds(3600)).isEmpty)
    }

    @Test("restarts of the last hour are the differences that were seen")
    func restarts() {
        var ledger = RestartLedger()
        func look(_ counts: [String: Int], _ minute: Int, created: Timestamp? = nil, ended: Timestamp? = nil) -> [String: Int] {
            ledger.begin()
            defer { ledger.end() }
            let at = now + .seconds(60 * minute)
            return Dictionary(
                uniqueKeysWithValues: counts.map {
                    ($0.key, ledger.observe(name($0.key), count: $0.value, createdAt: created, lastEndedAt: ended, at: at))
                })
        }
        let old = now - .seconds(7200)
        #expect(look(["a": 5, "b": 0], 0, created: old, ended: old) == ["a": 0, "b": 0])
        #expect(look(["a": 7, "b": 1], 1, created: old) == ["a": 2, "b": 1])
        #expect(look(["a": 7, "b": 2], 30, created: old) == ["a": 2, "b": 2])
        // Another pod of the same name.
        #expect(look(["a": 1, "b": 2], 31, created: old) == ["a": 3, "b": 2])
        #expect(look(["a": 1, "b": 2], 61, created: old) == ["a": 1, "b": 1])
        #expect(look(["a": 1, "b": 2], 95, created: old) == ["a": 0, "b": 0])
        // Gone, and there again.
        #expect(look([:], 96) == [:])
        #expect(look(["b": 3], 97, created: old) == ["b": 3])
    }

    @Test("at the first look, what the pod itself tells of the last hour counts")
    func firstLook() {
        func first(created: Duration, ended: Duration) -> Int {
            var ledger = RestartLedger()
            ledger.begin()
            return ledger.observe(name("a"), count: 12, createdAt: now - created, lastEndedAt: now - ended, at: now)
        }
        #expect(first(created: .seconds(900), ended: .seconds(10)) == 12)
        #expect(first(created: .seconds(90_000), ended: .seconds(10)) == 1)
        #expect(first(created: .seconds(90_000), ended: .seconds(7200)) == 0)
    }

    @Test("texts are cut between characters")
    func cut() {
        #expect("abc".cut(3) == "abc" && "abcd".cut(3) == "abc" && "aéé".cut(4) == "aé" && "€".cut(2) == "")
    }

    @Test("memory that is free can be given back here")
    func memory() {
        #expect(FreedMemory.isPossible)
        FreedMemory.giveBack()
    }

    @Test("shared texts are the same, and their pool has an end")
    func pool() {
        var pool = TextPool()
        for number in 0..<20_000 { #expect(pool.shared("registry.example.invalid/app:\(number)") == "registry.example.invalid/app:\(number)") }
        #expect(pool.shared(nil) == nil)
    }
}

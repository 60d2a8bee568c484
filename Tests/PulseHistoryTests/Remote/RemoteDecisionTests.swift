import PulseCore
import PulseTransport
import Testing

@testable import PulseHistory

@Suite("Decisions of remote write", .timeLimit(.minutes(5)))
struct RemoteDecisionTests {
    private let now = Timestamp(seconds: midnight)

    @Test("pauses double up to the longest, half of each is left to chance, and a success begins anew")
    func backoff() {
        var backoff = Backoff(first: .seconds(1), longest: .seconds(60))
        #expect((0..<8).map { _ in backoff.failed(asked: nil, chance: 1) } == [1, 2, 4, 8, 16, 32, 60, 60].map { .seconds($0) })
        backoff.succeeded()
        #expect(backoff.failed(asked: nil, chance: 0) == .milliseconds(500))
        #expect(backoff.failed(asked: nil, chance: 0.5) == .milliseconds(1500))
        for _ in 0..<100 { _ = backoff.failed(asked: nil, chance: 0) }
        #expect(backoff.failed(asked: nil, chance: 1) == .seconds(60))
    }

    @Test("a server may ask for more patience, for an hour at most, and not for less")
    func asked() {
        var backoff = Backoff(first: .seconds(4), longest: .seconds(60))
        #expect(backoff.failed(asked: .seconds(90), chance: 1) == .seconds(90))
        #expect(backoff.failed(asked: .seconds(1), chance: 1) == .seconds(8))
        #expect(backoff.failed(asked: .seconds(1_000_000), chance: 1) == .seconds(3600))
    }

    @Test(
        "Retry-After in seconds, as a date, and as nonsense",
        arguments: [
            ("120", 120), ("0", 0), ("-1", nil), ("soon", nil), ("", nil), ("99999999999999999999", nil), ("Wed, 25 Nov 2026 00:10:00 GMT", 600),
            ("Tue, 24 Nov 2026 00:00:00 GMT", 0), ("Sun, 29 Feb 2032 00:00:00 GMT", 166_060_800), ("Wed, 25 Nov 2026 00:10:00 CET", nil),
            ("Wed, 99 Nov 2026 00:10:00 GMT", nil),
        ] as [(String, Int64?)])
    func retryAfter(text: String, seconds: Int64?) {
        #expect(RetryAfter.delay(text, at: now) == seconds.map { .seconds($0) })
    }

    private func verdict(_ status: Int, age: Duration = .zero, headers: [(String, String)] = [], body: String = "") -> DeliveryVerdict {
        let response = OutboundResponse(status: status, reason: "", headers: headers.map { ($0.0, $0.1) }, body: Array(body.utf8))
        return DeliveryVerdict(.success(response), from: "http://engine", age: age, at: now)
    }

    @Test("2xx is delivered", arguments: [200, 204]) func delivered(status: Int) { #expect(verdict(status) == .delivered) }

    @Test("too many requests and trouble inside the engine are tried again, however old the batch is", arguments: [429, 500, 503, 599])
    func trouble(status: Int) {
        guard case .retry(let asked, _) = verdict(status, age: .seconds(1_000_000), headers: [("Retry-After", "7")]) else {
            Issue.record("not tried again")
            return
        }
        #expect(asked == .seconds(7))
    }

    @Test("what is wrong with a batch stays wrong", arguments: [400, 409, 413, 415, 422])
    func refused(status: Int) {
        #expect(verdict(status, body: "out of order sample\n  at …") == .refused(reason: "http://engine answered \(status): out of order sample"))
    }

    @Test("what is wrong with address or credentials waits a day for the operator, not for ever", arguments: [301, 401, 403, 404, 405])
    func operatorsTurn(status: Int) {
        guard case .retry(nil, let reason) = verdict(status, age: .seconds(86_399)) else {
            Issue.record("not tried again")
            return
        }
        #expect(reason.contains("\(status)") && reason.count > 40)
        guard case .refused = verdict(status, age: .seconds(86_400)) else {
            Issue.record("tried for ever")
            return
        }
    }

    @Test("no connection is tried again, and what the engine says is cut and printable")
    func connection() {
        let verdict = DeliveryVerdict(.failure(.refused), from: "http://engine", age: .seconds(1_000_000), at: now)
        #expect(verdict == .retry(asked: nil, reason: "Nothing accepts connections at http://engine."))
        guard case .refused(let reason) = self.verdict(400, body: "\u{1B}[31m" + String(repeating: "x", count: 5000)) else { return }
        #expect(reason.count < 260 && !reason.contains("\u{1B}"))
    }

    @Test("the oldest make room, the newest stays whatever its size, and files count as the blocks they take")
    func ledger() {
        var ledger = QueueLedger(limit: 3 * 4096)
        func entry(_ sequence: Int64, _ bytes: Int64 = 1) -> QueueLedger.Entry { .init(sequence: sequence, appendedAt: now, bytes: bytes) }
        #expect((1...3).flatMap { ledger.append(entry($0)) }.isEmpty)
        #expect(ledger.append(entry(4, 4097)).map(\.sequence) == [1, 2])
        #expect(ledger.cost == 3 * 4096)
        #expect(ledger.append(entry(5, 1 << 20)).map(\.sequence) == [3, 4])
        #expect(ledger.entries.map(\.sequence) == [5])
        ledger.remove(5)
        ledger.remove(5)
        #expect(ledger.cost == 0 && ledger.oldest == nil && ledger.nextSequence == 6)
    }

    @Test("late samples travel apart, repeats not at all, and of two values of one second the first one stays")
    func newest() throws {
        var newest = NewestSamples()
        let (one, two) = (try guest(1), try guest(2))
        let first = newest.sort([sample(one, 100, 0.1), sample(two, 100, 0.2), sample(one, 90, 0.3), sample(one, 100, 0.4)])
        #expect(first.fresh == [series(one, [(90, 0.3), (100, 0.4)]), series(two, [(100, 0.2)])])
        #expect(first.late.isEmpty && first.replaced == 1)
        newest.note(first.fresh)
        let second = newest.sort([sample(one, 100, 0.4), sample(one, 95, 0.5), sample(one, 110, 0.6), sample(two, 100, 0.9), sample(two, 101, 0.9)])
        #expect(second.fresh == [series(one, [(110, 0.6)]), series(two, [(101, 0.9)])])
        #expect(second.late == [series(one, [(95, 0.5)])])
        #expect(second.replaced == 1)
        // Not noted, because the disk did not take it: the same again.
        #expect(newest.sort([sample(two, 101, 0.9)]).fresh == [series(two, [(101, 0.9)])])
    }

    private func series(_ key: SeriesKey, _ moments: [(Int64, Double)]) -> RemoteSeries {
        RemoteSeries(key: key, samples: moments.map { .init(at: $0.0, value: $0.1) })
    }

    @Test("requests have at most so many samples, and none is lost or moved")
    func portions() throws {
        let all = [series(try guest(1), (0..<7).map { ($0, 1) }), series(try guest(2), [(0, 2)]), series(try guest(3), (0..<3).map { ($0, 3) })]
        for size in 1...12 {
            let portions = RemoteSeries.portions(all, of: size)
            let sizes = portions.map { $0.reduce(0) { $0 + $1.samples.count } }
            #expect(sizes.dropLast().allSatisfy { $0 == size } && (1...size).contains(sizes.last ?? 0))
            for each in all { #expect(portions.joined().filter { $0.key == each.key }.flatMap(\.samples) == each.samples) }
        }
    }
}

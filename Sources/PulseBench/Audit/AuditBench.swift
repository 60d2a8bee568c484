import Foundation
import PulseAudit
import PulseCore
import PulseEvaluation

/// The budgets of the audit log.
struct AuditBench {
    private let clock = ContinuousClock()

    private static let (batch, batches) = (1000, 100)
    private static let singles = 1000
    private static let large = 1_000_000

    func measure(_ table: inout Table) async throws {
        try append(&table)
        try await large(&table)
    }

    /// What somebody waits for with everything that is recorded.
    func measureCommit(_ table: inout Table) async throws {
        try await single(&table)
        try synchronisations(&table)
    }

    // MARK: Appending

    private func append(_ table: inout Table) throws {
        let parts = (0..<Self.batches).map { AuditMaterial.events($0 * Self.batch..<($0 + 1) * Self.batch) }
        let count = Self.batch * Self.batches
        let (path, plainPath) = (AuditMaterial.path("append"), AuditMaterial.path("plain"))
        let log = try AuditMaterial.log(path)
        let began = ProcessFigures.own.processorSeconds()
        let taken = try time { for part in parts { try log.append(part) } }
        let busy = ProcessFigures.own.processorSeconds() - began
        try log.close()
        let plain = try PlainTable(path: plainPath)
        let plainTaken = try time {
            for (index, part) in parts.enumerated() { try plain.insert(part, from: Int64(index * Self.batch + 1)) }
        }
        try plain.close()
        table.add(
            Row(
                "audit: events appended and signed, batches of \(Self.batch)", n: "\(count)", figure: Double(count) / max(taken, busy), unit: "/s",
                above: 10_000, baseline: Double(count) / plainTaken, baselineIs: "plain INSERT"))
        for used in [path, plainPath] { AuditMaterial.remove(used) }
    }

    /// What the commit of one event writes on average, bytes: how much the log of a new file grows.
    private func written() throws -> Int {
        let path = AuditMaterial.path("written")
        defer { AuditMaterial.remove(path) }
        let log = try AuditMaterial.log(path)
        func size() throws -> Int { try FileManager.default.attributesOfItem(atPath: path + "-wal")[.size] as? Int ?? 0 }
        let (events, before) = (500, try size())
        for number in 0..<events { try log.append([AuditMaterial.event(number)]) }
        let grown = try size() - before
        try log.close()
        return grown / events
    }

    /// One event after the other, each waited for as a request waits, beside what it costs in the same minute to append as many bytes to a file and
    /// have them synchronised.
    private func single(_ table: inout Table) async throws {
        let bytes = try written()
        let path = AuditMaterial.path("single")
        let log = try AuditMaterial.log(path)
        let service = AuditService(now: { AuditMaterial.start }, open: { log })
        var events: [Double] = []
        var raw: [Double] = []
        var pages: [Double] = []
        let (file, small) = (try RawFile(path: path + ".raw", bytes: bytes), try RawFile(path: path + ".page", bytes: 4096))
        for number in 0..<Self.singles {
            let begin = clock.now
            try await service.record(AuditMaterial.event(number))
            events.append((clock.now - begin).milliseconds)
            raw.append(try time { try file.writeAndSync() } * 1000)
            pages.append(try time { try small.writeAndSync() } * 1000)
        }
        try await service.close()
        file.remove()
        small.remove()
        AuditMaterial.remove(path)
        let (limit, median) = (raw.percentile(0.99), raw.percentile(0.5))
        table.add(
            Row(
                "audit: one durable event, p99", n: "\(Self.singles)", figure: events.percentile(0.99), unit: "ms", below: 3 * limit,
                baseline: limit, baselineIs: "p99 of \(bytes) raw bytes, fsync"))
        table.add(
            Row(
                "audit: one durable event, p50", n: "\(Self.singles)", figure: events.percentile(0.5), unit: "ms", below: nil, baseline: median,
                baselineIs: "p50 of \(bytes) raw bytes, fsync"))
        table.add(
            Row(
                "  the same beside one page", n: "\(Self.singles)", figure: events.percentile(0.99), unit: "ms", below: nil,
                baseline: pages.percentile(0.99), baselineIs: "p99 of 4096 raw bytes, fsync"))
    }

    /// Counted by strace around a process that keeps events one by one.
    private func synchronisations(_ table: inout Table) throws {
        let count = 200
        let path = AuditMaterial.path("sync")
        defer { AuditMaterial.remove(path) }
        let calls = Double(try SystemCalls.count(["--child", "audit", path, "\(count)"]) - SystemCalls.count(["--child", "audit", path, "0"]))
        table.add(
            Row(
                "audit: fsyncs of one durable event", n: "\(count)", figure: calls / Double(count), unit: "", below: 2.001, baseline: nil,
                baselineIs: ""))
    }

    /// What ``synchronisations`` counts.
    static func child(_ path: String, _ count: Int) throws {
        AuditMaterial.remove(path)
        let log = try AuditMaterial.log(path)
        for number in 0..<count { try log.append([AuditMaterial.event(number)]) }
        // The end of the process, not `close`: folding the log in belongs to no event.
    }

    // MARK: A million

    private func large(_ table: inout Table) async throws {
        let path = AuditMaterial.path("large")
        defer { AuditMaterial.remove(path) }
        let log = try AuditMaterial.log(path)
        for start in stride(from: 0, to: Self.large, by: 5000) { try log.append(AuditMaterial.events(start..<start + 5000)) }
        try log.makeCheckpoint(.hour, at: AuditMaterial.start)
        let worst = try await worstPage(log)
        let identity = log.identity
        try log.close()
        table.add(
            Row(
                "audit: worst filtered page of \(Self.large), \(worst.name)", n: "\(Self.questions.count) × 5", figure: worst.milliseconds,
                unit: "ms",
                below: 50, baseline: try PlainTable.scan(log: path, clock), baselineIs: "a look at every row"))
        var verdict = VerificationReport.Verdict.damaged
        let seconds = try time {
            verdict = try LogVerification(path: path, publicKey: identity.publicKey, keys: KeyRing(current: AuditMaterial.key)).run().verdict
        }
        guard verdict == .intact else { throw BenchError("the log of a million events is not intact") }
        table.add(
            Row(
                "audit: full verification", n: "\(Self.large)", figure: seconds, unit: "s", below: 10,
                baseline: try PlainTable.read(log: path, clock),
                baselineIs: "reading every row"))
    }

    private static var questions: [(name: String, filter: AuditFilter, page: AuditPageRequest)] {
        let middle = AuditMaterial.start + .seconds(500_000 * 31)
        let (early, late) = (AuditMaterial.start + .seconds(100_000 * 31 + 7), AuditMaterial.start + .seconds(850_000 * 31 + 7))
        let month = AuditFilter(from: middle, to: middle + .seconds(30 * 86_400))
        return [
            ("none", AuditFilter(), .init()), ("event", AuditFilter(event: "login"), .init()), ("user", AuditFilter(user: "user-3"), .init()),
            ("outcome", AuditFilter(outcomes: [.denied]), .init()), ("success", AuditFilter(outcomes: [.success, .intent]), .init()),
            ("event and user", AuditFilter(event: "login", user: "user-3"), .init()),
            ("event, user, outcome", AuditFilter(event: "login", user: "user-3", outcomes: [.failure, .denied]), .init()),
            ("nobody", AuditFilter(event: "login", user: "nobody"), .init()), ("month", month, .init()),
            ("event in a month", AuditFilter(event: "login", from: month.from, to: month.to), .init()),
            ("user since", AuditFilter(user: "user-3", from: middle), .init()), ("until", AuditFilter(to: middle), .init()),
            ("rare word", AuditFilter(text: "192.0.2.17"), .init()), ("common word", AuditFilter(text: "user"), .init()),
            ("words", AuditFilter(text: "cluster-17 denied"), .init()), ("beginning of a word", AuditFilter(text: "cluster-17*"), .init()),
            ("word and user", AuditFilter(user: "user-3", text: "cluster-17"), .init()),
            ("word in a month", AuditFilter(from: month.from, to: month.to, text: "cluster-17"), .init()),
            ("before", AuditFilter(event: "login"), .init(.before(500_000))), ("after", AuditFilter(user: "user-3"), .init(.after(500_000))),
            ("offset", AuditFilter(), .init(.offset(100_000))), ("offset of an event", AuditFilter(event: "login"), .init(.offset(100_000))),
            ("offset of outcomes", AuditFilter(outcomes: [.success, .failure]), .init(.offset(100_000))),
            ("offset in nine months", AuditFilter(from: early, to: late), .init(.offset(100_000))),
            ("offset of an event in nine months", AuditFilter(event: "login", from: early, to: late), .init(.offset(100_000))),
            ("offset of a word", AuditFilter(text: "user"), .init(.offset(10_000))),
            ("offset of a word and an outcome", AuditFilter(outcomes: [.success], text: "user"), .init(.offset(10_000))),
        ]
    }

    private func worstPage(_ log: AuditLog) async throws -> (name: String, milliseconds: Double) {
        var worst = ("", 0.0)
        for question in Self.questions {
            var times: [Double] = []
            for _ in 0..<5 {
                let begin = clock.now
                _ = try await log.page(question.filter, question.page)
                times.append((clock.now - begin).milliseconds)
            }
            // The first reads the disk; a page that is asked for once is still a page.
            let slowest = times.max() ?? 0
            FileHandle.standardError.write(Data("  \(question.name): \(Row.short(slowest)) ms, median \(Row.short(times.percentile(0.5)))\n".utf8))
            if slowest > worst.1 { worst = (question.name, slowest) }
        }
        return (worst.0, worst.1)
    }

    private func time(_ body: () throws -> Void) rethrows -> Double {
        let begin = clock.now
        try body()
        return (clock.now - begin).seconds
    }
}

extension [Double] {
    fileprivate func percentile(_ share: Double) -> Double {
        let sorted = sorted()
        return sorted.isEmpty ? .nan : sorted[Swift.min(sorted.count - 1, Int(Double(sorted.count) * share))]
    }
}

import Foundation
import PulseAgentProtocol
import PulseCore
import Testing

@testable import PulseAgentRuntime

@Suite("What waits for the server", .timeLimit(.minutes(2)))
struct SpoolTests {
    private let folder = StateFolder(NSTemporaryDirectory() + "pulse-spool-" + UUID().uuidString)

    private func report(_ sequence: UInt64, padding: Int = 200) throws -> EncodedReport {
        var report = AgentReport(sequence: sequence, measuredAt: Timestamp(seconds: Int64(sequence) * 10), base: 1, version: 1)
        // Figures that differ, so that they pack no better than real ones.
        report.figures = (0..<padding / 20).map { place in
            ObjectFigures(
                ObjectKey(.container, "web-\(place)"), values: [.memoryUsed: .value(Double((sequence &* 2_654_435_761) % 1_000_003) + Double(place))])
        }
        return try EncodedReport(report)
    }

    private func remove() { try? FileManager.default.removeItem(atPath: folder.path) }

    @Test("while the server answers nothing is written")
    func memoryOnly() throws {
        defer { remove() }
        var spool = try Spool(folder: folder, newRun: "r1")
        try spool.append(try report(1))
        #expect(try spool.oldest(bytes: 1 << 20).map(\.sequence) == [1])
        try spool.forget(through: 1)
        #expect(spool.isEmpty)
        #expect(try folder.files().isEmpty)
    }

    @Test("what could not be delivered is there after the end of the process, in order and once", arguments: [1, 31, 32, 33, 100, 500])
    func survives(count: UInt64) throws {
        defer { remove() }
        var spool = try Spool(folder: folder, newRun: "r1")
        try spool.spill()
        for sequence in 1...count { try spool.append(try report(sequence)) }
        // No orderly end.
        var next = try Spool(folder: folder, newRun: "r2")
        #expect(next.run == "r1")
        #expect(next.lastSequence == count)
        var delivered: [UInt64] = []
        while !next.isEmpty {
            let batch = try next.oldest(bytes: 64 << 10)
            try #require(!batch.isEmpty)
            delivered += batch.map(\.sequence)
            try next.forget(through: batch.last?.sequence ?? 0)
        }
        #expect(delivered == Array(1...count))
        #expect(try folder.files().map(\.name).filter { $0 != "run" }.isEmpty)
        #expect(try Spool(folder: folder, newRun: "r3").run == "r3")
    }

    @Test("a report that was cut off by the end of the process is not there, and those before and after it are")
    func torn() throws {
        defer { remove() }
        var spool = try Spool(folder: folder, newRun: "r1")
        try spool.spill()
        for sequence in 1...3 { try spool.append(try report(UInt64(sequence))) }
        let tail = try #require(try folder.read("tail"))
        try folder.write(Array(tail.dropLast(5)), to: "tail")
        var next = try Spool(folder: folder, newRun: "r2")
        #expect(next.lastSequence == 2)
        try next.append(try report(3))
        var last = try Spool(folder: folder, newRun: "r3")
        #expect(try last.oldest(bytes: 1 << 20).map(\.sequence) == [1, 2, 3])
    }

    @Test("a damaged file costs its reports, which are counted, and stops nothing")
    func damaged() throws {
        defer { remove() }
        var spool = try Spool(folder: folder, newRun: "r1")
        try spool.spill()
        for sequence in 1...70 { try spool.append(try report(UInt64(sequence))) }
        let block = try #require(try folder.files().first { $0.name.hasSuffix(".gz") })
        try folder.write(Array("not gzip".utf8), to: block.name)
        #expect(try spool.oldest(bytes: 8 << 20).map(\.sequence) == Array(33...70))
        #expect(spool.lostReports == 32)
    }

    @Test("when its space is full the oldest go, and are counted")
    func bounded() throws {
        defer { remove() }
        var spool = try Spool(folder: folder, limit: 40_000, newRun: "r1")
        try spool.spill()
        for sequence in 1...1_000 {
            try spool.append(try report(UInt64(sequence), padding: 1_000))
            #expect(spool.bytesOnDisk <= 40_000)
        }
        let first = try #require(try spool.oldest(bytes: 1 << 20).first?.sequence)
        #expect(first > 1)
        #expect(spool.lostReports == first - 1)
    }

    @Test("bytes of every kind are read without a crash, and give whole reports or none", arguments: 0..<200)
    func fuzz(seed: UInt64) throws {
        var state = seed &+ 0x9E37_79B9_7F4A_7C15
        func next() -> UInt64 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return state
        }
        let whole = try (1...4).map { try report($0) }
        var bytes = ReportFrames.bytes(of: whole)
        for _ in 0..<1 + next() % 4 { bytes[Int(next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: next()) }
        bytes.removeLast(Int(next() % 40))
        let read = ReportFrames.reports(in: bytes)
        #expect(read == Array(whole.prefix(read.count)))
    }

    @Test("gzip comes back as it was, and a bomb ends at its limit")
    func gzip() throws {
        let text = [UInt8](repeating: 0x41, count: 1_000_000)
        let packed = try #require(Gzip.packed(text))
        #expect(Gzip.unpacked(packed, limit: 1_000_000) == text)
        #expect(Gzip.unpacked(packed, limit: 999_999) == nil)
        #expect(Gzip.unpacked(Array(packed.dropLast(3)), limit: 2_000_000) == nil)
    }
}

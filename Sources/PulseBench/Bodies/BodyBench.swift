import Foundation
import PulseEvaluation
import PulseProxmox

/// The budgets of large bodies: read while they arrive, row by row, beside Foundation's decoder of the same bytes.
struct BodyBench {
    private let clock = ContinuousClock()

    /// Snapshots of the body that is measured for memory; some 120 MB.
    private static let large = 400_000
    private static let small = 40_000
    private static let piece = 64 << 10
    private static let rounds = 3

    func measure(_ table: inout Table) async throws {
        // Before anything else: memory that was used once is not given back, and would hide what is used again.
        let extra = try memory()
        let body = SnapshotBody(count: Self.small)
        let bytes = body.whole
        let megabytes = Double(bytes.count) / 1e6
        let foundation = megabytes / (try best { try decode(bytes) })
        let read = megabytes / (try best { try stream(body, keeps: false) })
        let kept = megabytes / (try best { try stream(body, keeps: true) })
        table.add(
            Row(
                "bodies: rows read while they arrive", n: "\(Self.small)", figure: read, unit: "MB/s", above: 60, baseline: foundation,
                baselineIs: "JSONDecoder"))
        table.add(
            Row(
                "bodies: snapshots read and kept", n: "\(Self.small)", figure: kept, unit: "MB/s", below: nil, baseline: foundation,
                baselineIs: "JSONDecoder"))
        table.add(
            Row(
                "bodies: extra RssAnon of reading \(extra.size / 1_000_000) MB", n: "\(Self.large)", figure: extra.peak, unit: "MiB", below: 10,
                baseline: try decoderMemory(bytes), baselineIs: "JSONDecoder of \(bytes.count / 1_000_000) MB"))
    }

    /// The body is made up piece by piece, as it would come from a server: nothing ever holds it.
    private func memory() throws -> (size: Int, peak: Double) {
        let before = ProcessFigures.own.memory("RssAnon")
        var (peak, size) = (before, 0)
        var reader = PBSListingReader(keeps: false)
        for piece in SnapshotBody(count: Self.large).pieces(of: Self.piece) {
            try reader.feed(piece)
            size += piece.count
            peak = max(peak, ProcessFigures.own.memory("RssAnon"))
        }
        guard try reader.finish() == Self.large else { throw BenchError("rows of the body were lost") }
        return (size, peak - before)
    }

    /// MiB that the rows of a decoder take while they are there.
    private func decoderMemory(_ bytes: [UInt8]) throws -> Double {
        let before = ProcessFigures.own.memory("RssAnon")
        let rows = try JSONDecoder().decode(SnapshotBody.Answer.self, from: Data(bytes))
        defer { withExtendedLifetime(rows) {} }
        return ProcessFigures.own.memory("RssAnon") - before
    }

    private func stream(_ body: SnapshotBody, keeps: Bool) throws -> Double {
        let pieces = Array(body.pieces(of: Self.piece))
        var reader = PBSListingReader(keeps: keeps)
        let begin = clock.now
        for piece in pieces { try reader.feed(piece) }
        guard try reader.finish() == body.count else { throw BenchError("rows of the body were lost") }
        return (clock.now - begin).seconds
    }

    private func decode(_ bytes: [UInt8]) throws -> Double {
        let data = Data(bytes)
        let begin = clock.now
        guard try JSONDecoder().decode(SnapshotBody.Answer.self, from: data).data.count == Self.small else {
            throw BenchError("the decoder lost rows")
        }
        return (clock.now - begin).seconds
    }

    private func best(_ body: () throws -> Double) rethrows -> Double {
        var least = Double.infinity
        for _ in 0..<Self.rounds { least = min(least, try body()) }
        return least
    }
}

import CZlib
import Foundation
import PulseCore
import PulseInventory
import Testing

@testable import PulseHTTP

/// The hub as streams see it, without sockets.
@Suite("Events", .timeLimit(.minutes(5)))
struct EventTests {
    private let server: TestServer

    init() throws { server = try TestServer() }

    private func text(_ events: [EventHub.Event]) -> [String] { events.map { String(decoding: $0.piece.plain, as: UTF8.self) } }

    private func tick(cpu: Double, second: Int) throws {
        let now = TestServer.start + .seconds(second)
        try server.inventory.tick([TestServer.observation(at: now, cpu: cpu)], at: now)
    }

    @Test("a new stream gets a snapshot, then what changed, as columns")
    func snapshotThenDelta() throws {
        let stream = server.hub.subscribe()
        defer { server.hub.unsubscribe(stream.id) }
        let snapshot = server.hub.events(after: nil)
        #expect(text(snapshot)[0].hasPrefix("event: snapshot\nid: run-1\ndata: {\"sequence\":1,"))
        try tick(cpu: 0.5, second: 10)
        let delta = text(server.hub.events(after: 1))
        #expect(delta.count == 1)
        #expect(delta[0].contains("\"values\":{\"handles\":\"0\",\"cpu\":[500]}"))
        #expect(server.hub.events(after: 2).isEmpty)
    }

    @Test("whoever fell behind further than what is kept gets a fresh snapshot")
    func fallsBehind() throws {
        let stream = server.hub.subscribe()
        defer { server.hub.unsubscribe(stream.id) }
        for step in 1...(EventHub.keptEvents + 5) { try tick(cpu: Double(step % 2), second: step * 10) }
        #expect(text(server.hub.events(after: 1))[0].hasPrefix("event: snapshot"))
        let kept = server.hub.events(after: UInt64(EventHub.keptEvents))
        #expect(kept.count == 6 && kept[0].sequence == UInt64(EventHub.keptEvents) + 1)
    }

    @Test("a position of another run, from the future, or no position at all leads to a snapshot", arguments: ["other-5", "run-x", "", nil])
    func foreignPosition(id: String?) {
        #expect(EventPosition.parse(id, run: "run") == nil)
        #expect(EventPosition.parse("run-7", run: "run") == 7)
        #expect(text(server.hub.events(after: 99))[0].hasPrefix("event: snapshot"))
    }

    @Test("a moment without streams costs a reconnecting browser nothing")
    func shortAbsence() throws {
        let stream = server.hub.subscribe()
        try tick(cpu: 0.3, second: 10)
        server.hub.unsubscribe(stream.id)
        try tick(cpu: 0.4, second: 20)
        #expect(text(server.hub.events(after: 2)).map { $0.prefix(12) } == ["event: delta"])
    }

    @Test("signals coalesce: ten changes wake a slow stream once")
    func coalescing() async throws {
        let stream = server.hub.subscribe()
        for step in 1...10 { try tick(cpu: Double(step) / 20, second: step * 10) }
        server.hub.close()
        var signals = 0
        for await _ in stream.signals { signals += 1 }
        #expect(signals == 1)
    }

    @Test("a strange name is data, never a new line of the protocol")
    func strangeName() {
        let snapshot = text(server.hub.events(after: nil))[0]
        #expect(snapshot.split(separator: "\n").count == 3)
        #expect(snapshot.contains(#"<script>alert(1)</script>\u0007\""#))
    }

    @Test("pieces compressed once make one valid gzip stream in any order of streams")
    func gzipPieces() throws {
        let pieces = ["event: a\n\n", String(repeating: "x", count: 40_000), "", "ende"].map { Deflate.Piece(Array($0.utf8)) }
        var end = Deflate.StreamEnd()
        for piece in pieces { end.add(piece) }
        let file = Deflate.gzipHeader + pieces.flatMap(\.deflated) + end.trailer
        #expect(try gunzip(file) == Array(("event: a\n\n" + String(repeating: "x", count: 40_000) + "ende").utf8))
    }

    @Test(
        "numbers on the wire are as short as their precision",
        arguments: [
            (0.12345, Metric.cpu, "123"), (1.0, .cpu, "1000"), (0, .networkIn, "0"), (999, .networkIn, "999"), (1_234_567, .networkIn, "123e4"),
            (999_600, .memoryUsed, "100e4"), (42.26, .temperature, "42.3"), (42, .temperature, "42"), (1.237, .load1, "1.24"),
            (1e300, .cpu, "9223372036854775807"),
        ] as [(Double, Metric, String)])
    func wireNumbers(value: Double, metric: Metric, text: String) {
        #expect(WireNumber.text(value, metric) == text)
    }

    @Test("handles are written as ranges", arguments: [([], ""), ([3], "3"), ([0, 1, 2, 4, 9, 10], "0-2,4,9-10")])
    func ranges(handles: [Int], text: String) {
        #expect(HandleRanges.text(handles) == text)
    }

    private func gunzip(_ bytes: [UInt8]) throws -> [UInt8] {
        var stream = z_stream()
        try #require(inflateInit2_(&stream, 31, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK)
        defer { inflateEnd(&stream) }
        var input = bytes
        var output = [UInt8](repeating: 0, count: 1 << 20)
        let result = input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                (stream.next_in, stream.avail_in) = (input.baseAddress, UInt32(input.count))
                (stream.next_out, stream.avail_out) = (output.baseAddress, UInt32(output.count))
                return inflate(&stream, Z_FINISH)
            }
        }
        // Z_STREAM_END says that checksum and length were right as well.
        #expect(result == Z_STREAM_END)
        return Array(output.prefix(Int(stream.total_out)))
    }
}

import Foundation
import PulseCore
import PulseEvaluation
import Testing

@testable import PulseHistory

@Suite("What is sent to an engine", .timeLimit(.minutes(5)))
struct RemoteEncodingTests {
    @Test("protoc reads the same out of it as went in")
    func decodedElsewhere() throws {
        let series = [
            RemoteSeries(
                key: try guest(101, .diskUsed, part: "/mnt/ä"), samples: [.init(at: midnight, value: 0.25), .init(at: midnight + 1, value: -3e300)]),
            RemoteSeries(key: try guest(102), samples: [.init(at: midnight, value: 0)]),
        ]
        let message = uncompressed(try RemoteWriteBody.encoded(series, labels: ["instance": "a"]))
        let text = try protoc(message)
        // The same message as text, once more by hand; protoc leaves out what is zero and writes other bytes than ASCII in octal.
        #expect(
            text
                == """
                timeseries {
                  labels { name: "__name__" value: "pulse_disk_used_bytes" }
                  labels { name: "instance" value: "a" }
                  labels { name: "part" value: "/mnt/\\303\\244" }
                  labels { name: "resource" value: "guest:homelab/101" }
                  samples { value: 0.25 timestamp: 1795564800000 }
                  samples { value: -3e+300 timestamp: 1795564801000 }
                }
                timeseries {
                  labels { name: "__name__" value: "pulse_cpu_ratio" }
                  labels { name: "instance" value: "a" }
                  labels { name: "resource" value: "guest:homelab/102" }
                  samples { timestamp: 1795564800000 }
                }
                """.split(whereSeparator: \.isWhitespace).joined(separator: " "))
    }

    @Test("a body of any size is unpacked to what it was", arguments: [0, 1, 100, 65_535, 65_536, 1_000_000])
    func snappy(size: Int) {
        var random = SeededRandom(seed: UInt64(size))
        let bytes = (0..<size).map { _ in UInt8.random(in: 0...3, using: &random) }
        #expect(uncompressed(Snappy.compressed(bytes)) == bytes)
    }

    @Test("a sample of an ordinary tick takes so many bytes on the way, and no more")
    func size() throws {
        var random = SeededRandom(seed: 7)
        let metrics: [Metric] = [.cpu, .memoryUsed, .memoryTotal, .diskRead, .diskWrite, .networkIn, .networkOut, .uptime]
        let series = try (1...1000).flatMap { vmid in
            try metrics.map { metric in
                RemoteSeries(key: try guest(vmid, metric), samples: [.init(at: midnight, value: Double.random(in: 0...1e9, using: &random))])
            }
        }
        let bytes = try RemoteSeries.portions(series, of: RemoteConfiguration.standardBatchSize).reduce(0) {
            $0 + (try RemoteWriteBody.encoded($1, labels: [:])).count
        }
        #expect(Double(bytes) / Double(series.count) < 20, "\(Double(bytes) / Double(series.count)) bytes a sample")
    }

    private func protoc(_ message: [UInt8]) throws -> String {
        let wire = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Sources/PulseHistory/Remote/Wire").path
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["protoc", "--decode=WriteRequest", "-I", wire, "remote_write.proto"]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        input.fileHandleForWriting.write(Data(message))
        try input.fileHandleForWriting.close()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}

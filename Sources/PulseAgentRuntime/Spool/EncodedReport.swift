import CZlib
import FoundationEssentials
package import PulseAgentProtocol

/// A report as it travels. It is encoded once, when it is made.
package struct EncodedReport: Hashable, Sendable {
    package let sequence: UInt64
    /// JSON of an ``PulseAgentProtocol/AgentReport``.
    package let json: [UInt8]

    package init(_ report: AgentReport) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        sequence = report.sequence
        json = Array(try encoder.encode(report))
    }

    init(sequence: UInt64, json: [UInt8]) {
        self.sequence = sequence
        self.json = json
    }
}

/// Reports in a file: of each its sequence (8 bytes), length (4) and CRC-32 of sequence and JSON (4), little-endian, then its JSON. What was cut
/// off or damaged ends the reading, so that the end of a process in the middle of a write costs the last report and no other.
enum ReportFrames {
    private static let headLength = 16

    static func bytes(of reports: some Sequence<EncodedReport>) -> [UInt8] {
        var bytes: [UInt8] = []
        for report in reports {
            withUnsafeBytes(of: report.sequence.littleEndian) { bytes += $0 }
            withUnsafeBytes(of: UInt32(report.json.count).littleEndian) { bytes += $0 }
            withUnsafeBytes(of: checksum(report.sequence, report.json).littleEndian) { bytes += $0 }
            bytes += report.json
        }
        return bytes
    }

    static func reports(in bytes: [UInt8]) -> [EncodedReport] {
        var reports: [EncodedReport] = []
        var rest = bytes[...]
        while rest.count >= headLength {
            let sequence = number(rest.prefix(8))
            let length = Int(number(rest.dropFirst(8).prefix(4)))
            let sum = UInt32(number(rest.dropFirst(12).prefix(4)))
            let json = Array(rest.dropFirst(headLength).prefix(length))
            guard json.count == length, checksum(sequence, json) == sum, reports.last.map({ $0.sequence < sequence }) ?? true else { break }
            reports.append(EncodedReport(sequence: sequence, json: json))
            rest = rest.dropFirst(headLength + length)
        }
        return reports
    }

    private static func checksum(_ sequence: UInt64, _ json: [UInt8]) -> UInt32 {
        let head = withUnsafeBytes(of: sequence.littleEndian) { Array($0) }
        return UInt32(truncatingIfNeeded: crc32(crc32(0, head, 8), json, UInt32(json.count)))
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}

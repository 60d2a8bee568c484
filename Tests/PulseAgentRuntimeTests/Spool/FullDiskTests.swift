import Foundation
import PulseAgentProtocol
import PulseCore
import PulseTestPrograms
import Testing

@testable import PulseAgentRuntime

@Suite("The agent on a full disk", .timeLimit(.minutes(1)))
struct FullDiskTests {
    @Test(
        "takes nothing from the reports, whether they came before, meanwhile or after",
        .enabled(if: SmallFileSystem.isPossible, "only root can mount a small file system"))
    func fullDisk() throws {
        let disk = try SmallFileSystem(kilobytes: 64)
        var spool = try Spool(folder: StateFolder(disk.path + "/state"), newRun: "r1")
        try spool.spill()
        for sequence in 1...4 { try spool.append(try report(UInt64(sequence))) }
        try disk.fill()
        // Less than a page is left, so a part of one of them fits.
        let refused = try (5...20).count { sequence in
            do { try spool.append(try report(UInt64(sequence))) } catch is StateFileError { return true }
            return false
        }
        #expect(refused > 0)
        try disk.free()
        for sequence in 21...24 { try spool.append(try report(UInt64(sequence))) }
        #expect(try spool.oldest(bytes: 1 << 20).map(\.sequence) == Array(1...24))
        // Nor would the next process miss one.
        let next = try Spool(folder: StateFolder(disk.path + "/state"), newRun: "r2")
        #expect(next.run == "r1" && next.lastSequence == 24 && spool.lostReports == 0)
    }

    private func report(_ sequence: UInt64) throws -> EncodedReport {
        var report = AgentReport(sequence: sequence, measuredAt: Timestamp(seconds: Int64(sequence) * 10), base: 1, version: 1)
        report.figures = (0..<20).map { ObjectFigures(ObjectKey(.container, "web-\($0)"), values: [.memoryUsed: .value(Double($0))]) }
        return try EncodedReport(report)
    }
}

import Foundation
import PulseCore
import PulseHistory

/// A measurement of a whole process, made in a process of its own: this program once more, with a hidden option.
enum BenchChild: String {
    /// Opens the store at a path and asks it for the chart of the day before a second: milliseconds until the answer, MiB of memory.
    case open
    /// Keeps a day of many series in a store at a path: MiB of memory that it took, and the most it took on the way.
    case day

    /// - Returns: the numbers that it printed.
    static func measure(_ child: BenchChild, _ arguments: String...) throws -> [Double] {
        let (process, output) = (Process(), Pipe())
        process.executableURL = URL(fileURLWithPath: try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
        process.arguments = ["--child", child.rawValue] + arguments
        process.standardOutput = output
        try process.run()
        let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let numbers = said.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
        guard process.terminationStatus == 0, !numbers.isEmpty else { throw BenchError("the process that measures \(child) ended: \(said)") }
        return numbers
    }

    /// - Parameter arguments: of the option.
    static func run(_ arguments: [String], _ bench: HistoryBench) async throws {
        guard arguments.count > 1, let child = BenchChild(rawValue: arguments[0]) else { throw BenchError("what is \(arguments)?") }
        let numbers =
            switch child {
            case .open: try await LargeFileBench(bench: bench).opened(arguments[1], until: arguments.last.flatMap { Int64($0) } ?? 0)
            case .day: try bench.keptDay(arguments[1])
            }
        FileHandle.standardOutput.write(Data((numbers.map { "\($0)" }.joined(separator: " ") + "\n").utf8))
    }
}

import Synchronization

@testable import PulseHostProbe

/// Programs that answer what was recorded of them, by their name and arguments.
final class RecordedPrograms: ProgramRunning {
    private let answers: [String: ProgramOutcome]
    private let calls = Mutex<[String]>([])

    /// - Parameter answers: by the beginning of a command line; the longest that fits counts.
    init(_ answers: [String: ProgramOutcome] = [:]) {
        self.answers = answers
    }

    /// The command lines that were run, in order.
    var asked: [String] { calls.withLock { $0 } }

    func has(_ name: String) -> Bool { answers.keys.contains { $0 == name || $0.hasPrefix(name + " ") } }

    func run(_ call: ProgramCall) async -> ProgramOutcome {
        let line = ([call.name] + call.arguments).joined(separator: " ")
        calls.withLock { $0.append(line) }
        let fitting = answers.filter { line.hasPrefix($0.key) }
        return fitting.max { $0.key.utf8.count < $1.key.utf8.count }?.value ?? .missing
    }
}

extension ProgramOutcome {
    static func printed(_ text: String, code: Int32 = 0, complaint: String = "") -> ProgramOutcome {
        .exited(code: code, output: Array(text.utf8), complaint: complaint)
    }
}

/// A program to be run, and how much it may take.
package struct ProgramCall: Hashable, Sendable {
    /// Its name, which is looked for in fixed folders.
    package var name: String
    package var arguments: [String]
    package var deadline: Duration
    /// Bytes that it may print.
    package var outputLimit: Int

    package init(_ name: String, _ arguments: [String], deadline: Duration, outputLimit: Int) {
        self.name = name
        self.arguments = arguments
        self.deadline = deadline
        self.outputLimit = outputLimit
    }
}

/// How a program ended.
package enum ProgramOutcome: Hashable, Sendable {
    /// - Parameter complaint: the beginning of what it wrote to standard error.
    case exited(code: Int32, output: [UInt8], complaint: String)
    case killed(signal: Int32)
    case missing
    /// It could not be started.
    case refused(reason: String)
    /// It did not end in time, and was stopped.
    case late
    /// It printed more than it may, and was stopped.
    case tooLong
}

/// Runs programs of the machine. A survey is told of programs by this, and so are its tests.
package protocol ProgramRunning: Sendable {
    func run(_ call: ProgramCall) async -> ProgramOutcome
    /// Whether there is such a program that this user may run.
    func has(_ name: String) -> Bool
}

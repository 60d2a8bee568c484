import CLinux
import Glibc

/// An error of the system, with its number.
struct SystemError: Error, Hashable {
    let number: Int32

    var text: String { String(cString: strerror(number)) }
}

/// A program that was started, with what it has printed so far. It is used by one thread, and ends by ``end()``.
struct ChildProgram {
    private static let complaintLimit = 4096
    /// Politeness: the machine has better things to do than to be looked at.
    private static let niceness: Int32 = 10
    /// How long a killed program is waited for.
    private static let patience = Duration.seconds(2)

    let process: pid_t
    private var output: PipeEnd
    private var complaint: PipeEnd

    static func start(_ path: String, _ arguments: [String], environment: [String]) -> Result<ChildProgram, SystemError> {
        guard let output = Pipe(), let complaint = Pipe() else { return .failure(SystemError(number: errno)) }
        defer {
            close(output.writing)
            close(complaint.writing)
        }
        var process: pid_t = 0
        let error = withStrings([path] + arguments) { arguments in
            withStrings(environment) { clinux_start(path, arguments, $0, output.writing, complaint.writing, &process) }
        }
        guard error == 0 else {
            close(output.reading)
            close(complaint.reading)
            return .failure(SystemError(number: error))
        }
        setpriority(__priority_which_t(PRIO_PGRP.rawValue), id_t(process), niceness)
        return .success(ChildProgram(process: process, output: PipeEnd(output.reading), complaint: PipeEnd(complaint.reading)))
    }

    /// Nil when the program ended by itself; else why it has to be stopped.
    mutating func collect(_ call: ProgramCall, isCancelled: () -> Bool) -> ProgramOutcome? {
        let end = MonotonicTime.now + call.deadline
        while true {
            let rest = end - MonotonicTime.now
            guard rest > .zero, !isCancelled() else { return .late }
            // What has ended has printed all, whoever still holds the other ends of the pipes.
            let hasEnded = clinux_has_ended(process) != 0
            output.read(keeping: call.outputLimit)
            complaint.read(keeping: Self.complaintLimit)
            if output.isOver { return .tooLong }
            if hasEnded { return nil }
            waitForMore(at: most(rest))
        }
    }

    /// Kills all that is left of the group, and gives the status of the program back; nil when it does not go away.
    func end() -> Int32? {
        close(output.descriptor)
        close(complaint.descriptor)
        // The leader is not reaped yet, so the group is still its own and nobody else's.
        kill(-process, SIGKILL)
        let end = MonotonicTime.now + Self.patience
        var status: Int32 = 0
        while MonotonicTime.now < end {
            let found = waitpid(process, &status, WNOHANG)
            if found == process { return status }
            if found < 0, errno != EINTR { return 0 }
            _ = poll(nil, 0, 5)
        }
        return nil
    }

    /// wait(2): the low seven bits are the signal that ended it, the second byte is what it returned.
    func outcome(_ status: Int32) -> ProgramOutcome {
        guard status & 0x7F == 0 else { return .killed(signal: status & 0x7F) }
        return .exited(code: status >> 8 & 0xFF, output: output.bytes, complaint: complaint.bytes[...].text)
    }

    private func most(_ rest: Duration) -> Int32 { Int32(min(max(rest.milliseconds, 1), 100)) }

    private func waitForMore(at most: Int32) {
        var open = [output, complaint].filter { !$0.isAtEnd }.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
        // When it has closed both, only its end is to come.
        _ = poll(&open, nfds_t(open.count), open.isEmpty ? min(most, 5) : most)
    }

    /// Calls with an array of C strings that ends with a null pointer.
    private static func withStrings<Value>(_ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Value) -> Value {
        let pointers = texts.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        return pointers.withUnsafeBufferPointer { buffer in
            guard let first = buffer.baseAddress else { preconditionFailure("an array that ends with nil is not empty") }
            return body(first)
        }
    }
}

/// Both ends of a pipe, neither of which a program inherits by accident. Reading does not wait.
private struct Pipe {
    var reading: Int32 = -1
    var writing: Int32 = -1

    init?() {
        guard clinux_pipe(&reading, &writing) == 0 else { return nil }
        _ = fcntl(reading, F_SETFL, O_NONBLOCK)
    }
}

/// What comes out of a pipe.
private struct PipeEnd {
    private static let piecesAtOnce = 64

    let descriptor: Int32
    private(set) var bytes: [UInt8] = []
    private(set) var isAtEnd = false
    /// There was more than could be kept.
    private(set) var isOver = false

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Takes what is there at the moment; of one that prints without end, a part.
    mutating func read(keeping limit: Int) {
        var piece = [UInt8](repeating: 0, count: 16_384)
        for _ in 0..<Self.piecesAtOnce where !isAtEnd {
            let count = Glibc.read(descriptor, &piece, piece.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                isAtEnd = count == 0 || errno != EAGAIN
                return
            }
            let room = limit - bytes.count
            bytes += piece[..<min(count, room)]
            isOver = isOver || count > room
        }
    }
}

extension Duration {
    fileprivate var milliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
}

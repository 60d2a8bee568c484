import Dispatch
import Glibc
import Synchronization

/// Runs programs with a fixed environment, a deadline and a limit of output, each on a thread of its own: what waits for them delays nothing else.
///
/// There is no shell between, no open file of ours and no input. A program that does not end in time is killed with everything that it started.
package final class ProgramRunner: ProgramRunning {
    package static let usualFolders = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"]
    private let folders: [String]
    private let queue = DispatchQueue(label: "pulse.programs", qos: .utility, attributes: .concurrent)
    /// Programs that were killed and hang in the kernel, on a broken disk. The same is not started again until it is gone.
    private let strays = Mutex<[ProgramCall: pid_t]>([:])

    package init(folders: [String] = ProgramRunner.usualFolders) {
        self.folders = folders
    }

    package func has(_ name: String) -> Bool { path(of: name) != nil }

    package func run(_ call: ProgramCall) async -> ProgramOutcome {
        guard let path = path(of: call.name) else { return .missing }
        let isCancelled = Flag()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                queue.async { continuation.resume(returning: self.runAndWait(call, path, isCancelled)) }
            }
        } onCancel: {
            isCancelled.raise()
        }
    }

    private func path(of name: String) -> String? {
        folders.lazy.map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
    }

    private func runAndWait(_ call: ProgramCall, _ path: String, _ isCancelled: Flag) -> ProgramOutcome {
        guard !hangs(call) else { return .late }
        switch ChildProgram.start(path, call.arguments, environment: environment) {
        case .failure(let error): return error.number == ENOENT ? .missing : .refused(reason: error.text)
        case .success(var child):
            let outcome = child.collect(call, isCancelled: { isCancelled.isRaised })
            guard let status = child.end() else {
                strays.withLock { $0[call] = child.process }
                return .late
            }
            return outcome ?? child.outcome(status)
        }
    }

    /// Times that programs print are in UTC, and their words are those that we know.
    private var environment: [String] {
        ["PATH=\(folders.joined(separator: ":"))", "LC_ALL=C", "LANG=C", "TZ=UTC0", "HOME=/", "TERM=dumb", "SYSTEMD_COLORS=0", "SYSTEMD_PAGER="]
    }

    private func hangs(_ call: ProgramCall) -> Bool {
        strays.withLock { strays in
            strays = strays.filter { waitpid($0.value, nil, WNOHANG) == 0 }
            return strays[call] != nil
        }
    }
}

/// Says to another thread that it shall stop.
private final class Flag: Sendable {
    private let value = Atomic(false)

    func raise() { value.store(true, ordering: .relaxed) }

    var isRaised: Bool { value.load(ordering: .relaxed) }
}

import PulseCore

/// Which units of systemd failed.
struct UnitSurvey: Sendable {
    let files: FileTree
    let programs: any ProgramRunning

    func ask() async -> Finding<[String]> {
        // sd_booted(3): only where systemd runs the machine.
        guard files.exists("run/systemd/system") else { return Finding() }
        let arguments = ["list-units", "--state=failed", "--plain", "--no-legend", "--no-pager", "--full"]
        let outcome = await programs.run(ProgramCall("systemctl", arguments, deadline: .seconds(15), outputLimit: 256 << 10))
        switch outcome {
        case .exited(0, let output, _): return Finding(FailedUnits.parse(output[...]))
        case .missing: return Finding()
        default:
            return Finding(
                nil,
                Limitation(
                    problem: "Failed units are not known: \(outcome.sentence(of: "systemctl"))",
                    nextStep: "Run “systemctl list-units --state=failed” as the user that Pulse runs as, and give it access to the system bus."))
        }
    }
}

extension ProgramOutcome {
    /// What went wrong, in a sentence.
    func sentence(of program: String) -> String {
        switch self {
        case .exited(let code, _, let complaint):
            complaint.firstLine.map { "\(program) says “\($0)” and ends with \(code)." } ?? "\(program) ended with \(code)."
        case .killed(let signal): "\(program) was ended by signal \(signal)."
        case .missing: "\(program) is not installed."
        case .refused(let reason): "\(program) could not be started: \(reason)."
        case .late: "\(program) did not answer in time."
        case .tooLong: "\(program) printed more than it may."
        }
    }
}

extension String {
    /// Of what a program complained about, fit for a sentence; nil when it said nothing.
    fileprivate var firstLine: String? {
        let line = Array(utf8)[...].lines.first?.trimmed.text.printable(limit: 160)
        return line?.isEmpty == false ? line : nil
    }
}

package import PulseCore
import Synchronization

/// A machine that is looked at again and again: its figures whenever somebody asks, and beside them, at their own pace, the things that take long.
package final class HostWatch: Sendable {
    package struct Configuration: Hashable, Sendable {
        /// The folder that stands for `/` of the machine.
        package var root: String
        /// Mount points and devices that are neither asked nor told; `*` stands for any characters.
        package var excludedFilesystems: [String]
        /// Whether disks are asked for their SMART figures.
        package var asksDisks: Bool

        package init(root: String = "/", excludedFilesystems: [String] = [], asksDisks: Bool = true) {
            self.root = root
            self.excludedFilesystems = excludedFilesystems
            self.asksDisks = asksDisks
        }
    }

    /// A machine as it was seen at one moment.
    package struct View: Sendable {
        package var host: ObservedResource
        /// What it does not tell, and what would help.
        package var limitations: [Limitation]
    }

    private let reader: HostReader
    private let desk: ReadingDesk
    private let survey: HostSurvey
    private let probe: Mutex<HostProbe>

    package init(
        id: ResourceID, configuration: Configuration = Configuration(), programs: any ProgramRunning = ProgramRunner(),
        now: @escaping @Sendable () -> Timestamp
    ) {
        let reader = HostReader(root: configuration.root, excludedFilesystems: configuration.excludedFilesystems)
        self.reader = reader
        desk = ReadingDesk { reader.read() }
        survey = HostSurvey(root: configuration.root, programs: programs, asksDisks: configuration.asksDisks, now: now)
        probe = Mutex(HostProbe(id: id))
    }

    package var identity: HostIdentity { reader.identity() }

    /// Asks what takes long, until its task is cancelled.
    package func run() async { await survey.run() }

    /// Asks one such thing now.
    package func take(_ step: SurveyStep) async { await survey.take(step) }

    /// Nil when the machine's files have not come back within the deadline, as on a disk that hangs.
    package func look(at now: Timestamp, within deadline: Duration) async -> View? {
        guard let reading = await desk.read(within: deadline) else { return nil }
        let findings = survey.findings
        let host = probe.withLock { $0.observe(reading, findings, at: now) }
        return View(host: host, limitations: findings.orderedLimitations)
    }
}

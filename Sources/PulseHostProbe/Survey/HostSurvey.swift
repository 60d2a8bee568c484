package import PulseCore
import Synchronization

/// Asks a machine the things that take long, each at its own pace and beside each other. Nobody waits for it: whoever looks gets what is known.
package final class HostSurvey: Sendable {
    private struct State {
        var schedule: SurveySchedule
        var findings = SurveyFindings()
    }

    private let files: FileTree
    private let programs: any ProgramRunning
    private let asksDisks: Bool
    private let now: @Sendable () -> Timestamp
    private let state: Mutex<State>

    /// - Parameter asksDisks: whether disks are asked for their SMART figures. They are listed in any case.
    package init(
        root: String = "/", programs: any ProgramRunning = ProgramRunner(), asksDisks: Bool = true, now: @escaping @Sendable () -> Timestamp
    ) {
        files = FileTree(root: root)
        self.programs = programs
        self.asksDisks = asksDisks
        self.now = now
        state = Mutex(State(schedule: SurveySchedule(SurveyStep.allCases, at: now())))
    }

    package var findings: SurveyFindings { state.withLock { $0.findings } }

    /// Until its task is cancelled.
    package func run() async {
        await withDiscardingTaskGroup { group in
            while !Task.isCancelled {
                for step in state.withLock({ $0.schedule.begin(at: now()) }) { group.addTask { await self.finish(step) } }
                let pause = state.withLock { $0.schedule.pause(at: now()) }
                try? await Task.sleep(for: pause)
            }
            group.cancelAll()
        }
    }

    private func finish(_ step: SurveyStep) async {
        await take(step)
        state.withLock { $0.schedule.finished(step, at: now()) }
    }

    /// Asks one thing now.
    package func take(_ step: SurveyStep) async {
        switch step {
        case .units: keep(await UnitSurvey(files: files, programs: programs).ask(), step) { $0.failedUnits = $1 }
        case .pools: keep(await PoolSurvey(files: files, programs: programs).ask(), step) { $0.pools = $1 }
        case .packages: keep(await PackageSurvey(files: files, programs: programs).ask(), step) { $0.packages = $1 }
        case .disks:
            let survey = DiskSurvey(files: files, programs: programs, mayAsk: asksDisks, before: findings.disks ?? [])
            keep(await survey.ask(now: now), step) { $0.disks = $1 }
        }
    }

    private func keep<Value: Sendable>(_ finding: Finding<Value>, _ step: SurveyStep, _ put: (inout SurveyFindings, Value?) -> Void) {
        // What was stopped because nobody looks any more says nothing.
        guard !Task.isCancelled else { return }
        state.withLock {
            put(&$0.findings, finding.value)
            $0.findings.limitations[step] = finding.limitation
        }
    }
}

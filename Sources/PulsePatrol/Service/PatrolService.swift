package import PulseCore
import Synchronization

/// The door of patrol: its findings, its runs, and the one run that may be under way.
///
/// Readers never wait for a run. What a person does is on the disk before it is answered.
package final class PatrolService: Sendable {
    package struct Parts: Sendable {
        package var checks: [Check]
        package var source: any EstateSource
        package var findings: any PatrolFile
        package var runs: any PatrolFile
        package var now: @Sendable () -> Timestamp
        package var newID: @Sendable () -> String
        /// Told of every step of a run.
        package var watcher: @Sendable (PatrolProgress) -> Void

        package init(
            checks: [Check] = CheckCatalogue.all, source: any EstateSource, findings: any PatrolFile, runs: any PatrolFile,
            now: @escaping @Sendable () -> Timestamp, newID: @escaping @Sendable () -> String,
            watcher: @escaping @Sendable (PatrolProgress) -> Void = { _ in }
        ) {
            (self.checks, self.source, self.findings, self.runs) = (checks, source, findings, runs)
            (self.now, self.newID, self.watcher) = (now, newID, watcher)
        }
    }

    struct State {
        var book: FindingBook
        var runs: [RunRecord]
        var planner: RunPlanner
        var progress: PatrolProgress?
        var cancel: (@Sendable () -> Void)?
        var troubles: [String]
    }

    let parts: Parts
    let state: Mutex<State>
    /// Held while a change is made and written, so that files have the order of changes. Readers do not take it.
    private let writing = Mutex(())

    /// Reads both files. What cannot be read is set aside and told as trouble.
    package init(_ parts: Parts) throws {
        self.parts = parts
        let findings = try ReadDocument<FindingsDocument>(
            parts.findings, version: \.version, newest: FindingsDocument.version, lost: FindingsDocument.lost)
        let runs = try ReadDocument<RunsDocument>(parts.runs, version: \.version, newest: RunsDocument.version, lost: RunsDocument.lost)
        let history = runs.content?.runs ?? []
        let last = history.last { !$0.isScoped && $0.problem == nil }?.startedAt
        let schedule = findings.content.flatMap { PatrolSchedule(minutes: $0.interval) } ?? .usual
        state = Mutex(
            State(
                book: FindingBook(findings: findings.content?.findings ?? [], rules: findings.content?.rules ?? []), runs: history,
                planner: RunPlanner(schedule: schedule, last: last, started: parts.now()),
                troubles: [findings.trouble, runs.trouble].compactMap { $0 }))
    }

    package var checks: [Check] { parts.checks }
    package var book: FindingBook { state.withLock { $0.book } }
    /// Oldest first.
    package var runs: [RunRecord] { state.withLock { $0.runs } }
    package var schedule: PatrolSchedule { state.withLock { $0.planner.schedule } }
    package var nextRun: Timestamp? { state.withLock { $0.planner.next } }
    package var progress: PatrolProgress? { state.withLock { $0.progress } }
    /// What an operator has to know: files that were set aside or could not be written.
    package var troubles: [String] { state.withLock { $0.troubles } }

    /// Changes findings or rules, and answers when it is on the disk. Nothing changes when it cannot be written.
    package func change<Result>(_ body: (inout FindingBook) throws -> Result) throws -> Result {
        try writing.withLock { _ in
            var book = self.book
            let result = try body(&book)
            try write(book, schedule)
            state.withLock { $0.book = book }
            return result
        }
    }

    package func setSchedule(_ schedule: PatrolSchedule) throws {
        try writing.withLock { _ in
            try write(book, schedule)
            state.withLock { $0.planner.schedule = schedule }
        }
    }

    /// Something happened that is worth a look.
    package func happened(_ what: String, to resources: Set<ResourceID>) {
        state.withLock { $0.planner.happened(what, to: resources, at: parts.now()) }
    }

    func keep(_ record: RunRecord) {
        let runs = state.withLock { state in
            state.runs = (state.runs + [record]).suffix(RunsDocument.limit)
            return state.runs
        }
        do { try parts.runs.write(RunsDocument(runs: runs)) } catch {
            trouble("The run could not be written to \(parts.runs.name): \(Self.words(error))")
        }
    }

    func trouble(_ sentence: String) {
        state.withLock { $0.troubles = ($0.troubles.filter { $0 != sentence } + [sentence]).suffix(10) }
    }

    static func words(_ error: any Error) -> String { (error as? any SentenceError)?.sentence ?? "\(error)".printable() }

    private func write(_ book: FindingBook, _ schedule: PatrolSchedule) throws {
        let findings = book.findings.values.sorted { $0.id < $1.id }
        try parts.findings.write(FindingsDocument(findings: findings, rules: book.rules, interval: schedule.minutes))
    }
}

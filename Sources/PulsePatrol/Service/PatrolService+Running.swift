import PulseCore
import Synchronization

extension PatrolService {
    /// Runs what is due. Called every few seconds; a second call while a run is under way does nothing.
    package func runIfDue() async {
        guard let order = state.withLock({ $0.planner.due(at: parts.now()) }) else { return }
        await perform(order)
    }

    /// Makes a run the next thing that is due. False when one is under way already.
    package func ask(by person: String?, _ scope: RunScope = .everything) -> Bool { state.withLock { $0.planner.ask(by: person, scope) } }

    package var isRunning: Bool { state.withLock { $0.planner.isBusy } }

    /// False when nothing runs.
    package func cancel() -> Bool {
        guard let cancel = state.withLock({ $0.cancel }) else { return false }
        cancel()
        return true
    }

    private func perform(_ order: RunPlanner.Order) async {
        var record = RunRecord(id: parts.newID(), order.trigger, by: order.by, isScoped: order.scope != .everything, startedAt: parts.now())
        do {
            let (estate, outcome) = try await cancellable { [record] in try await self.look(order.scope, record) }
            do { try take(outcome, estate, &record) } catch {
                record.problem =
                    "What it saw could not be kept. \(Self.words(error)) Check that Pulse may write its data directory and that its disk has "
                    + "room, then have patrol run again. Findings are as they were."
            }
        } catch is CancellationError {
            (record.status, record.problem) = (.cancelled, "The run was cancelled; findings are as they were.")
        } catch {
            record.problem = "The run ended without an outcome: \(Self.words(error))"
        }
        record.endedAt = parts.now()
        keep(record)
        state.withLock { state in
            state.planner.ended()
            (state.progress, state.cancel) = (nil, nil)
        }
        parts.watcher(PatrolProgress(ended: record))
    }

    private func look(_ scope: RunScope, _ record: RunRecord) async throws -> (Estate, RunOutcome) {
        let estate = try await parts.source.estate()
        let run = PatrolRun(checks: checks, source: parts.source) { [weak self] step in self?.show(PatrolProgress(record, step)) }
        return (estate, try await run.look(at: estate, scope))
    }

    private func show(_ progress: PatrolProgress) {
        state.withLock { $0.progress = progress }
        parts.watcher(progress)
    }

    private func take(_ outcome: RunOutcome, _ estate: Estate, _ record: inout RunRecord) throws {
        let links = Correlator(outcome.candidates, in: estate.topology).links(for: outcome.candidates)
        let known = Set(checks.map(\.code))
        let (changes, book) = try change { book in (book.take(outcome, links, estate: estate, known: known), book) }
        record.write(outcome, changes, book, at: parts.now())
    }

    /// Runs `body` so that `cancel` ends it.
    private func cancellable<Result: Sendable>(_ body: @escaping @Sendable () async throws -> Result) async throws -> Result {
        let (stops, stop) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        state.withLock { $0.cancel = { stop.yield() } }
        return try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                for await _ in stops { throw CancellationError() }
                return nil
            }
            defer { group.cancelAll() }
            guard let result = try await group.next(), let result else { throw CancellationError() }
            return result
        }
    }
}

import PulseCore

/// Asks every check of every resource it concerns. Resources go through in batches, so that no more history is in memory than one batch needs.
///
/// The same estate and history give the same outcome, in the same order. A check that throws something unforeseen is left out of the rest of the run.
package struct PatrolRun: Sendable {
    /// Resources whose history is read at a time, and series: a machine with dozens of sensors has as many as many guests.
    static let batch = 200
    static let seriesLimit = 3000

    private let checks: [Check]
    private let checksByKind: [ResourceKind: [Check]]
    private let wishes: [ResourceKind: HistoryWish]
    /// By the code of a check.
    private let ownWishes: [String: HistoryWish]
    private let source: any EstateSource
    private let progress: @Sendable (RunStep) -> Void

    package init(checks: [Check], source: any EstateSource, progress: @escaping @Sendable (RunStep) -> Void = { _ in }) {
        let ordered = checks.sorted { $0.code < $1.code }
        (self.checks, self.source, self.progress) = (ordered, source, progress)
        let kinds = ordered.reduce(into: Set<ResourceKind>()) { $0.formUnion($1.kinds) }
        checksByKind = Dictionary(uniqueKeysWithValues: kinds.map { kind in (kind, ordered.filter { $0.kinds.contains(kind) }) })
        wishes = checksByKind.mapValues { HistoryWish($0) }
        ownWishes = Dictionary(uniqueKeysWithValues: ordered.map { ($0.code, HistoryWish([$0])) })
    }

    /// - Throws: `CancellationError`, and what reading the estate throws. History that cannot be read makes its checks not evaluable.
    @concurrent
    package func look(at estate: Estate, _ scope: RunScope = .everything) async throws -> RunOutcome {
        var outcome = RunOutcome(at: estate.now)
        let all = estate.fleet.sorted(Set(checksByKind.keys))
        let resources = chosen(from: all, estate, scope)
        outcome.isWhole = resources.count == all.count
        progress(RunStep(done: 0, total: resources.count))
        var rest = resources[...]
        while !rest.isEmpty {
            try Task.checkCancellation()
            let batch = nextBatch(of: rest)
            await look(at: batch, estate, &outcome)
            rest = rest[batch.endIndex...]
            let kinds = Set(batch.map(\.id.kind)).sorted { $0.rawValue < $1.rawValue }
            progress(RunStep(done: batch.endIndex, total: resources.count, kinds: kinds, conditions: outcome.candidates.count))
        }
        outcome.checks = Set(checks.map(\.code)).subtracting(outcome.failures.keys)
        Repetition.settle(&outcome)
        outcome.candidates.sort { $0.identity < $1.identity }
        return outcome
    }

    private func nextBatch(of rest: ArraySlice<Resource>) -> ArraySlice<Resource> {
        var series = 0
        let end = rest.prefix(Self.batch).firstIndex { resource in
            series += wishes[resource.id.kind]?.count(of: resource) ?? 0
            return series > Self.seriesLimit
        }
        return rest[rest.startIndex..<max(end ?? min(rest.startIndex + Self.batch, rest.endIndex), rest.startIndex + 1)]
    }

    private func chosen(from all: [Resource], _ estate: Estate, _ scope: RunScope) -> [Resource] {
        guard case .resources(let wanted) = scope else { return all }
        return all.filter { wanted.contains($0.id) || !wanted.isDisjoint(with: estate.topology.path(from: $0.id)) }
    }

    /// Most checks see by what is so now that nothing is wrong. Only of the others is history read, and they are asked again.
    private func look(at batch: ArraySlice<Resource>, _ estate: Estate, _ outcome: inout RunOutcome) async {
        var open: [Question] = []
        for resource in batch {
            outcome.resources.insert(resource.id)
            outcome.coverage[resource.id.kind, default: 0] += 1
            open += (checksByKind[resource.id.kind] ?? []).map { Question(check: $0, resource: resource) }
        }
        var past = Past()
        // Every round reads series that were not read before, or not as far back, and a check asks for few.
        while !open.isEmpty {
            var wanted: [SeriesKey: Int] = [:]
            open = open.filter { isOpen($0, estate, past, &wanted, &outcome) }
            guard let problem = await read(wanted, estate, into: &past) else { continue }
            outcome.unjudged += open.map { Unjudged(check: $0.check.code, resource: $0.resource.id, instance: nil, reason: problem) }
            return
        }
    }

    private struct Question {
        let check: Check
        let resource: Resource
    }

    private struct Past {
        var hours: [SeriesKey: HourlySeries] = [:]
        /// So many hours of each were read.
        var lengths: [SeriesKey: Int] = [:]
    }

    /// True of a question whose answer has to wait for history.
    private func isOpen(
        _ question: Question, _ estate: Estate, _ past: Past, _ wanted: inout [SeriesKey: Int], _ outcome: inout RunOutcome
    ) -> Bool {
        let (check, asks) = (question.check, HistoryAsks())
        guard outcome.failures[check.code] == nil else { return false }
        let look = Look(question.resource, in: estate, hours: past.hours, lengths: past.lengths, asks: asks)
        let answer = Result { try check.decide(look) }
        guard asks.series.isEmpty else {
            // What it is going to ask for next comes with it.
            for key in ownWishes[check.code]?.series(of: question.resource) ?? [] { wanted[key] = wanted[key] ?? 0 }
            wanted.merge(asks.series) { max($0, $1) }
            return true
        }
        note(answer, check, look, &outcome)
        return false
    }

    private func note(_ answer: Result<Answer, any Error>, _ check: Check, _ look: Look, _ outcome: inout RunOutcome) {
        do {
            let answer = try answer.get()
            outcome.judged += 1
            outcome.candidates += answer.raised.map { Candidate(check: check, resource: look.resource, raised: $0) }
            outcome.unjudged += answer.hidden.map { Unjudged(check: check.code, resource: look.id, instance: $0.instance, reason: $0.reason) }
        } catch let reason as NotEvaluable {
            outcome.unjudged.append(Unjudged(check: check.code, resource: look.id, instance: nil, reason: reason.reason))
        } catch {
            outcome.failures[check.code] = "\(error)".printable()
            outcome.candidates.removeAll { $0.check.code == check.code }
            outcome.unjudged.removeAll { $0.check == check.code }
        }
    }

    /// In hours, at least. A check may ask for a series of another resource than the one it looks at, which none of its own kind's checks reads.
    private func length(of key: SeriesKey) -> Int {
        wishes[key.resource.kind]?.hours(of: key) ?? wishes.values.compactMap { $0.hours(of: key) }.max() ?? 0
    }

    /// - Returns: a sentence when history could not be read.
    private func read(_ wanted: [SeriesKey: Int], _ estate: Estate, into past: inout Past) async -> String? {
        let keys = wanted.filter { key, hours in past.lengths[key].map { $0 < hours } ?? true }.keys.sorted()
        let byLength = Dictionary(grouping: keys) { max(length(of: $0), wanted[$0] ?? 0) }
        do {
            for (length, keys) in byLength.sorted(by: { $0.key < $1.key }) where length > 0 {
                past.hours.merge(try await source.hours(keys, from: estate.now - .seconds(length * 3600), to: estate.now)) { _, new in new }
            }
        } catch {
            return "History could not be read: \((error as? any SentenceError)?.sentence ?? "\(error)")."
        }
        // What nobody has is known to be nothing.
        for key in keys where past.hours[key] == nil { past.hours[key] = HourlySeries([]) }
        for (length, keys) in byLength { for key in keys { past.lengths[key] = length } }
        return nil
    }
}

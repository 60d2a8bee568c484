import PulseCore

/// Asks every check of every resource it concerns. Resources go through in batches, so that no more history is in memory than one batch needs.
///
/// The same estate and history give the same outcome, in the same order. A check that throws something unforeseen is left out of the rest of the run.
package struct PatrolRun: Sendable {
    /// Resources whose history is read at a time.
    static let batch = 200

    private let checks: [Check]
    private let checksByKind: [ResourceKind: [Check]]
    /// The longest stretch of each metric, in hours, that any check of a kind needs.
    private let hoursByKind: [ResourceKind: [Metric: Int]]
    private let source: any EstateSource
    private let progress: @Sendable (RunStep) -> Void

    package init(checks: [Check], source: any EstateSource, progress: @escaping @Sendable (RunStep) -> Void = { _ in }) {
        let ordered = checks.sorted { $0.code < $1.code }
        (self.checks, self.source, self.progress) = (ordered, source, progress)
        let kinds = ordered.reduce(into: Set<ResourceKind>()) { $0.formUnion($1.kinds) }
        checksByKind = Dictionary(uniqueKeysWithValues: kinds.map { kind in (kind, ordered.filter { $0.kinds.contains(kind) }) })
        hoursByKind = checksByKind.mapValues(Self.longestHours)
    }

    /// - Throws: `CancellationError`, and what reading the estate throws. History that cannot be read makes its checks not evaluable.
    @concurrent
    package func look(at estate: Estate, _ scope: RunScope = .everything) async throws -> RunOutcome {
        var outcome = RunOutcome(at: estate.now)
        let resources = chosen(estate, scope)
        progress(RunStep(done: 0, total: resources.count))
        for start in stride(from: 0, to: resources.count, by: Self.batch) {
            try Task.checkCancellation()
            let batch = resources[start..<min(start + Self.batch, resources.count)]
            await look(at: batch, estate, &outcome)
            let kinds = Set(batch.map(\.id.kind)).sorted { $0.rawValue < $1.rawValue }
            progress(RunStep(done: batch.endIndex, total: resources.count, kinds: kinds, conditions: outcome.candidates.count))
        }
        outcome.checks = Set(checks.map(\.code)).subtracting(outcome.failures.keys)
        Repetition.settle(&outcome)
        outcome.candidates.sort { $0.identity < $1.identity }
        return outcome
    }

    private func chosen(_ estate: Estate, _ scope: RunScope) -> [Resource] {
        let all = estate.fleet.sorted(Set(checksByKind.keys))
        guard case .resources(let wanted) = scope else { return all }
        return all.filter { wanted.contains($0.id) || !wanted.isDisjoint(with: estate.topology.path(from: $0.id)) }
    }

    private func look(at batch: ArraySlice<Resource>, _ estate: Estate, _ outcome: inout RunOutcome) async {
        let (hours, problem) = await history(of: batch, estate)
        for resource in batch {
            outcome.resources.insert(resource.id)
            outcome.coverage[resource.id.kind, default: 0] += 1
            let look = Look(resource, in: estate, hours: hours)
            for check in checksByKind[resource.id.kind] ?? [] where outcome.failures[check.code] == nil {
                if let problem, check.readsHistory {
                    outcome.unjudged.append(Unjudged(check: check.code, resource: resource.id, instance: nil, reason: problem))
                } else {
                    judge(check, look, &outcome)
                }
            }
        }
    }

    private func judge(_ check: Check, _ look: Look, _ outcome: inout RunOutcome) {
        do {
            let answer = try check.decide(look)
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

    private func history(of batch: ArraySlice<Resource>, _ estate: Estate) async -> ([SeriesKey: HourlySeries], problem: String?) {
        var wanted: [Int: [SeriesKey]] = [:]
        for resource in batch {
            for (metric, hours) in hoursByKind[resource.id.kind] ?? [:] where resource.metrics[metric] != nil {
                wanted[hours, default: []].append(SeriesKey(resource.id, metric))
            }
        }
        var found: [SeriesKey: HourlySeries] = [:]
        do {
            for (hours, keys) in wanted.sorted(by: { $0.key < $1.key }) {
                found.merge(try await source.hours(keys, from: estate.now - .seconds(hours * 3600), to: estate.now)) { _, new in new }
            }
        } catch {
            return ([:], "History could not be read: \((error as? any SentenceError)?.sentence ?? "\(error)").")
        }
        return (found, nil)
    }

    private static func longestHours(_ checks: [Check]) -> [Metric: Int] {
        var longest: [Metric: Int] = [:]
        for case .history(let metric, let hours) in checks.flatMap(\.needs) { longest[metric] = max(longest[metric] ?? 0, hours) }
        return longest
    }
}

extension Check {
    var readsHistory: Bool {
        needs.contains { if case .history = $0 { true } else { false } }
    }
}

import PulseCore
import PulsePatrol

/// All checks over all resources of one world. What the product does beside it (limits, correlation, files) is not judged here.
struct Patrol {
    /// What one check said of one resource.
    struct Said {
        let code: String
        let resource: ResourceID
        let answer: Answer
    }

    let checks: [Check]
    let estate: Estate
    let figures: Figures
    let cache: HourCache

    func run() -> [Said] {
        let resources = Dictionary(grouping: estate.fleet.sorted(), by: \.id.kind)
        let series = Dictionary(grouping: figures.signals.keys.sorted(), by: \.resource)
        return checks.flatMap { check in
            check.kinds.sorted { $0.rawValue < $1.rawValue }.flatMap { resources[$0] ?? [] }.map { resource in
                let look = Look(resource, in: estate, hours: hours(check, series[resource.id] ?? []))
                return Said(code: check.code, resource: resource.id, answer: answer(check, look))
            }
        }
    }

    /// A check that throws could not judge.
    private func answer(_ check: Check, _ look: Look) -> Answer {
        do {
            return try check.decide(look)
        } catch let error as NotEvaluable {
            return .hidden(error.reason)
        } catch {
            return .hidden("The check failed: \(error)")
        }
    }

    private func hours(_ check: Check, _ keys: [SeriesKey]) -> [SeriesKey: HourlySeries] {
        var wanted: [Metric: Int] = [:]
        for case .history(let metric, let hours) in check.needs { wanted[metric] = max(hours, wanted[metric] ?? 0) }
        guard !wanted.isEmpty else { return [:] }
        return keys.reduce(into: [:]) { found, key in
            guard let hours = wanted[key.metric] else { return }
            found[key] = figures.hours(key, from: estate.now - .seconds(hours * 3600), to: estate.now, cache)
        }
    }
}

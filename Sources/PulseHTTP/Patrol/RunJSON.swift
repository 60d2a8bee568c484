import PulseCore
import PulsePatrol

/// A run in the form of v5's run history, with milliseconds where v5 had nanoseconds by mistake. Counts are of everything, names of nothing.
struct RunJSON {
    let record: RunRecord
    /// Ids of findings that the reader may see.
    let shows: (String) -> Bool
    /// Reasons may name things of any source.
    let showsReasons: Bool

    static let namelessProblem = "The run had no outcome."

    func write(_ json: inout JSONWriter) {
        json.object { json in
            json.name("id"); json.string(record.id)
            json.name("type"); json.string("patrol")
            json.name("trigger"); json.string(record.trigger.rawValue)
            if showsReasons, let by = record.by { json.name("triggered_by"); json.string(by) }
            json.name("started_at"); json.time(record.startedAt)
            json.name("completed_at"); json.time(record.endedAt)
            json.name("duration_ms"); json.integer(record.duration.wholeMilliseconds)
            json.name("status"); json.string(record.status.rawValue)
            json.name("scoped"); json.bool(record.isScoped)
            coverage(&json)
            json.name("checks_run"); json.integer(record.checks)
            json.name("judged"); json.integer(record.judged)
            unjudged(&json)
            findings(&json)
            if let problem = record.problem { json.name("problem"); json.string(showsReasons ? problem : Self.namelessProblem) }
        }
    }

    private func coverage(_ json: inout JSONWriter) {
        json.name("resources_checked"); json.integer(record.resources)
        json.name("nodes_checked"); json.integer(count(.node))
        json.name("guests_checked"); json.integer(count(.guest))
        json.name("docker_checked"); json.integer(count(.container, .swarmService))
        json.name("storage_checked"); json.integer(count(.storage, .pool))
        json.name("hosts_checked"); json.integer(count(.host))
        json.name("pbs_checked"); json.integer(count(.datastore))
        json.name("kubernetes_checked")
        json.integer(record.coverage.filter { $0.key.hasPrefix("k8s-") }.values.reduce(0, +))
        json.name("coverage")
        json.object { json in
            for (kind, count) in record.coverage.sorted(by: { $0.key < $1.key }) { json.name(data: kind); json.integer(count) }
        }
    }

    private func count(_ kinds: ResourceKind...) -> Int { kinds.reduce(0) { $0 + (record.coverage[$1.rawValue] ?? 0) } }

    private func unjudged(_ json: inout JSONWriter) {
        json.name("not_evaluable"); json.integer(record.unjudgedTotal)
        json.name("not_evaluable_reasons")
        json.array(showsReasons ? record.unjudged : []) { json, reason in
            json.object { json in
                json.name("check"); json.string(reason.check)
                json.name("reason"); json.string(reason.reason)
                json.name("count"); json.integer(reason.count)
            }
        }
        json.name("failures")
        json.array(record.failures.sorted { $0.key < $1.key }) { json, failure in
            json.object { json in
                json.name("check"); json.string(failure.key)
                json.name("error"); json.string(showsReasons ? failure.value : "It failed.")
            }
        }
        json.name("error_count"); json.integer(record.failures.count + (record.problem == nil ? 0 : 1))
    }

    private func findings(_ json: inout JSONWriter) {
        json.name("new_findings"); json.integer(record.new.count)
        json.name("existing_findings"); json.integer(record.existing)
        json.name("resolved_findings"); json.integer(record.resolved.count)
        json.name("regressed_findings"); json.integer(record.regressed.count)
        json.name("suppressed_findings"); json.integer(record.hiddenByRules)
        json.name("findings_summary"); json.string(record.findingsSummary)
        json.name("finding_ids"); json.array((record.new + record.regressed).filter(shows)) { $0.string($1) }
        json.name("resolved_ids"); json.array(record.resolved.filter(shows)) { $0.string($1) }
    }
}

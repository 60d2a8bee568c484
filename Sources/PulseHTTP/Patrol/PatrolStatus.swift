import PulseAccess
import PulseCore
import PulsePatrol

/// `GET /api/ai/patrol/status`
struct PatrolStatus {
    let patrol: PatrolService
    let view: PatrolView
    let licence: LicenceStatus

    var bytes: [UInt8] {
        var json = JSONWriter()
        json.object { json in
            schedule(&json)
            lastRun(&json)
            counts(&json)
            licensing(&json)
            json.name("progress")
            patrol.progress.write(into: &json) { $0.write(into: &$1) }
            json.name("checks"); json.integer(patrol.checks.count)
            json.name("troubles"); json.array(view.visibility.isLimited ? [] : patrol.troubles) { $0.string($1) }
        }
        return json.bytes
    }

    private func schedule(_ json: inout JSONWriter) {
        let (last, minutes) = (patrol.runs.last { !$0.isScoped }, patrol.schedule.minutes)
        json.name("running"); json.bool(patrol.isRunning)
        json.name("enabled"); json.bool(minutes > 0)
        if let last { json.name("last_patrol_at"); json.time(last.startedAt) }
        if let next = patrol.nextRun { json.name("next_patrol_at"); json.time(next) }
        json.name("last_duration_ms"); json.integer(last?.duration.wholeMilliseconds ?? 0)
        json.name("resources_checked"); json.integer(last?.resources ?? 0)
        json.name("interval_ms"); json.integer(minutes * 60_000)
        json.name("interval_minutes"); json.integer(minutes)
    }

    /// How the last run ended, of whatever scope. Why it has no outcome may name things of any source.
    private func lastRun(_ json: inout JSONWriter) {
        guard let last = patrol.runs.last else { return }
        json.name("last_run")
        json.object { json in
            json.name("id"); json.string(last.id)
            json.name("status"); json.string(last.status.rawValue)
            json.name("started_at"); json.time(last.startedAt)
            json.name("failed_checks"); json.integer(last.failures.count)
            if let problem = last.problem { json.name("problem"); json.string(view.visibility.isLimited ? RunJSON.namelessProblem : problem) }
        }
    }

    private func counts(_ json: inout JSONWriter) {
        let counts = view.tally(by: \.severity)
        json.name("findings_count"); json.integer(counts.values.reduce(0, +))
        json.name("healthy"); json.bool(counts.keys.allSatisfy { $0 == .info })
        json.name("summary"); write(counts, &json)
        json.name("suppressed_summary"); write(view.tally(by: \.severity, suppressed: true), &json)
    }

    private func write(_ counts: [FindingSeverity: Int], _ json: inout JSONWriter) {
        json.object { json in
            for severity in FindingSeverity.allCases.reversed() {
                json.name(data: severity.rawValue); json.integer(counts[severity] ?? 0)
            }
        }
    }

    private func licensing(_ json: inout JSONWriter) {
        let isLicensed = licence.features.contains(.aiPatrol)
        json.name("license_required"); json.bool(!isLicensed)
        json.name("license_status"); json.string(licence.state.name)
        if !isLicensed { json.name("upgrade_url"); json.string(APIError.upgradeURL) }
    }
}

extension PatrolProgress {
    func write(into json: inout JSONWriter) {
        json.object { json in
            json.name("run"); json.string(run)
            json.name("phase"); json.string(phase.name)
            json.name("started_at"); json.time(startedAt)
            json.name("done"); json.integer(step.done)
            json.name("total"); json.integer(step.total)
        }
    }
}

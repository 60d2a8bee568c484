import PulseCore

/// A finding out of a reason that the backup board gives for a datastore: the decision is the board's, the words and the severity are ours.
struct DatastoreReason: Sendable {
    /// The board's.
    let code: String
    let severity: FindingSeverity
    let title: String
    /// What the board sees, as half a sentence: `a prune job's last run failed`.
    let when: String
    /// With names in the place of `STORE` and `JOB`.
    let advice: String
    /// Needs the list of jobs to be today's.
    var isOfJobs = true

    func check(_ code: String, key: String, why: String, role: CausalRole = CausalRole(symptoms: [.jobFails])) -> Check {
        Check(
            code, key: key, title, .backup, on: [.datastore], needs: isOfJobs ? [.backups, .ledger("jobs of the datastore")] : [.backups],
            page: CheckPage(
                why: why,
                decides: "\(severity.atStart) when \(when), as the backup board decides it (docs/backups.md)."
                    + (isOfJobs ? " Not while its jobs cannot be read." : ""), advice: advice),
            role: role, decide: judge)
    }

    private func judge(_ look: Look) throws -> Answer {
        guard look.resource.state.status != .unknown else { throw NotEvaluable("The backup server does not answer at the moment.") }
        if isOfJobs { _ = try look.told(look.ledger?.datastoreJobs, "Its jobs") }
        guard let reasons = look.estate.backups.datastores[look.id] else { throw NotEvaluable("The backup board has not looked at it yet.") }
        return Answer(raised: reasons.filter { $0.code == code }.map { raised($0, look) })
    }

    private func raised(_ reason: BackupOutlook.Reason, _ look: Look) -> Raised {
        let job = reason.references.first { $0.kind == "job" }?.id
        let items = reason.references.map { Evidence.record(look.id, $0.kind, $0.id, reason.sentence) }
        return Raised(
            instance: job ?? "", severity, title, description: "\(look.name): \(reason.sentence)",
            recommendation: advice.replacing("STORE", with: look.name).replacing("JOB", with: job ?? "job"), evidence: reason.sentence,
            items: items.isEmpty ? [.fact(look.id, code, reason.sentence)] : items)
    }
}

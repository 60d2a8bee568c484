package import PulseCore

/// What can be said of a guest's backups, worst first.
package enum BackupVerdict: String, Hashable, Sendable, CaseIterable, Comparable {
    /// Every place a backup could be in was read, and there is none that is worth restoring.
    case unprotected
    /// There is something to restore from or a reason to wait, and something to look into.
    case attention
    /// A place where a backup could be can't be read, and what can be read does not decide it. Never the same as unprotected.
    case unknown
    /// A good backup stands in a named place, as new as the guest's own schedule asks for.
    case protected

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    package static func < (left: BackupVerdict, right: BackupVerdict) -> Bool { left.rank < right.rank }
}

/// Why a verdict is what it is. The raw value is what interfaces carry; docs/backups.md explains each.
package enum BackupReasonCode: String, Hashable, Sendable, CaseIterable {
    // Unprotected
    case neverBackedUp = "never_backed_up"
    case noGoodBackup = "no_good_backup"
    case lapsed
    // Attention
    case late
    case old
    case noJob = "no_job"
    case jobDisabled = "job_disabled"
    case taskFailed = "task_failed"
    case verificationFailed = "verification_failed"
    case incomplete
    case disksExcluded = "disks_excluded"
    case templateWithoutBackup = "template_without_backup"
    case waitsForFirstRun = "waits_for_first_run"
    case placeInMaintenance = "place_in_maintenance"
    // Unknown
    case placeHidden = "place_hidden"
    case sourceSilent = "source_silent"
    case privilegeMissing = "privilege_missing"
    case jobsHidden = "jobs_hidden"
    case ambiguous
    // Notes that change no verdict
    case templateUnchanging = "template_unchanging"
    case stoppedUnchanged = "stopped_unchanged"
    case scheduleNotUnderstood = "schedule_not_understood"
    case taskUnread = "task_unread"
    case taskWarnings = "task_warnings"
    case running
    case neverVerified = "never_verified"
    case otherName = "other_name"
    case numberReused = "number_reused"
}

/// Something that a reason can be checked against.
package struct BackupEvidence: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable {
        case archive
        case job
        case task
        case place
        case disk
        case source
        case guest
    }

    package let kind: Kind
    /// A volume, a UPID, the id of a job or a resource …
    package let reference: String

    package init(_ kind: Kind, _ reference: String) {
        self.kind = kind
        self.reference = reference
    }
}

/// One reason, said for a person, with what it rests on.
package struct BackupReason: Hashable, Sendable {
    package let code: BackupReasonCode
    /// The verdict that this reason alone would lead to; `protected` for a note.
    package let weight: BackupVerdict
    package let sentence: String
    package let nextStep: String?
    package let evidence: [BackupEvidence]
    /// When it happened, if it is something that happened.
    package let at: Timestamp?

    package init(
        _ code: BackupReasonCode, _ weight: BackupVerdict, _ sentence: String, nextStep: String? = nil, evidence: [BackupEvidence] = [],
        at: Timestamp? = nil
    ) {
        self.code = code
        self.weight = weight
        self.sentence = sentence
        self.nextStep = nextStep
        self.evidence = evidence
        self.at = at
    }
}

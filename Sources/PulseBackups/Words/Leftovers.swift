package import PulseCore

/// Backups that are no guest's on the board, of one number in one place.
package struct LeftoverBackups: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// There is no such guest any more, or its number is another guest's now.
        case orphan
        /// More than one guest could be meant, and nothing proves which.
        case ambiguous
        /// The guests of a cluster that it may be from are not known at the moment.
        case undecided
        /// Of a physical machine or a directory tree.
        case host
    }

    package let kind: Kind
    package let type: BackupType
    package let backupID: String
    package let place: BackupPlace
    /// Every listing that it is in, for limits on who sees what.
    package let places: [BackupPlace]
    package let count: Int
    /// Before deduplication.
    package let bytes: Int64
    package let newest: Timestamp
    /// What the newest one's comment says, which mostly is the guest's name.
    package let note: String?
    /// The guests that could be meant, or the one that uses the number now.
    package let candidates: [ResourceID]
}

/// How a datastore of a backup server is cared for.
package struct DatastoreCare: Hashable, Sendable, Identifiable {
    package enum Condition: String, Hashable, Sendable, CaseIterable {
        case attention
        case unknown
        case healthy
    }

    package enum Code: String, Hashable, Sendable, CaseIterable {
        case maintenance, unreadable
        case nearlyFull = "nearly_full"
        case fullSoon = "full_soon"
        case badChunks = "bad_chunks"
        case verifyFailed = "verify_failed"
        case verifyLate = "verify_late"
        case noVerifyJob = "no_verify_job"
        case failedVerification = "failed_verification"
        case collectionFailed = "collection_failed"
        case collectionLate = "collection_late"
        case syncFailed = "sync_failed"
        case syncLate = "sync_late"
        case pruneFailed = "prune_failed"
        case tapeFailed = "tape_failed"
        case jobsHidden = "jobs_hidden"
        case placeHidden = "place_hidden"
    }

    package struct Finding: Hashable, Sendable {
        package let code: Code
        package let condition: Condition
        package let sentence: String
        package let evidence: [BackupEvidence]
    }

    package let id: ResourceID
    package let condition: Condition
    package let findings: [Finding]
    package let archives: Int
    package let failedArchives: Int
    package let verifiedAt: Timestamp?
}

/// What can truly be said of backups, for those who are not PulseBackups itself. The verdicts and reasons are those of its board, not reckoned anew.
package struct BackupOutlook: Sendable {
    package struct Reason: Sendable, Hashable {
        /// The board's code: `never_backed_up`, `late`, `task_failed`, `verify_late` …; docs/backups.md has them all.
        package let code: String
        package let sentence: String
        package let nextStep: String?
        /// What it can be checked against: a kind (`archive`, `job`, `task`, `place`, `disk`) and its own id.
        package let references: [Reference]
        /// When it happened, if it is something that happened: the end of the task that failed.
        package let at: Timestamp?

        package init(code: String, sentence: String, nextStep: String? = nil, references: [Reference] = [], at: Timestamp? = nil) {
            (self.code, self.sentence, self.nextStep, self.references, self.at) = (code, sentence, nextStep, references, at)
        }
    }

    package struct Reference: Sendable, Hashable {
        package let kind: String
        package let id: String

        package init(_ kind: String, _ id: String) { (self.kind, self.id) = (kind, id) }
    }

    package struct Guest: Sendable, Hashable {
        /// `protected`, `attention`, `unprotected`, `unknown`: the board's word.
        package let verdict: String
        package let reasons: [Reason]
        package let lastGoodAt: Timestamp?

        package init(verdict: String, reasons: [Reason], lastGoodAt: Timestamp?) {
            (self.verdict, self.reasons, self.lastGoodAt) = (verdict, reasons, lastGoodAt)
        }
    }

    /// Archives of something that no longer exists, or that no guest can be named for.
    package struct Leftover: Sendable, Hashable {
        /// The board's word: `deleted_guest` …
        package let kind: String
        package let backupID: String
        package let place: BackupPlace
        package let count: Int
        package let bytes: Int64
        package let newest: Timestamp

        package init(kind: String, backupID: String, place: BackupPlace, count: Int, bytes: Int64, newest: Timestamp) {
            (self.kind, self.backupID, self.place) = (kind, backupID, place)
            (self.count, self.bytes, self.newest) = (count, bytes, newest)
        }
    }

    package var guests: [ResourceID: Guest]
    /// Reasons that want attention or are unknown; a datastore without any is well cared for.
    package var datastores: [ResourceID: [Reason]]
    package var leftovers: [Leftover]
    /// The datastores that storages of Proxmox VE lead to, where Pulse asks their server too.
    package var behind: [ResourceID: ResourceID]

    package init(
        guests: [ResourceID: Guest] = [:], datastores: [ResourceID: [Reason]] = [:], leftovers: [Leftover] = [],
        behind: [ResourceID: ResourceID] = [:]
    ) {
        (self.guests, self.datastores, self.leftovers, self.behind) = (guests, datastores, leftovers, behind)
    }
}

/// A task of a node: a backup, a migration, an update.
package struct TaskRecord: Hashable, Sendable {
    /// Proxmox's UPID.
    package var id: String
    package var node: String
    /// `vzdump`, `qmigrate`, `garbage_collection` …
    package var type: String
    /// What it is about: a vmid, a datastore, a job; nil when Proxmox says nothing.
    package var subject: String?
    package var user: String?
    package var startedAt: Timestamp
    package var endedAt: Timestamp?
    package var outcome: WorkOutcome
    /// The last lines of the log of one that failed, oldest first.
    package var lastLines: [String]?
    /// The guests a backup task has worked on, as its log tells, with what became of each; nil when the log was not read.
    package var guests: [GuestResult]?

    package struct GuestResult: Hashable, Sendable {
        package var vmid: Int
        package var outcome: WorkOutcome
        package var duration: Duration?
        package var size: Int64?

        package init(vmid: Int, outcome: WorkOutcome) {
            self.vmid = vmid
            self.outcome = outcome
        }
    }

    package init(id: String, node: String, type: String, startedAt: Timestamp, outcome: WorkOutcome) {
        self.id = id
        self.node = node
        self.type = type
        self.startedAt = startedAt
        self.outcome = outcome
    }
}

/// A snapshot of a guest, as opposed to a backup: it lies on the same disks.
package struct GuestSnapshot: Hashable, Sendable {
    package var name: String
    /// Nil of the entry Proxmox calls `current`, which is not listed, and when it doesn't say.
    package var at: Timestamp?
    package var parent: String?
    package var note: String?
    package var includesMemory: Bool?
    /// Bytes, where the storage tells (ZFS, LVM-thin do not through the interface).
    package var size: Int64?

    package init(name: String, at: Timestamp?) {
        self.name = name
        self.at = at
    }
}

/// A job that copies a guest's disks to another node every few minutes.
package struct ReplicationJob: Hashable, Sendable {
    package var id: String
    package var vmid: Int
    package var source: String?
    package var target: String
    package var schedule: String?
    package var isEnabled: Bool
    /// Nil when it never ran.
    package var lastSync: Timestamp?
    package var lastTry: Timestamp?
    package var nextSync: Timestamp?
    package var duration: Duration?
    package var failures: Int?
    package var error: String?
    package var comment: String?

    package init(id: String, vmid: Int, target: String, isEnabled: Bool) {
        self.id = id
        self.vmid = vmid
        self.target = target
        self.isEnabled = isEnabled
    }
}

/// A job or chore of a backup server with its last run.
package struct DatastoreJob: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case sync
        case prune
        case verify
        case garbageCollection = "garbage_collection"
        case tape
    }

    package var kind: Kind
    package var id: String
    package var datastore: String
    package var namespace: String?
    package var schedule: String?
    /// Of a sync job: the other side, and whether it is pulled or pushed.
    package var remote: String?
    package var isPush: Bool?
    /// Of a tape job: where it writes to, and the label of the tape it takes next, as the server guesses.
    package var pool: String?
    package var drive: String?
    package var nextTape: String?
    package var nextRun: Timestamp?
    /// Nil when it never ran.
    package var lastRunEndedAt: Timestamp?
    package var lastOutcome: WorkOutcome?
    package var lastDuration: Duration?
    package var comment: String?

    package init(kind: Kind, id: String, datastore: String) {
        self.kind = kind
        self.id = id
        self.datastore = datastore
    }
}

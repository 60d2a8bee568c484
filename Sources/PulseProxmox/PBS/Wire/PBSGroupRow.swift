import PulseCore

/// A namespace of a datastore.
struct PBSPlace: Hashable, Sendable {
    var store: String
    /// `a/b`; empty for the root.
    var namespace: String
}

/// What a group of backups is of: its name within its namespace.
struct PBSGroupName: Hashable, Sendable {
    var type: BackupType
    var id: String
}

/// What changes of a group whenever a snapshot of it comes or goes.
struct PBSGroupStamp: Hashable, Sendable {
    var lastBackup: Int64?
    var count: Int64?
}

/// A row of `/admin/datastore/{store}/groups`.
struct PBSGroupRow: Sendable, Equatable {
    var name: PBSGroupName
    var stamp: PBSGroupStamp

    init?(_ row: JSONObject) {
        guard let type = row.text("backup-type").flatMap(BackupType.init), let id = row.text("backup-id") else { return nil }
        name = PBSGroupName(type: type, id: id)
        stamp = PBSGroupStamp(lastBackup: row.integer("last-backup"), count: row.integer("backup-count"))
    }
}

import PulseCore

/// A row of `/status/datastore-usage`: what the server measures of each datastore that may be seen.
struct PBSUsageRow: Sendable, Equatable {
    var store: String
    var total: Int64?
    var used: Int64?
    var available: Int64?
    /// Seconds since 1970; in the past when it shrinks, -1 or missing when the server can't tell.
    var estimatedFull: Int64?
    var mountStatus: String?
    var backend: String?
    /// Why the server can't look into it. Then there are no figures, or on old versions zeros that mean nothing.
    var error: String?
    /// `offline`, `unmount` …, where that is the reason: somebody closed it on purpose.
    var maintenance: String?
    var collection: PBSCollection?

    init?(_ row: JSONObject) {
        guard let name = row.text("store") else { return nil }
        store = name
        error = row.text("error")
        maintenance = error.flatMap(Self.maintenance)
        mountStatus = row.text("mount-status")
        backend = row.text("backend-type")
        collection = row.object("gc-status").map(PBSCollection.init)
        guard error == nil else { return }
        (total, used, available) = (row.amount("total"), row.amount("used"), row.amount("avail"))
        estimatedFull = row.integer("estimated-full-date")
    }

    /// `datastore 'main' is in offline maintenance mode: …`
    private static func maintenance(_ error: String) -> String? {
        guard error.contains("maintenance mode") else { return nil }
        return ["offline", "unmount", "delete", "s3-refresh", "read-only"].first { error.contains($0) }
    }
}

/// What the last garbage collection counted, as it stands in several answers.
struct PBSCollection: Sendable, Equatable {
    var dataLogical: Int64?
    var dataStored: Int64?
    var pendingBytes: Int64?
    var removedBytes: Int64?
    /// Chunks that a verification found damaged.
    var badChunks: Int?

    init(_ row: JSONObject) {
        (dataLogical, dataStored) = (row.amount("index-data-bytes"), row.amount("disk-bytes"))
        (pendingBytes, removedBytes) = (row.amount("pending-bytes"), row.amount("removed-bytes"))
        badChunks = row.amount("still-bad").map { Int($0) }
    }
}

/// A row of `/admin/datastore`: what was configured of each.
struct PBSDatastoreRow: Sendable, Equatable {
    var store: String
    var comment: String?
    /// `read-only`, `offline` …, of a text that may say more behind it.
    var maintenance: String?
    var mountStatus: String?
    var backend: String?

    init?(_ row: JSONObject) {
        guard let name = row.text("store") else { return nil }
        store = name
        comment = row.text("comment")
        maintenance = row.text("maintenance").map(Self.mode)
        mountStatus = row.text("mount-status")
        backend = row.text("backend-type")
    }

    /// `read-only`, or `type=offline,message=…` as in the configuration.
    private static func mode(_ text: String) -> String {
        let parts = text.split(separator: ",")
        let type = parts.first { $0.hasPrefix("type=") }?.dropFirst(5) ?? parts.first ?? ""
        return String(type.prefix { !$0.isWhitespace && $0 != ":" }).printable(limit: 40)
    }
}

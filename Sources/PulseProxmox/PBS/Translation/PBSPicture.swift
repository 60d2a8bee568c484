import PulseCore

/// Everything a backup server has answered so far, each answer with its moment.
struct PBSPicture: Sendable {
    struct Timed<Value: Sendable>: Sendable {
        var value: Value
        var at: Timestamp
    }

    var version: PBSVersion?
    var permissions: ProxmoxPermissions?
    /// The machine's own name, which only the ids of its tasks tell.
    var hostName: String?
    var usage: Timed<[PBSUsageRow]>?
    var status: Timed<PBSNodeStatus>?
    var isStatusForbidden = false
    var start = SteadyStart()
    var configured: [String: PBSDatastoreRow] = [:]
    /// When the last garbage collection of a datastore ended.
    var collected: [String: Timestamp] = [:]
    var collections: [String: PBSCollection] = [:]
    var droppedRows = 0
    var notFiniteNumbers = 0
    var hardware = PBSHardware()
    /// Counted over all listings of snapshots.
    var droppedSnapshots: [PBSPlace: Int] = [:]
}

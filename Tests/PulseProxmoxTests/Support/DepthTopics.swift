import PulseCore

@testable import PulseProxmox

extension DepthTopic {
    static let all: [DepthTopic] = [
        .backupJobs, .coverage, .storages, .highAvailability, .replicationJobs, .replication, .clusterTasks, .nodeTasks, .backupTasks, .taskLog,
        .archives, .cephStatus, .cephFlags, .cephOSDs, .cephPools, .oldCephPools, .cephMonitors, .disks, .smart, .zfs, .poolStatus, .thinPools,
        .services, .certificates, .updates, .versions, .subscription, .clock, .snapshots, .guestConfig,
    ]
}

extension DepthAnswer {
    /// A body as the source would hand it over: long listings row by row.
    init(of call: DepthCall, _ body: [UInt8], at now: Timestamp) throws {
        var rows = call.topic.gather?()
        if rows != nil {
            var stream = RowStream()
            try stream.feed(body) { rows?.take($0) ?? false }
            _ = try stream.finish()
        }
        self.init(body: body, rows: rows, askedAt: now, at: now)
    }
}

import PulseCore
import Testing

@testable import PulseProxmox

/// Recorded answers about other things than figures: nothing that is shown may be lost on the way.
enum RecordedDepth {
    /// Those of which there are recordings.
    static let templates = [
        "/cluster/backup", "/storage", "/cluster/ha/status/current", "/nodes/{node}/tasks", "/nodes/{node}/tasks/{upid}/log",
        "/nodes/{node}/storage/{storage}/content", "/nodes/{node}/qemu/{vmid}/snapshot", "/nodes/{node}/disks/list", "/nodes/{node}/disks/smart",
        "/nodes/{node}/disks/zfs", "/nodes/{node}/ceph/osd", "/nodes/{node}/ceph/pool", "/nodes/{node}/ceph/mon",
        "/nodes/{node}/lxc/{vmid}/config",
    ]

    /// False for templates Pulse doesn't ask for.
    static func check(_ recording: Recording, _ body: [UInt8]) throws -> Bool {
        let name = recording.file
        func rows() throws -> [JSONObject] { try Envelope.rows(body) { $0 }.content }
        func object() throws -> JSONObject { try #require(try Envelope.value(body).content.object) }
        switch recording.template {
        case "/cluster/backup": try check(jobs: rows(), name)
        case "/storage":
            for row in try rows() {
                let config = try #require(PVEStorageConfig(row))
                #expect((config.target(of: SourceSlug("lab")!) != nil) == (row.text("type") == "pbs"), "\(name)")
                #expect(config.datastore == row.text("datastore") && config.server == row.text("server"), "\(name)")
            }
        case "/cluster/ha/status/current": try check(ha: rows(), name)
        case "/nodes/{node}/tasks": try check(tasks: rows(), name)
        case "/nodes/{node}/tasks/{upid}/log": try check(log: rows(), name)
        case "/nodes/{node}/storage/{storage}/content": try check(content: rows(), name)
        case "/nodes/{node}/qemu/{vmid}/snapshot":
            let snapshots = try rows().compactMap(PVESnapshotRows.snapshot)
            #expect(snapshots.count == (try rows().count) - 1 && snapshots.allSatisfy { $0.at != nil && $0.includesMemory != nil }, "\(name)")
        case "/nodes/{node}/lxc/{vmid}/config": try check(container: object(), name)
        case "/nodes/{node}/qemu/{vmid}/config": try check(machine: object(), name)
        case "/nodes/{node}/replication": try check(replication: rows(), name)
        default: return try checkHardware(recording, rows, object)
        }
        return true
    }

    private static func check(container object: JSONObject, _ name: String) throws {
        let config = try #require(PVEContainerConfig(object), "\(name)")
        #expect(config.hostname == object.text("hostname") && config.system == object.text("ostype"), "\(name)")
        let mounts = object.members.count { $0.key == "rootfs" || $0.key.hasPrefix("mp") }
        #expect(config.mounts.count == mounts && config.mounts.allSatisfy { $0.size != nil && $0.volume != nil }, "\(name)")
    }

    /// Each key that looks like a disk is one, but for drives of discs and those without a disc.
    private static func check(machine object: JSONObject, _ name: String) throws {
        // One of those put together by hand says nothing at all.
        guard !object.members.isEmpty else { return }
        let disks = try #require(PVEGuestDisks.read(object), "\(name)")
        let kinds = /(scsi|virtio|sata|ide|efidisk|tpmstate|unused)[0-9]+/
        let values = object.members.filter { $0.key.wholeMatch(of: kinds) != nil }.compactMap(\.value.text)
        #expect(disks.count == values.count { !$0.contains("media=cdrom") && $0 != "none" }, "\(name)")
        #expect(disks.allSatisfy { $0.isUnused || $0.volume.hasPrefix("/") || ($0.size != nil && $0.storage != nil) }, "\(name)")
    }

    private static func check(replication rows: [JSONObject], _ name: String) throws {
        for row in rows {
            let job = try #require(PVEReplicationRows.job(row), "\(name)")
            #expect(job.source == row.text("source") && job.target == row.text("target") && job.schedule == row.text("schedule"), "\(name)")
            #expect(job.error == row.text("error") && job.comment == row.text("comment"), "\(name)")
            #expect(job.failures.map(Int64.init) == row.integer("fail_count") && (job.duration == nil) == (row["duration"] == nil), "\(name)")
            // 0 is never.
            #expect(job.lastSync?.seconds ?? 0 == row.integer("last_sync") && job.lastTry?.seconds ?? 0 == row.integer("last_try"), "\(name)")
        }
    }

    private static func checkHardware(_ recording: Recording, _ rows: () throws -> [JSONObject], _ object: () throws -> JSONObject) throws -> Bool {
        let name = recording.file
        switch recording.template {
        case "/nodes/{node}/disks/list":
            let disks = try rows().compactMap(DiskRow.init)
            #expect(disks.count == (try rows().filter { $0["parent"] == nil }.count), "\(name)")
            #expect(disks.allSatisfy { $0.size != nil && $0.health != nil && $0.type != nil }, "\(name)")
        case "/nodes/{node}/disks/smart":
            let reading = try #require(SmartReading(try object()))
            #expect(reading.temperature != nil && reading.powerOnTime != nil, "\(name)")
        case "/nodes/{node}/disks/zfs":
            for row in try rows() {
                let pool = try #require(PoolRow(row))
                #expect(pool.size != nil && pool.allocated != nil && pool.health != nil && pool.fragmentation != nil, "\(name)")
            }
        case "/nodes/{node}/ceph/osd":
            let osds = PVECephRows.osds(try object())
            #expect(!osds.isEmpty && osds.allSatisfy { $0.host != nil && $0.isUp != nil && $0.isIn != nil && $0.deviceClass != nil }, "\(name)")
        case "/nodes/{node}/ceph/pool":
            for row in try rows() {
                let pool = try #require(PVECephRows.pool(row))
                #expect(
                    pool.size != nil && pool.minimumSize != nil && pool.placementGroups != nil && pool.used != nil && pool.usedShare != nil, "\(name)"
                )
            }
        case "/nodes/{node}/ceph/mon": #expect(try rows().allSatisfy { $0.text("name") != nil && $0.text("ceph_version_short") != nil }, "\(name)")
        default: return false
        }
        return true
    }

    private static func check(jobs rows: [JSONObject], _ name: String) throws {
        for row in rows {
            let job = try #require(PVEBackupRows.job(row), "\(name)")
            #expect(job.schedule != nil && job.storage == row.text("storage") && job.mode == row.text("mode") && job.nextRun != nil, "\(name)")
            if case .guests(let guests) = job.selection { #expect(!guests.isEmpty, "\(name)") }
        }
    }

    private static func check(ha rows: [JSONObject], _ name: String) throws {
        let value = PVEHighAvailability.value(rows)
        #expect(value.isQuorate != nil, "\(name)")
        #expect(value.nodes.count == rows.count { $0.text("type") == "lrm" } && value.resources.count == rows.count { $0.text("type") == "service" })
        #expect((value.manager != nil) == rows.contains { $0.text("type") == "master" })
        #expect(value.resources.allSatisfy { $0.state != nil } && value.nodes.values.allSatisfy { !$0.isEmpty }, "\(name)")
    }

    private static func check(tasks rows: [JSONObject], _ name: String) throws {
        for row in rows {
            let task = try #require(PVETaskRow.task(row), "\(name)")
            #expect((task.endedAt == nil) == (row["endtime"] == nil) && task.user != nil, "\(name)")
            if row.text("status") == "OK" { #expect(task.outcome == .succeeded, "\(name)") }
        }
    }

    private static func check(log rows: [JSONObject], _ name: String) throws {
        var reader = TaskLogReader()
        let areTaken = rows.allSatisfy { reader.take($0) }
        #expect(areTaken, "\(name)")
        #expect(reader.digest.lastLines.count == min(rows.count, TaskLogTail.most), "\(name)")
        let isBackup = rows.contains { $0.text("t")?.contains("Finished Backup of VM") ?? false }
        #expect(reader.digest.guests.contains { $0.outcome == .succeeded && $0.duration != nil } == isBackup, "\(name)")
    }

    private static func check(content rows: [JSONObject], _ name: String) throws {
        var archives = PVEArchiveRows()
        for row in rows where row.text("content") == "backup" {
            let isTaken = archives.take(row)
            #expect(isTaken, "\(name)")
        }
        #expect(archives.archives.allSatisfy { $0.size != nil && $0.vmid != nil && $0.volume != nil }, "\(name)")
    }
}

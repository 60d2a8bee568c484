import FoundationEssentials

/// Faults of backups, hardware and Ceph as they are ordered over the control API.
struct DepthFaultOrder: Decodable {
    let fault: String
    private let node: String?
    private let vmid: Int?
    private let name: String?
    private let how: String?
    private let seconds: Double?
    private let rate: Double?
    private let count: Int?
    private let job: String?
    private let pool: String?
    private let disk: String?
    private let storage: String?
    private let on: Bool?

    static let known: [(name: String, fields: String)] = [
        ("backup-fails", "vmid, how = locked | unreachable | no-space"), ("backup-works", "vmid"), ("backup-runs", "job"),
        ("backup-job-disabled", "job"), ("backup-job-enabled", "job"), ("disk-excluded", "vmid"), ("disk-included", "vmid"),
        ("archives-spoilt", "vmid, seconds"), ("archives-sound", "vmid"), ("replication-fails", "vmid"), ("replication-works", "vmid"),
        ("scrub-old", "node, pool, seconds"), ("scrub-errors", "node, pool, count"),
        ("pool-state", "node, pool, how = online | degraded | suspended"), ("disk-worn", "node, disk, count = percent left"),
        ("disk-failed", "node, disk"), ("disk-replaced", "node, disk"), ("thin-metadata", "node, rate 0…1"), ("osd-down", "count = number"),
        ("osd-up", "count = number"), ("ceph-check", "name = code, how = warning | error"), ("ceph-flag", "name, on"), ("ceph-healthy", ""),
        ("service-error", "vmid"), ("service-error-cleared", "vmid"), ("certificate-ends", "node, seconds"), ("reboot-due", "node, on"),
        ("unit-failed", "node, name"), ("unit-started", "node, name"), ("storage-filling", "storage, seconds"), ("storage-emptied", "storage"),
        ("guest-filling", "vmid, seconds"), ("guest-emptied", "vmid"),
        ("guest-locked", "vmid, how = backup | migrate | snapshot | rollback | clone | suspended"), ("guest-unlocked", "vmid"),
        ("snapshot-taken", "vmid, name, seconds = age"), ("snapshot-removed", "vmid, name"),
    ]

    /// nil when it is another fault.
    static func read(_ json: String) throws -> Fault? {
        guard let order = try? JSONDecoder().decode(DepthFaultOrder.self, from: Data(json.utf8)) else { return nil }
        return try order.backupFault() ?? order.hardwareFault() ?? order.clusterFault() ?? order.contentFault()
    }

    private func backupFault() throws -> Fault? {
        switch fault {
        case "backup-fails": .backupFails(vmid: try number(vmid, "vmid"), Fault.BackupTrouble(rawValue: how ?? "") ?? .unreachable)
        case "backup-works": .backupWorks(vmid: try number(vmid, "vmid"))
        case "backup-runs": .backupRuns(job: try text(job, "job"))
        case "backup-job-disabled": .backupJobDisabled(id: try text(job, "job"))
        case "backup-job-enabled": .backupJobEnabled(id: try text(job, "job"))
        case "disk-excluded": .diskExcluded(vmid: try number(vmid, "vmid"))
        case "disk-included": .diskIncluded(vmid: try number(vmid, "vmid"))
        case "archives-spoilt": .archivesSpoilt(vmid: try number(vmid, "vmid"), youngerThan: .seconds(seconds ?? 259_200))
        case "archives-sound": .archivesSound(vmid: try number(vmid, "vmid"))
        case "replication-fails": .replicationFails(vmid: try number(vmid, "vmid"))
        case "replication-works": .replicationWorks(vmid: try number(vmid, "vmid"))
        default: nil
        }
    }

    private func hardwareFault() throws -> Fault? {
        switch fault {
        case "scrub-old": .scrubOld(node: try text(node, "node"), pool: pool ?? "tank", .seconds(seconds ?? 8_640_000))
        case "scrub-errors": .scrubErrors(node: try text(node, "node"), pool: pool ?? "tank", count ?? 3)
        case "pool-state": .poolState(node: try text(node, "node"), pool: pool ?? "tank", Fault.PoolState(rawValue: how ?? "") ?? .degraded)
        case "disk-worn": .diskWorn(node: try text(node, "node"), disk: disk ?? "nvme0n1", remaining: count ?? 4)
        case "disk-failed": .diskFailed(node: try text(node, "node"), disk: disk ?? "nvme0n1")
        case "disk-replaced": .diskReplaced(node: try text(node, "node"), disk: disk ?? "nvme0n1")
        case "thin-metadata": .thinMetadata(node: try text(node, "node"), rate ?? 0.97)
        case "certificate-ends": .certificateEnds(node: try text(node, "node"), in: .seconds(seconds ?? 259_200))
        case "reboot-due": .rebootDue(node: try text(node, "node"), on ?? true)
        case "unit-failed": .unitFailed(node: try text(node, "node"), unit: name ?? "pvescheduler")
        case "unit-started": .unitStarted(node: try text(node, "node"), unit: name ?? "pvescheduler")
        default: nil
        }
    }

    private func clusterFault() throws -> Fault? {
        switch fault {
        case "osd-down": .osdDown(count ?? 0)
        case "osd-up": .osdUp(count ?? 0)
        case "ceph-check":
            .cephCheck(code: name ?? "POOL_NEARFULL", Fault.CephSeverity(rawValue: how ?? "") ?? .warning, message: "1 pool(s) nearfull")
        case "ceph-flag": .cephFlag(name ?? "noout", on ?? true)
        case "ceph-healthy": .cephHealthy
        case "service-error": .serviceError(vmid: try number(vmid, "vmid"))
        case "service-error-cleared": .serviceErrorCleared(vmid: try number(vmid, "vmid"))
        default: nil
        }
    }

    private func contentFault() throws -> Fault? {
        switch fault {
        case "storage-filling": .storageFilling(id: try text(storage, "storage"), within: .seconds(seconds ?? 86_400))
        case "storage-emptied": .storageEmptied(id: try text(storage, "storage"))
        case "guest-filling": .guestFilling(vmid: try number(vmid, "vmid"), within: .seconds(seconds ?? 86_400))
        case "guest-emptied": .guestEmptied(vmid: try number(vmid, "vmid"))
        case "guest-locked": .guestLocked(vmid: try number(vmid, "vmid"), how ?? "backup")
        case "guest-unlocked": .guestLocked(vmid: try number(vmid, "vmid"), nil)
        case "snapshot-taken":
            .snapshotTaken(vmid: try number(vmid, "vmid"), name: name ?? "before-upgrade", ago: .seconds(seconds ?? 0))
        case "snapshot-removed": .snapshotRemoved(vmid: try number(vmid, "vmid"), name: name ?? "before-upgrade")
        default: nil
        }
    }

    private func text(_ value: String?, _ field: String) throws -> String {
        guard let value, !value.isEmpty else { throw FaultRefused(description: "\(fault) needs \"\(field)\"") }
        return value
    }

    private func number(_ value: Int?, _ field: String) throws -> Int {
        guard let value else { throw FaultRefused(description: "\(fault) needs \"\(field)\"") }
        return value
    }
}

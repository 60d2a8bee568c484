import PulseCore
import PulseTransport

/// The calls of the main flight, all cheap for the server.
enum PBSMainCall: String, CaseIterable, Sendable {
    case usage
    case nodeStatus = "node_status"
    case permissions
    case version

    var path: String {
        switch self {
        case .usage: "/status/datastore-usage"
        case .nodeStatus: "/nodes/localhost/status"
        case .permissions: "/access/permissions"
        case .version: "/version"
        }
    }

    /// Nil: in every flight.
    var period: Duration? {
        switch self {
        case .usage: nil
        case .nodeStatus: .seconds(30)
        case .permissions, .version: .seconds(600)
        }
    }
}

/// The calls beside the main flight, one at a time.
enum PBSCall: Hashable, Sendable {
    case tasks
    case taskLog(String)
    case datastores
    case collections
    case syncJobs
    case verifyJobs
    case pruneJobs
    case tapeJobs
    case tapeMedia
    case tapeDrives
    case tapeChangers
    case services
    case certificates
    case updates
    case versions
    case subscription
    case disks
    /// SMART of one disk, by its name without `/dev/`.
    case smart(String)
    case pools
    /// The devices of one ZFS pool.
    case pool(String)
    case traffic
    case clock
    case namespaces(store: String)
    case groups(PBSPlace)
    /// The snapshots of one group.
    case group(PBSPlace, PBSGroupName)
    /// All snapshots of a namespace: tens of megabytes where there are many.
    case snapshots(PBSPlace)

    /// A name out of a bounded set, for counters and logs.
    var name: String {
        switch self {
        case .tasks: "tasks"
        case .taskLog: "task_log"
        case .datastores: "datastores"
        case .collections: "collections"
        case .syncJobs: "sync_jobs"
        case .verifyJobs: "verify_jobs"
        case .pruneJobs: "prune_jobs"
        case .tapeJobs: "tape_jobs"
        case .tapeMedia: "tape_media"
        case .tapeDrives: "tape_drives"
        case .tapeChangers: "tape_changers"
        case .services: "services"
        case .certificates: "certificates"
        case .updates: "updates"
        case .versions: "versions"
        case .disks: "disks"
        case .smart: "smart"
        case .pools: "zfs"
        case .pool: "zfs_pool"
        case .subscription: "subscription"
        case .traffic: "traffic"
        case .clock: "clock"
        case .namespaces: "namespaces"
        case .groups: "groups"
        case .group: "group_snapshots"
        case .snapshots: "snapshots"
        }
    }

    /// Nil: when it is wanted, and not again by itself.
    var period: Duration? {
        switch self {
        case .tasks: .seconds(60)
        case .traffic: .seconds(120)
        case .datastores, .groups, .services, .verifyJobs, .tapeDrives: .seconds(300)
        case .collections, .syncJobs, .pruneJobs, .tapeJobs, .namespaces, .clock, .pools: .seconds(600)
        // Listing disks asks each for its health, which can wake one up.
        case .tapeMedia, .tapeChangers, .disks, .pool: .seconds(3600)
        case .smart: .seconds(12 * 3600)
        case .certificates, .updates, .versions, .subscription: .seconds(6 * 3600)
        // What a verification finds, and notes and protection, change without a new backup: none of it is older than this.
        case .snapshots: .seconds(12 * 3600)
        case .taskLog, .group: nil
        }
    }

    /// Quick ones that others depend on go first, long ones last.
    var rank: Int {
        switch self {
        case .tasks, .datastores, .namespaces, .groups, .verifyJobs: 0
        case .snapshots: 3
        case .taskLog, .disks, .pool, .smart: 2
        default: 1
        }
    }

    var deadline: Duration {
        switch self {
        case .snapshots: .seconds(300)
        case .groups, .group, .updates, .versions, .disks: .seconds(60)
        case .pools, .pool, .smart: .seconds(30)
        default: .seconds(20)
        }
    }

    /// Bytes, after unpacking.
    var byteLimit: Int {
        switch self {
        case .snapshots: 1 << 30
        case .groups, .group: OutboundRequest.defaultByteLimit
        case .taskLog: 16 << 20
        default: ProxmoxClient.smallAnswer
        }
    }

    var path: String {
        let node = "/nodes/localhost"
        switch self {
        case .tasks: return "\(node)/tasks?limit=500"
        case .taskLog(let upid): return "\(node)/tasks/\(percentEncoded(upid))/log?limit=50000"
        case .datastores: return "/admin/datastore"
        case .collections: return "/admin/gc"
        case .syncJobs: return "/admin/sync?sync-direction=all"
        case .verifyJobs: return "/admin/verify"
        case .pruneJobs: return "/admin/prune"
        case .tapeJobs: return "/tape/backup"
        // Asking the changer would move tapes.
        case .tapeMedia: return "/tape/media/list?update-status=false"
        // Without `query-activity`, which would ask the drives themselves: these are the settings and the locks.
        case .tapeDrives: return "/tape/drive"
        case .tapeChangers: return "/tape/changer"
        case .services: return "\(node)/services"
        case .certificates: return "\(node)/certificates/info"
        case .updates: return "\(node)/apt/update"
        case .versions: return "\(node)/apt/versions"
        case .disks: return "\(node)/disks/list"
        case .smart(let disk): return "\(node)/disks/smart?disk=\(percentEncoded(disk))"
        case .pools: return "\(node)/disks/zfs"
        case .pool(let name): return "\(node)/disks/zfs/\(percentEncoded(name))"
        case .subscription: return "\(node)/subscription"
        case .traffic: return "/admin/traffic-control"
        case .clock: return "\(node)/time"
        case .namespaces(let store): return "/admin/datastore/\(percentEncoded(store))/namespace"
        case .groups(let place): return place.path("groups")
        case .group(let place, let group):
            return place.path("snapshots") + "&backup-type=\(group.type.rawValue)&backup-id=\(percentEncoded(group.id))"
        case .snapshots(let place): return place.path("snapshots")
        }
    }

    /// The datastore it is about.
    var store: String? {
        switch self {
        case .namespaces(let store): store
        case .groups(let place), .group(let place, _), .snapshots(let place): place.store
        default: nil
        }
    }

    var place: PBSPlace? {
        switch self {
        case .groups(let place), .group(let place, _), .snapshots(let place): place
        default: nil
        }
    }
}

extension PBSPlace {
    fileprivate func path(_ what: String) -> String { "/admin/datastore/\(percentEncoded(store))/\(what)?ns=\(percentEncoded(namespace))" }
}

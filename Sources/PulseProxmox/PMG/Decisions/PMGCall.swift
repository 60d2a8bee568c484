import PulseCore
import PulseTransport

/// The calls of the main flight besides `/nodes` and the status of each node.
enum PMGMainCall: String, CaseIterable, Sendable {
    case recent
    case version

    var path: String {
        switch self {
        // The live table; the other statistics know whole days or hours only.
        case .recent: "/statistics/recent?hours=1&timespan=1800"
        case .version: "/version"
        }
    }

    var period: Duration { self == .recent ? .seconds(60) : .seconds(600) }
}

/// The calls beside the main flight, one at a time: with the flight that makes two, whichever node they end at.
enum PMGCall: Hashable, Sendable {
    case members
    case spamQuarantine
    case virusQuarantine
    case hours
    case domains
    case viruses
    case shape(node: String, queue: String)
    /// The messages that wait longest, with the reasons.
    case waiting(node: String)
    case services(node: String)
    case tasks(node: String)
    case virusDatabases(node: String)
    case spamRules(node: String)
    case certificates(node: String)
    case updates(node: String)
    /// The installed packages, kernels among them.
    case versions(node: String)
    case subscription(node: String)
    case backups(node: String)
    /// The round-robin figures of the last hour.
    case traffic(node: String)

    static let queues = ["deferred", "active", "incoming", "hold"]
    /// How many hours are told of.
    static let hoursBack: Int64 = 48
    static let mostWaiting = 100
    /// How many days the figures by domain and virus are of, today's included.
    static let daysBack: Int64 = 7

    static let ofGateway: [PMGCall] = [.members, .spamQuarantine, .virusQuarantine, .hours, .domains, .viruses]

    static func of(node: String) -> [PMGCall] {
        queues.map { .shape(node: node, queue: $0) } + [
            .waiting(node: node), .services(node: node), .tasks(node: node), .virusDatabases(node: node), .spamRules(node: node),
            .certificates(node: node), .updates(node: node), .versions(node: node), .subscription(node: node), .backups(node: node),
            .traffic(node: node),
        ]
    }

    var node: String? {
        switch self {
        case .members, .spamQuarantine, .virusQuarantine, .hours, .domains, .viruses: nil
        case .shape(let node, _), .waiting(let node), .services(let node), .tasks(let node), .virusDatabases(let node), .spamRules(let node),
            .certificates(let node), .updates(let node), .versions(let node), .subscription(let node), .backups(let node), .traffic(let node):
            node
        }
    }

    /// A name out of a bounded set, for counters and logs.
    var name: String {
        switch self {
        case .members: "members"
        case .spamQuarantine: "spam_quarantine"
        case .virusQuarantine: "virus_quarantine"
        case .hours: "hours"
        case .domains: "domains"
        case .viruses: "viruses"
        case .backups: "backups"
        case .traffic: "traffic"
        case .shape: "queue_shape"
        case .waiting: "queue_list"
        case .services: "services"
        case .tasks: "tasks"
        case .virusDatabases: "virus_databases"
        case .spamRules: "spam_rules"
        case .certificates: "certificates"
        case .updates: "updates"
        case .versions: "versions"
        case .subscription: "subscription"
        }
    }

    var period: Duration {
        switch self {
        case .shape(_, "deferred"): .seconds(60)
        case .shape, .waiting, .traffic: .seconds(120)
        case .domains, .viruses: .seconds(900)
        case .spamQuarantine, .virusQuarantine, .hours, .services, .tasks: .seconds(300)
        case .members: .seconds(600)
        case .virusDatabases, .spamRules, .backups: .seconds(3600)
        case .certificates, .updates, .versions, .subscription: .seconds(6 * 3600)
        }
    }

    /// What people look at first comes first.
    var rank: Int {
        switch self {
        case .shape(_, "deferred"): 0
        case .shape, .waiting, .members, .traffic: 1
        case .spamQuarantine, .virusQuarantine, .hours, .services: 2
        default: 3
        }
    }

    /// A call about a node that hangs takes the proxy between the nodes 30 s; no need to wait for that.
    var deadline: Duration {
        switch self {
        case .shape, .waiting, .updates, .versions: .seconds(30)
        default: .seconds(20)
        }
    }

    func path(at now: Timestamp) -> String {
        switch self {
        case .members: return "/config/cluster/nodes"
        case .spamQuarantine: return "/quarantine/spamstatus"
        case .virusQuarantine: return "/quarantine/virusstatus"
        case .hours:
            let hour = now.seconds / 3600 * 3600
            return "/statistics/mailcount?starttime=\(hour - Self.hoursBack * 3600)&endtime=\(hour + 3600)&timespan=3600"
        case .domains: return "/statistics/domains?\(Self.days(at: now))"
        case .viruses: return "/statistics/virus?\(Self.days(at: now))"
        default: return "/nodes/\(percentEncoded(node ?? ""))/\(pathBelowNode)"
        }
    }

    /// The gateway cuts both to midnight of its own time, and leaves out the day of the end (`facts.md`, section 24).
    private static func days(at now: Timestamp) -> String {
        "starttime=\(now.seconds - (daysBack - 1) * 86_400)&endtime=\(now.seconds + 86_400)"
    }

    private var pathBelowNode: String {
        switch self {
        case .shape(_, let queue): "postfix/qshape?queue=\(queue)"
        case .waiting: "postfix/queue/deferred?limit=\(Self.mostWaiting)&sortfield=arrival_time&sortdir=ASC"
        case .services: "services"
        case .tasks: "tasks?limit=100"
        case .virusDatabases: "clamav/database"
        case .spamRules: "spamassassin/rules"
        case .certificates: "certificates/info"
        case .updates: "apt/update"
        case .versions: "apt/versions"
        case .subscription: "subscription"
        case .backups: "backup"
        case .traffic: "rrddata?timeframe=hour&cf=AVERAGE"
        case .members, .spamQuarantine, .virusQuarantine, .hours, .domains, .viruses: ""
        }
    }
}

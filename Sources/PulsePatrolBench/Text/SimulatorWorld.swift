/// The world of a scenario that is played against the simulator: servers that answer over HTTPS, instead of values in memory.
package struct SimulatorWorld: Hashable, Sendable {
    package internal(set) var nodes = 3
    package internal(set) var guests = 20
    package internal(set) var clusters = 1
    package internal(set) var backupServers = 0
    package internal(set) var mailGateways = 0
    package internal(set) var mailNodes = 1
    /// Of Proxmox VE, `8.4` or `9`.
    package internal(set) var version = "9"
    /// Nil for the one of the bench.
    package internal(set) var seed: UInt64?
    package internal(set) var isStandalone = false
    /// With all the peculiarities that guests have in the simulator, such as old snapshots and disks that nobody saves.
    package internal(set) var isNeglected = false
    /// The longest step of virtual time.
    package internal(set) var stride = Duration.seconds(600)

    private static let words = [
        "backup-servers", "clusters", "guests", "mail-gateways", "mail-nodes", "neglected", "nodes", "seed", "standalone", "stride", "version",
    ]

    /// `nodes 3 guests 20 backup-servers 1 mail-gateways 1 version 8.4 seed 4 standalone neglected`
    init(_ text: String) throws {
        var words = text.split(separator: " ").map(String.init)[...]
        while let word = words.popFirst() {
            switch word {
            case "standalone": isStandalone = true
            case "neglected": isNeglected = true
            default:
                guard let value = words.popFirst() else { throw Unreadable("“\(word)” needs a value, or is none of \(Self.known)") }
                try set(word, value)
            }
        }
    }

    private mutating func set(_ name: String, _ value: String) throws {
        switch name {
        case "version": version = value
        case "stride": stride = try Quantity.duration(value)
        case "seed": seed = try Self.number(value)
        case "nodes": nodes = try Self.number(value)
        case "guests": guests = try Self.number(value)
        case "clusters": clusters = try Self.number(value)
        case "backup-servers": backupServers = try Self.number(value)
        case "mail-gateways": mailGateways = try Self.number(value)
        case "mail-nodes": mailNodes = try Self.number(value)
        default: throw Unreadable("“\(name)” is nothing of a simulated world: \(Self.known)")
        }
    }

    private static func number<Number: FixedWidthInteger>(_ text: String) throws -> Number {
        guard let number = Number(text), number <= 1_000 else { throw Unreadable("“\(text)” is no number up to 1000") }
        return number
    }

    private static var known: String { words.joined(separator: ", ") }
}

/// Something that happens in a simulated world, or to the Pulse that watches it.
package struct SimulatorOrder: Hashable, Sendable {
    package enum What: Hashable, Sendable {
        /// A fault of the simulator's control interface, by its name and its fields in their order or as `field=value`.
        case fault(String, words: [String])
        /// Pulse ends and starts again on the same data directory.
        case restart
        /// The clock of Pulse leaps, and those of the servers do not.
        case jump(Duration)
        /// A source is taken out of Pulse.
        case forget(String)
    }

    package let after: Duration
    package let line: Int
    package let what: What

    static let verbs: Set<String> = ["fault", "restart", "jump", "forget"]

    /// Nil when the verb is none of these.
    init?(_ verb: String, _ rest: String, after: Duration, line: Int) throws {
        guard after >= .zero || !Self.verbs.contains(verb) else { throw Unreadable("a simulated world has no past in which something happens") }
        (self.after, self.line) = (after, line)
        let words = rest.split(separator: " ").map(String.init)
        switch verb {
        case "fault":
            guard let name = words.first else { throw Unreadable("“fault NAME …”; `pulse-sim faults` lists them") }
            what = .fault(name, words: Array(words.dropFirst()))
        case "restart": what = .restart
        case "jump": what = .jump(try Quantity.duration(rest))
        case "forget": what = .forget(rest)
        default: return nil
        }
    }
}

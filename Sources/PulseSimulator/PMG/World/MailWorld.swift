/// One mail gateway, a node alone or a cluster, at one moment: what is configured, and what faults have changed.
///
/// A value, as `ClusterWorld` is.
struct MailWorld: Sendable {
    let index: Int
    let seed: UInt64
    /// The time the world began.
    let epoch: Double
    var nodes: [MailNode]
    let flow: MailFlow
    /// Where mail goes out to.
    let destinations: [MailDomain]
    /// The domains it accepts mail for.
    let domains: [MailDomain]
    var access: MailAccess
    /// Destinations that have refused mail, also those that accept it again.
    var refusals: [MailRefusal] = []
    var quirks = AnswerQuirks()

    /// A node alone has no cluster configuration.
    var isCluster: Bool { nodes.count > 1 }
    var secret: String { String(SplitMix64.mix(seed, "ticket secret"), radix: 16) }

    func node(_ name: String) -> MailNode? { nodes.first { $0.name == name } }
    func nodeIndex(_ name: String) -> Int? { nodes.firstIndex { $0.name == name } }
}

/// A domain with its part of the mail.
struct MailDomain: Sendable {
    let name: String
    let share: Double
}

/// A destination that defers everything sent to it, from a time on.
struct MailRefusal: Sendable {
    let domain: String
    let reason: String
    let since: Double
    var until: Double?
}

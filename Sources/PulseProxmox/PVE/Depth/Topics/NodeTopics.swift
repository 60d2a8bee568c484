import PulseCore

/// What a node says of itself beside its figures.
extension DepthTopic {
    static let services = DepthTopic.section(
        "services", every: .seconds(600), within: .seconds(30), maySit: true, rank: 3, path: { "\($0.nodePath)/services" },
        about: { "the services of \($0.spot)" }, needs: .auditor("/nodes"), keep: { call in \.[node: call.node].services },
        read: { (answer) throws(ProxmoxError) in try answer.list(NodeRows.service).sorted { $0.name < $1.name } })

    static let certificates = DepthTopic.section(
        "certificates", every: .seconds(6 * 3600), within: .seconds(30), maySit: true, rank: 4, path: { "\($0.nodePath)/certificates/info" },
        about: { "the certificates of \($0.spot)" }, keep: { call in \.[node: call.node].certificates },
        read: { (answer) throws(ProxmoxError) in try answer.list(NodeRows.certificate).sorted { $0.file < $1.file } })

    static let updates = DepthTopic.section(
        "updates", every: .seconds(6 * 3600), within: .seconds(60), maySit: true, rank: 5, path: { "\($0.nodePath)/apt/update" },
        about: { "the pending updates of \($0.spot)" }, needs: .systemModify, keep: { call in \.[node: call.node].updates },
        read: { (answer) throws(ProxmoxError) in try answer.list(NodeRows.update).sorted { $0.package < $1.package } })

    /// Which kernel runs and which is installed. The auditor's role is enough for it, unlike for the updates.
    static let versions = DepthTopic.section(
        "versions", every: .seconds(6 * 3600), within: .seconds(60), maySit: true, rank: 5, path: { "\($0.nodePath)/apt/versions" },
        about: { "the installed packages of \($0.spot)" }, needs: .auditor("/nodes"), keep: { call in \.[node: call.node].kernel },
        read: { (answer) throws(ProxmoxError) in PackageVersions.kernel(try answer.list { $0 }) })

    static let subscription = DepthTopic.section(
        "subscription", every: .seconds(12 * 3600), rank: 5, path: { "\($0.nodePath)/subscription" }, about: { "the subscription of \($0.spot)" },
        keep: { call in \.[node: call.node].subscription },
        read: { (answer) throws(ProxmoxError) in
            guard let value = NodeRows.subscription(try answer.value()) else { throw .notProxmox }
            return value
        })

    static let clock = DepthTopic(
        "clock", every: .seconds(600), within: .seconds(10), rank: 3, path: { "\($0.nodePath)/time" }, about: { "the clock of \($0.spot)" },
        needs: .auditor("/nodes"),
        take: { (depth, call, answer) throws(ProxmoxError) in
            let value = try answer.value()
            guard let skew = NodeRows.clock(value, asked: answer.askedAt, answered: answer.at) else { throw .notProxmox }
            depth.zoneOffsets[call.node] = NodeRows.zoneOffset(value)
            depth.take(skew, of: call.node, at: answer.at)
        },
        miss: { depth, call, problem in depth.failed(\.[node: call.node].clock, problem) })
}

extension PVEDepth {
    /// A difference that is smaller than what can be known is none: the earlier figure stays.
    fileprivate mutating func take(_ skew: ClockSkew, of node: String, at now: Timestamp) {
        guard let before = self[node: node].clock.value else { return answered(\.[node: node].clock, skew, at: now) }
        let difference = skew.ahead - before.ahead
        let isSame = max(difference, .zero - difference) <= skew.uncertainty + before.uncertainty && skew.uncertainty >= before.uncertainty
        answered(\.[node: node].clock, isSame ? before : skew, at: now)
    }
}

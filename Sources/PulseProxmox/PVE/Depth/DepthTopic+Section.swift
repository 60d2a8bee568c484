import PulseCore

extension DepthTopic {
    /// A topic whose answer is one section of the ledger.
    static func section<Value>(
        _ name: String, every period: Duration, within deadline: Duration = .seconds(15), maySit: Bool = false, rank: Int = 5,
        path: @escaping @Sendable (DepthCall) -> String, about title: @escaping @Sendable (DepthCall) -> String,
        needs privilege: DepthPrivilege = .auditor("/"), leavesOut leftOut: DepthGap? = nil,
        keep: @escaping @Sendable (DepthCall) -> WritableKeyPath<PVEDepth, Told<Value>>,
        read: @escaping @Sendable (DepthAnswer) throws(ProxmoxError) -> Value
    ) -> DepthTopic {
        DepthTopic(
            name, every: period, within: deadline, maySit: maySit, rank: rank, path: path, about: title, needs: privilege, leavesOut: leftOut,
            take: { (depth, call, answer) throws(ProxmoxError) in depth.answered(keep(call), try read(answer), at: answer.at) },
            miss: { depth, call, problem in depth.failed(keep(call), problem) })
    }
}

extension DepthCall {
    /// `pve1`, fit for a sentence.
    var spot: String { (key.place.isEmpty ? node : key.place).printable(limit: 60) }
}

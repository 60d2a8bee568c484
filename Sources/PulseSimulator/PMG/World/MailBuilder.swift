/// Draws a mail gateway from a seed.
struct MailBuilder {
    let options: EstateOptions
    let index: Int
    let epoch: Double
    private let seed: UInt64

    /// So much of the past is known when the world begins.
    private static let history = 86_400.0 * 40

    init(options: EstateOptions, index: Int, epoch: Double) {
        self.options = options
        self.index = index
        self.epoch = epoch
        seed = SplitMix64.mix(SplitMix64.mix(options.seed, "mail gateway"), UInt64(index))
    }

    func build() -> MailWorld {
        let count = min(16, max(1, options.nodesPerMailGateway))
        let stem = MailWords.gateways[index % MailWords.gateways.count] + (index < MailWords.gateways.count ? "" : "\(index)-")
        return MailWorld(
            index: index, seed: seed, epoch: epoch, nodes: (1...count).map { node(stem, $0) },
            flow: MailFlow(seed: seed, scale: 0.7 + 0.8 * SplitMix64.unit(seed), since: epoch - Self.history),
            destinations: MailWords.destinations.map { MailDomain(name: $0.0, share: $0.1) },
            domains: MailWords.domains.enumerated().map { MailDomain(name: $1, share: [0.5, 0.3, 0.15, 0.05][$0]) },
            access: MailAccess(seed: seed))
    }

    private func node(_ stem: String, _ number: Int) -> MailNode {
        let own = SplitMix64.mix(seed, UInt64(number))
        return MailNode(
            name: "\(stem)\(number)", number: number, seed: own, cpus: 4, model: Words.processors[Int(own % 4)],
            memory: 8 << 30 - Int(own >> 40 % 50_000) * 4_096, rootSize: 94 << 30, address: NodeAddress.loopback(number: number),
            bootedAt: epoch - 3_600 - 86_400 * 90 * SplitMix64.unit(SplitMix64.mix(own, "boot")), certificateEnds: epoch + 86_400 * 400)
    }
}

package import PulseCore
package import PulseTransport

/// Which networks are looked through for servers, and how often. Without networks nothing is.
package struct DiscoverySettings: Sendable, Equatable {
    /// As they were entered, in their own form.
    package let networks: [String]
    package let ports: [Int]
    /// 0 for searches by hand only.
    package let everyHours: Int

    /// 30 days.
    package static let mostHours = 720
    package static let off = DiscoverySettings()

    private init() { (networks, ports, everyHours) = ([], ScanLimits.ports, 0) }

    /// - Throws: ``DiscoveryError`` when it could not be searched as it stands.
    package init(networks: [String], ports: [Int]?, everyHours: Int, rules: EgressRules) throws(DiscoveryError) {
        self.networks = networks.isEmpty ? [] : try ScanNetworks(networks, rules: rules).networks.map(\.description)
        self.ports = try Self.judged(ports ?? ScanLimits.ports)
        guard (0...Self.mostHours).contains(everyHours) else { throw .hoursInvalid }
        guard everyHours == 0 || !networks.isEmpty else { throw .noNetworks }
        self.everyHours = everyHours
    }

    package static func judged(_ ports: [Int]) throws(DiscoveryError) -> [Int] {
        var seen: Set<Int> = []
        let distinct = ports.filter { seen.insert($0).inserted }
        guard (1...ScanLimits.mostPorts).contains(distinct.count), distinct.allSatisfy({ (1...65_535).contains($0) }) else { throw .portsInvalid }
        return distinct
    }

    /// Whether it is time for a search that nobody asked for.
    ///
    /// - Parameter last: when one ended, or when Pulse started: a restart is no reason to search.
    package func isDue(since last: Timestamp, at now: Timestamp) -> Bool {
        everyHours > 0 && now.since(last) >= .seconds(3600 * everyHours)
    }
}

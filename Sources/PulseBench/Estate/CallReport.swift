import PulseEvaluation
import PulseSimulator

/// What the simulated servers saw of requests in steady state: how many, and how many at once.
struct CallReport {
    private let estate: SimulatedEstate
    private let minutes: Double
    private let records: [RequestRecord]

    /// As `docs/proxmox.md` has it: four calls per node in ten seconds about it and its guests.
    private static let perNode = 24.0
    /// `/cluster/resources` every ten seconds, `/cluster/status`, tasks and high availability every thirty, the rest seldom; per node asked.
    private static let perCluster = 30.0
    private static let perServer = 20.0
    private static let atOnce = 2.0

    init(_ estate: SimulatedEstate, watch: Duration) {
        self.estate = estate
        minutes = watch.seconds / 60
        records = estate.requests()
    }

    func tell(_ table: inout Table) {
        let about = estate.clusters.flatMap { cluster in cluster.nodes.map { node in count(.virtualEnvironment, cluster.index) { $0 == node.name } } }
        let whole = estate.clusters.map { cluster in count(.virtualEnvironment, cluster.index) { $0 == nil } }
        add(&table, "estate: calls about a node of Proxmox VE and minute, mean", about.reduce(0, +) / Double(max(1, about.count)), Self.perNode)
        add(&table, "  of the node asked most", about.max() ?? 0, nil)
        add(&table, "  about a whole cluster", whole.max() ?? 0, Self.perCluster)
        let servers = estate.backupServers.map { count(.backupServer, $0.index) { _ in true } }
        add(&table, "  of a backup server", servers.max() ?? 0, Self.perServer)
        let gateways = estate.mailGateways.map { count(.mailGateway, $0.index) { _ in true } }
        add(&table, "  of a mail gateway", gateways.max() ?? 0, Self.perServer)
        tellOfPeaks(&table)
    }

    private func tellOfPeaks(_ table: inout Table) {
        let about = estate.clusters.flatMap { cluster in
            cluster.nodes.map { estate.peakRequests(cluster: cluster.index, node: $0.name, isAbout: true) }
        }
        let asked = estate.clusters.flatMap { cluster in cluster.nodes.map { estate.peakRequests(cluster: cluster.index, node: $0.name) } }
        let servers = estate.backupServers.map { estate.peakRequests(backupServer: $0.index) }
        let gateways = estate.mailGateways.flatMap { gateway in
            gateway.nodes.map { estate.peakMailRequests(gateway: gateway.index, node: $0.name) }
        }
        addPeak(&table, "estate: requests in work at once about a node of Proxmox VE", about.max(), Self.atOnce)
        addPeak(&table, "  at a backup server", servers.max(), Self.atOnce)
        addPeak(&table, "  at a mail gateway", gateways.max(), Self.atOnce)
        addPeak(&table, "  at the node that hands on the requests of its cluster", asked.max(), nil)
    }

    /// Requests per minute whose subject is wanted.
    private func count(_ product: SimulatedProduct, _ index: Int, _ isWanted: (String?) -> Bool) -> Double {
        Double(records.count { $0.product == product && $0.cluster == index && isWanted($0.subject) }) / minutes
    }

    private func add(_ table: inout Table, _ name: String, _ figure: Double, _ budget: Double?) {
        table.add(Row(name, n: "\(records.count) calls", figure: figure, unit: "", below: budget.map { $0 + 0.001 }, baseline: nil, baselineIs: ""))
    }

    private func addPeak(_ table: inout Table, _ name: String, _ peak: Int?, _ budget: Double?) {
        let figure = peak.map(Double.init) ?? .infinity
        table.add(Row(name, n: "", figure: figure, unit: "", below: budget.map { $0 + 0.001 }, baseline: nil, baselineIs: ""))
    }
}

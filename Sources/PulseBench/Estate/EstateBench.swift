import Foundation
import Logging
import PulseEvaluation
import PulseSimulator

/// Everything there is at once: clusters, backup servers and mail gateways of a large estate, with history, as it comes out of the box.
struct EstateBench: Sendable {
    let program: String
    let seed: UInt64
    /// How long steady state is watched.
    let watch: Duration
    private let clock = ContinuousClock()

    private static let port = 27_755
    /// Two full periods of the calls about guests: what began together has spread.
    private static let learning = Duration.seconds(120)

    static let clusters = 3
    static let nodesPerCluster = 20
    static let guestsPerCluster = 1_667
    static let backupServers = 4
    /// A few guests are left out of the jobs, and a few backups have failed: so many nights are more than enough for all snapshots.
    static let nights = 44
    static let snapshots = 200_000

    func measure(_ table: inout Table) async throws {
        let estate = try await SimulatedEstate.start(options, logger: Logger(label: "estate") { _ in SwiftLogNoOpLogHandler() })
        let pulse = try PulseProcess(program: program, port: Self.port)
        do {
            try await pulse.start(clock)
            try await measure(estate, pulse, &table)
        } catch {
            pulse.stop()
            await estate.shutdown()
            throw error
        }
        pulse.stop()
        pulse.removeData()
        await estate.shutdown()
    }

    private var options: EstateOptions {
        EstateOptions(
            seed: seed, clusters: Self.clusters, nodesPerCluster: Self.nodesPerCluster, guestsPerCluster: Self.guestsPerCluster,
            certificate: .clusterAuthority, clock: .real(startingAt: Int(Date().timeIntervalSince1970)), delays: .asInReality,
            backupServers: Self.backupServers, snapshotsPerServer: Self.guestsPerCluster * Self.nights, mailGateways: 2)
    }

    private func measure(_ estate: SimulatedEstate, _ pulse: PulseProcess, _ table: inout Table) async throws {
        let client = BenchClient(pulse)
        let idle = pulse.figures.memory("RssAnon")
        for cluster in estate.clusters { try await client.add(cluster) }
        try await client.wait(forGuests: estate.clusters.reduce(0) { $0 + $1.vmids.count }, clock)
        let lone = try await TickWatch(client, pulse).during { try await clock.sleep(for: .seconds(30)) }
        let listing = try await TickWatch(client, pulse).during {
            for server in estate.backupServers { try await client.add(server) }
            for gateway in estate.mailGateways { try await client.add(gateway) }
            try await waitForListings(estate, client)
        }
        let first = estate.sentByBackupServers
        try await clock.sleep(for: Self.learning)
        estate.forgetRequests()
        let processor = pulse.figures.processorSeconds()
        let steady = try await TickWatch(client, pulse).during { try await clock.sleep(for: watch) }
        let share = (pulse.figures.processorSeconds() - processor) / watch.seconds * 100
        CallReport(estate, watch: watch).tell(&table)
        tellOfListings(estate, first: first, lone, listing, steady, &table)
        tellOfProcess(pulse, idle: idle, listing, steady, share, &table)
    }

    /// A snapshot takes more than this in a listing, so that so much has to be sent before all are known.
    private static let bytesPerSnapshot = 100

    /// Until every snapshot was sent and the servers have nothing more to send that would be one of the long listings.
    private func waitForListings(_ estate: SimulatedEstate, _ client: BenchClient) async throws {
        var before = -1
        for _ in 0..<120 {
            try await clock.sleep(for: .seconds(5))
            let sent = estate.sentByBackupServers
            let isSent = sent > Self.snapshots * Self.bytesPerSnapshot && sent - before < 1_000_000
            if try await client.snapshotCount() >= Self.snapshots, isSent { return }
            before = sent
        }
        throw BenchError("the server never knew \(Self.snapshots) snapshots")
    }

    private func tellOfListings(
        _ estate: SimulatedEstate, first: Int, _ lone: TickWatch.Figures, _ listing: TickWatch.Figures, _ steady: TickWatch.Figures,
        _ table: inout Table
    ) {
        let minutes = watch.seconds / 60
        let again = Double(estate.sentByBackupServers) / minutes / 1e6
        let n = "\(Int(watch.seconds)) s"
        table.add(
            Row(
                "estate: lateness of the tick while \(Self.snapshots.formatted()) snapshots are listed", n: "\(listing.count) looks",
                figure: listing.lateness, unit: "s", below: 1, baseline: lone.lateness, baselineIs: "clusters alone"))
        table.add(
            Row(
                "  in steady state", n: "\(steady.count) looks", figure: steady.lateness, unit: "s", below: 1, baseline: lone.lateness,
                baselineIs: "clusters alone"))
        table.add(
            Row(
                "  longest answer of /api/health while they are listed", n: "\(listing.count) looks", figure: listing.answer, unit: "s", below: nil,
                baseline: lone.answer, baselineIs: "clusters alone"))
        table.add(
            Row(
                "estate: all that is read of 4 backup servers, per minute", n: n, figure: again, unit: "MB", below: Double(first) / 1e6 / 10,
                baseline: Double(first) / 1e6, baselineIs: "the first time"))
    }

    private func tellOfProcess(
        _ pulse: PulseProcess, idle: Double, _ listing: TickWatch.Figures, _ steady: TickWatch.Figures, _ share: Double, _ table: inout Table
    ) {
        let n = "\(Int(watch.seconds)) s"
        table.add(
            Row(
                "estate: RssAnon after all is loaded", n: n, figure: pulse.figures.memory("RssAnon"), unit: "MiB", below: 300, baseline: idle,
                baselineIs: "no source"))
        table.add(
            Row("  peak in steady state", n: n, figure: steady.memory, unit: "MiB", below: 300, baseline: idle, baselineIs: "no source"))
        table.add(
            Row("  peak while all is listed", n: "", figure: listing.memory, unit: "MiB", below: 300, baseline: idle, baselineIs: "no source"))
        table.add(Row("  processor", n: n, figure: share, unit: "% of a core", below: nil, baseline: nil, baselineIs: ""))
    }
}

extension SimulatedEstate {
    fileprivate var sentByBackupServers: Int { backupServers.reduce(0) { $0 + $1.sentBytes } }
}

import Logging
import PulseCore
import PulseEvaluation
import PulseProxmox
import PulseSimulator
import PulseTransport

/// What is read of one server with 200,000 snapshots, in virtual time: at first, when nothing changed, and in a day with its backups.
struct ListingBench {
    let seed: UInt64
    private let clock = ContinuousClock()

    private static let guests = 5_000
    private static let nights = 44
    private static let round = Duration.seconds(300)
    private static let step = Duration.seconds(30)

    init(seed: UInt64) { self.seed = seed }

    func measure(_ table: inout Table) async throws {
        let estate = try await SimulatedEstate.start(options, logger: Logger(label: "estate") { _ in SwiftLogNoOpLogHandler() })
        let client = OutboundClient()
        do {
            try await measure(try Watched(estate, client), &table)
        } catch {
            await client.shutdown()
            await estate.shutdown()
            throw error
        }
        await client.shutdown()
        await estate.shutdown()
    }

    private var options: EstateOptions {
        EstateOptions(
            seed: seed, nodesPerCluster: 10, guestsPerCluster: Self.guests, backupServers: 1, snapshotsPerServer: Self.guests * Self.nights)
    }

    private func measure(_ watched: Watched, _ table: inout Table) async throws {
        let begin = clock.now
        let known = await watched.pass(.seconds(60), by: Self.step)
        let seconds = (clock.now - begin).seconds
        let first = watched.megabytes
        guard known >= EstateBench.snapshots else { throw BenchError("only \(known) snapshots were listed") }
        table.add(
            Row(
                "listing: everything for the first time", n: "\(known)", figure: first, unit: "MB", below: nil, baseline: nil, baselineIs: ""))
        table.add(Row("  which took", n: "", figure: seconds, unit: "s", below: nil, baseline: nil, baselineIs: ""))
        watched.forget()
        _ = await watched.pass(.seconds(3600), by: Self.step)
        let quiet = watched.megabytes / (3600 / Self.round.seconds)
        table.add(
            Row(
                "listing: a round of five minutes in which nothing changed", n: "12", figure: quiet, unit: "MB", below: first / 20, baseline: first,
                baselineIs: "everything"))
        watched.forget()
        let before = watched.listings
        _ = await watched.pass(.seconds(86_400), by: Self.round)
        table.add(
            Row(
                "listing: a day in which every guest is saved and verified", n: "\(watched.listings - before) listings", figure: watched.megabytes,
                unit: "MB", below: nil, baseline: first * 288, baselineIs: "everything every five minutes"))
    }
}

/// The one backup server of an estate with a source that watches it, in virtual time.
private struct Watched {
    private let estate: SimulatedEstate
    private let source: PBSSource
    private var now: Timestamp { Timestamp(seconds: Int64(estate.now)) }

    init(_ estate: SimulatedEstate, _ client: OutboundClient) throws {
        let server = estate.backupServers[0]
        guard let slug = SourceSlug("pbs") else { throw BenchError("pbs is no name of a source") }
        self.estate = estate
        source = PBSSource(
            configuration: ProxmoxSourceConfiguration(
                product: .backupServer, slug: slug, name: "Cellar", endpoints: [ProxmoxEndpoint(url: server.url, fingerprint: server.fingerprint)],
                credentials: .token(id: server.token.id, secret: Redacted(server.token.secret))),
            client: client, now: { Timestamp(seconds: Int64(estate.now)) }, randomness: { 0.5 },
            logger: Logger(label: "source") { _ in SwiftLogNoOpLogHandler() })
    }

    var megabytes: Double { Double(estate.backupServers[0].sentBytes) / 1e6 }
    /// Of whole namespaces.
    var listings: Int { source.callCounts["snapshots"] ?? 0 }

    func forget() { estate.forgetRequests() }

    /// Lets time pass; how many snapshots are known then.
    func pass(_ duration: Duration, by step: Duration) async -> Int {
        var passed = Duration.zero
        var known = 0
        while passed < duration {
            known = await source.poll(now: now).ledger?.archives.values.reduce(0) { $0 + ($1.value?.count ?? 0) } ?? 0
            await source.askDetails(now: now)
            estate.advance(by: step)
            passed += step
        }
        return known
    }
}

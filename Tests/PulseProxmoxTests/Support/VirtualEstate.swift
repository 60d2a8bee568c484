import PulseCore
import PulseSimulator
import PulseTransport
import Synchronization

@testable import PulseProxmox

/// A simulated estate with a client, in virtual time.
final class VirtualEstate: Sendable {
    let estate: SimulatedEstate
    let client: OutboundClient
    private let time: Mutex<Timestamp>

    init(_ options: EstateOptions) async throws {
        estate = try await SimulatedEstate.start(options)
        client = OutboundClient()
        time = Mutex(Timestamp(seconds: Int64(estate.now)))
    }

    func close() async {
        await client.shutdown()
        await estate.shutdown()
    }

    var now: Timestamp { time.withLock { $0 } }

    func advance(_ duration: Duration) {
        estate.advance(by: duration)
        time.withLock { $0 = $0 + duration }
    }
}

/// An estate with a source that watches a part of it.
protocol SourceStage: Sendable {
    var virtual: VirtualEstate { get }
    init(_ virtual: VirtualEstate)
}

/// What a source lets tests do in virtual time.
protocol PolledSource: Sendable {
    func poll(now moment: Timestamp) async -> Observation
    func askDetails(now moment: Timestamp) async
}

extension PVESource: PolledSource {}
extension PBSSource: PolledSource {}
extension PMGSource: PolledSource {}

extension SourceStage {
    static func run(estate options: EstateOptions, _ body: (Self) async throws -> Void) async throws {
        let virtual = try await VirtualEstate(options)
        do {
            try await body(Self(virtual))
        } catch {
            await virtual.close()
            throw error
        }
        await virtual.close()
    }

    var estate: SimulatedEstate { virtual.estate }
    var client: OutboundClient { virtual.client }
    var now: Timestamp { virtual.now }

    func advance(_ duration: Duration) { virtual.advance(duration) }

    func endpoint(_ node: RunningNode) -> ProxmoxEndpoint { ProxmoxEndpoint(url: node.url, node: node.name, fingerprint: node.fingerprint) }

    static func credentials(_ user: RunningUser) -> ProxmoxCredentials { .password(user: user.name, password: Redacted(user.password)) }

    /// Returns when the servers, or the source, have come so far. The suite's time limit ends what never comes.
    func wait(until condition: () -> Bool) async throws {
        while !condition() { try await Task.sleep(for: .milliseconds(2)) }
    }

    /// Polls again and again in virtual time, with the calls beside it in between; the last observation.
    func watch(_ source: some PolledSource, for duration: Duration, step: Duration) async -> Observation {
        var observation = await source.poll(now: now)
        var passed = Duration.zero
        while passed < duration {
            await source.askDetails(now: now)
            advance(step)
            passed += step
            observation = await source.poll(now: now)
        }
        return observation
    }
}

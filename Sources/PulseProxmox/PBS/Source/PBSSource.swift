package import Logging
package import PulseCore
package import PulseTransport
import Synchronization

/// One Proxmox Backup Server that is asked again and again.
///
/// The main flight (`poll`) brings the usage of all datastores and the figures of the server; lists, jobs and snapshots are read beside it, one
/// call at a time, and are in the ledger of the next observation. So there are two calls at the server at most, and a listing of hundreds of
/// thousands of snapshots delays no figure.
package final class PBSSource: Sendable {
    package let configuration: ProxmoxSourceConfiguration

    /// For the usage of the datastores.
    static let mainDeadline = Duration.seconds(20)
    static let sideDeadline = Duration.seconds(10)
    /// How often `run` looks whether a call beside the flight is due.
    private static let detailBeat = Duration.milliseconds(500)

    let door: ProxmoxDoor
    let state: Mutex<PBSSourceState>
    let logger: Logger
    private let now: @Sendable () -> Timestamp

    /// - Parameters:
    ///   - now: the clock.
    ///   - randomness: a number in 0..<1, for the jitter of the breakers.
    package init(
        configuration: ProxmoxSourceConfiguration, client: OutboundClient, now: @escaping @Sendable () -> Timestamp,
        randomness: @escaping @Sendable () -> Double, logger: Logger
    ) {
        self.configuration = configuration
        door = ProxmoxDoor(configuration: configuration, client: client, randomness: randomness, logger: logger)
        self.now = now
        self.logger = logger
        state = Mutex(PBSSourceState(configuration))
    }

    /// Polls until cancelled, handing every observation to `emit`.
    package func run(emit: @escaping @Sendable (Observation) async -> Void) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await SourcePace.keep(every: self.configuration.interval, emit: emit) { await self.poll(now: self.now()) } }
            group.addTask { await self.runDetails() }
        }
    }

    /// How many calls were made so far, by kind: `usage`, `groups`, `snapshots` …
    package var callCounts: [String: Int] { door.calls.counts }

    private func runDetails() async {
        while !Task.isCancelled {
            if let errand = takeDetail(at: now()) { await perform(errand, clock: now) }
            try? await Task.sleep(for: Self.detailBeat)
        }
    }

    /// Makes the calls beside the main flight that are due, and returns when they have ended. `run` does this by itself; tests in virtual time
    /// call it after `poll`.
    package func askDetails(now moment: Timestamp) async {
        while !Task.isCancelled, let errand = takeDetail(at: moment) { await perform(errand, clock: { moment }) }
    }

    /// One main flight. It never throws: what went wrong is in the observation's report.
    package func poll(now moment: Timestamp) async -> Observation {
        let answered = await door.fly(at: moment) { endpoint throws(ProxmoxError) in try await self.ask(endpoint, at: moment) }
        return observation(at: moment, answered: answered ?? false)
    }

    private func observation(at moment: Timestamp, answered: Bool) -> Observation {
        state.withLock { PBSReport(state: $0, door: door, now: moment).observation(answered: answered) }
    }

    // MARK: The main flight

    private func ask(_ endpoint: ProxmoxEndpoint, at now: Timestamp) async throws(ProxmoxError) {
        let body = try await get(.usage, endpoint, deadline: Self.mainDeadline, at: now)
        let rows = try ProxmoxClient.decode { () throws(JSONError) in try Envelope.rows(body, PBSUsageRow.init) }
        let calls = state.withLock { state in
            state.apply(rows, at: now)
            return state.schedule.calls(at: state.steady(now))
        }
        for call in calls {
            guard await askSide(call, endpoint, at: now) else { return }
        }
    }

    /// False when the rest had better wait for the next flight. The datastores are there in any case.
    private func askSide(_ call: PBSMainCall, _ endpoint: ProxmoxEndpoint, at now: Timestamp) async -> Bool {
        do throws(ProxmoxError) {
            let body = try await get(call, endpoint, deadline: Self.sideDeadline, at: now)
            let value = try ProxmoxClient.decode { () throws(JSONError) in try Envelope.value(body).content }
            try state.withLock { (state) throws(ProxmoxError) in
                try state.apply(call, value, at: now)
                state.schedule.finished(call, answered: true, at: state.steady(now))
            }
            return true
        } catch {
            logger.debug("Side call failed", metadata: ["call": "\(call.rawValue)", "reason": "\(error.shortName)"])
            state.withLock { state in
                if case .forbidden = error, call == .nodeStatus { state.picture.isStatusForbidden = true }
                state.schedule.finished(call, answered: false, at: state.steady(now))
            }
            if case .transport = error { return false }
            return true
        }
    }

    private func get(
        _ call: PBSMainCall, _ endpoint: ProxmoxEndpoint, deadline: Duration, at now: Timestamp
    ) async throws(ProxmoxError) -> [UInt8] {
        try await door.get(call.path, as: call.rawValue, at: endpoint, deadline: deadline, now: now)
    }
}

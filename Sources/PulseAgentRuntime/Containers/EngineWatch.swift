import PulseAgentProtocol
import PulseCore
import PulseTransport
import Synchronization

/// Asks one engine: what there is at every picture, the slow lists beside it, and its stream of events all the time.
final class EngineWatch: Sendable {
    /// Questions that are under way at once. The client has eight connections to a place, and the stream of events keeps one.
    static let atOnce = 7

    let address: EngineAddress
    let cgroups: CgroupReader
    private let http: OutboundClient
    private let budget: Duration
    private let isRootless: Bool
    private let state = Mutex(EngineState())

    /// - Parameter budget: how long a picture may take.
    init(_ address: EngineAddress, http: OutboundClient, machineRoot: String, budget: Duration) {
        self.address = address
        self.http = http
        self.budget = budget
        cgroups = CgroupReader(root: machineRoot)
        // The sockets of engines that run as a user lie in that user's folder.
        isRootless = address.description.hasPrefix("/run/user/")
    }

    /// Looks at the containers as they are now.
    func look(at now: Timestamp) async throws(EngineProblem) {
        let client = try await connected()
        let rows: [ContainerRow]
        do {
            rows = try await client.list(
                ContainerRow.self,
                .init(path: "/containers/json?all=1", purpose: "list its containers", deadline: budget / 2, byteLimit: 64 << 20))
        } catch {
            // What answers the next time may be another version.
            state.withLock { $0.identity = error.isRefusal ? nil : $0.identity }
            throw error
        }
        let wanted = state.withLock { $0.watch.listed(rows, hasEvents: $0.hasEvents, at: now) }
        await inspect(wanted, client, at: now)
        await measure(client, at: now)
    }

    func read<Value: Sendable>(_ body: (EngineState) -> Value) -> Value { state.withLock { body($0) } }

    func change<Value: Sendable>(_ body: (inout EngineState) -> Value) -> Value { state.withLock { body(&$0) } }

    /// How the engine is asked, once it said what it is.
    func connected() async throws(EngineProblem) -> EngineClient {
        var client = EngineClient(address: address, http: http)
        if let known = state.withLock({ $0.identity }) {
            client.version = known.apiVersion
            return client
        }
        let identity = try await client.identify(rootless: isRootless, within: budget / 2)
        state.withLock { $0.identified(identity) }
        client.version = identity.apiVersion
        return client
    }

    private func inspect(_ ids: [String], _ client: EngineClient, at now: Timestamp) async {
        let product = state.withLock { $0.identity?.product.rawValue ?? "docker" }
        let answers = await eachOf(ids, atOnce: Self.atOnce, within: budget / 4) { id in
            await client.inspection(of: id)
        }
        state.withLock { state in
            for (id, answer) in answers {
                if let answer { state.watch.inspected(id, answer, engine: product, at: now) } else { state.watch.isGone(id) }
            }
        }
    }

    private func measure(_ client: EngineClient, at now: Timestamp) async {
        let moment = cgroups.uptime ?? .milliseconds(now.milliseconds)
        let running = state.withLock { state in state.watch.containers.filter(\.value.isRunning) }
        var toAsk: [String] = []
        for (id, container) in running where container.details != nil {
            guard let sample = sample(of: id, container, at: moment) else {
                toAsk.append(id)
                continue
            }
            state.withLock { $0.watch.sampled(id, sample, machine: $0.machine, at: now) }
        }
        let turns = state.withLock { $0.watch.turns(toAsk) }
        await ask(turns, client, at: now)
    }

    /// From the kernel's files, when they are there.
    private func sample(of id: String, _ container: WatchedContainer, at moment: Duration) -> ContainerSample? {
        switch container.place {
        case .engine: return nil
        case .files(let place):
            if let sample = cgroups.sample(place, at: moment) { return sample }
            state.withLock { $0.watch.notSampled(id, .notReported) }
            return nil
        case nil:
            let place = cgroups.place(id: id, process: container.details?.process, hasOwnNetwork: container.details?.hasOwnNetwork ?? true)
            state.withLock { $0.watch.placed(id, place) }
            return place.flatMap { cgroups.sample($0, at: moment) }
        }
    }

    private func ask(_ ids: [String], _ client: EngineClient, at now: Timestamp) async {
        // Two samples, which older interfaces insist on, take the engine two seconds; one can still take it one.
        let options = (client.version ?? .oldest) >= .oneShot ? "stream=0&one-shot=1" : "stream=0"
        let answers = await eachOf(ids, atOnce: Self.atOnce, within: budget / 2) { id in await client.statistics(of: id, options) }
        state.withLock { state in
            for (id, sample) in answers {
                guard var sample else {
                    state.watch.notSampled(id, .notReported)
                    continue
                }
                if !state.countsUse { sample.forgetUse() }
                state.watch.sampled(id, sample, machine: state.machine, at: now)
            }
        }
    }
}

extension EngineProblem {
    fileprivate var isRefusal: Bool {
        if case .refused(400, _) = cause { true } else { false }
    }
}

extension EngineClient {
    /// - Returns: nil when it could not be asked, an answer of nil when it is gone.
    fileprivate func inspection(of id: String) async -> (String, ContainerInspection?)? {
        do throws(EngineProblem) {
            let question = EngineClient.Question(path: "/containers/\(percentEncoded(id))/json", purpose: "tell of a container", byteLimit: 1 << 20)
            return (id, try await get(ContainerInspection.self, question))
        } catch {
            return error.isMissing ? (id, nil) : nil
        }
    }

    fileprivate func statistics(of id: String, _ options: String) async -> (String, ContainerSample?)? {
        let path = "/containers/\(percentEncoded(id))/stats?\(options)"
        let question = EngineClient.Question(path: path, purpose: "measure a container", deadline: .seconds(3), byteLimit: 256 << 10)
        do throws(EngineProblem) {
            return (id, ContainerSample(try await get(ContainerStatistics.self, question)))
        } catch {
            if case .transport(.cancelled) = error.cause { return nil }
            return (id, nil)
        }
    }
}

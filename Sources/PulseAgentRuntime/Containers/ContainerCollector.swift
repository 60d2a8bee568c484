import Glibc
import PulseAgentProtocol
package import PulseCore
package import PulseTransport
import Synchronization

/// Looks at the containers of Docker and Podman over their sockets. It only reads.
package final class ContainerCollector: Collector {
    private enum Work: Sendable {
        case follow(EngineWatch)
        case lists(EngineWatch, [ListPlan.List])
        case updates([UpdateSubject], Timestamp)
    }

    private struct State {
        var engines: [EngineAddress: EngineWatch] = [:]
        /// In the order in which engines are looked for.
        var order: [EngineAddress] = []
        /// Those that listed things are being asked for.
        var busy: Set<EngineAddress> = []
        var isAskingRegistries = false
    }

    private let configuration: ContainerConfiguration
    private let http: OutboundClient
    private let random: @Sendable () -> Double
    private let registries: RegistryDesk
    private let state = Mutex(State())
    private let work: AsyncStream<Work>
    private let workToDo: AsyncStream<Work>.Continuation

    /// - Parameters:
    ///   - memory: what the last run of the agent knew of images at their registries.
    ///   - random: 0..<1.
    package init(
        _ configuration: ContainerConfiguration, http: OutboundClient, memory: ImageUpdateMemory = ImageUpdateMemory(),
        random: @escaping @Sendable () -> Double
    ) {
        self.configuration = configuration
        self.http = http
        self.random = random
        registries = RegistryDesk(http: http, credentials: configuration.registryCredentials, memory: memory)
        // More waits only when nobody runs this; then the newest is enough.
        (work, workToDo) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(64))
    }

    /// What is known of images at their registries, to be kept for the next run of the agent.
    package var updateMemory: ImageUpdateMemory { registries.memory }

    package func run() async {
        await withDiscardingTaskGroup { group in
            for await work in work {
                group.addTask { await self.perform(work) }
            }
        }
    }

    package func picture(at now: Timestamp) async -> Picture {
        let engines = openEngines()
        let seen = await eachOf(engines, atOnce: engines.count, within: configuration.budget * 2) { engine -> SeenEngine? in
            await SeenEngine(engine, at: now)
        }
        let told = Dictionary(seen.map { ($0.engine.address, $0) }) { first, _ in first }
        plan(engines, at: now)
        return EnginePicture(configuration: configuration, asked: engines, seen: told, registries: registries).picture(at: now)
    }

    package func askRegistries(at now: Timestamp) { registries.askAnew(at: now) }

    private func perform(_ work: Work) async {
        switch work {
        case .follow(let engine): await engine.follow(random: random)
        case .lists(let engine, let lists):
            await engine.refresh(lists)
            state.withLock { _ = $0.busy.remove(engine.address) }
        case .updates(let subjects, let now):
            await registries.ask(subjects, at: now)
            state.withLock { $0.isAskingRegistries = false }
        }
    }

    /// The engines whose sockets are there, and those that once were.
    private func openEngines() -> [EngineWatch] {
        var new: [EngineWatch] = []
        let engines = state.withLock { state in
            var places = Set(state.engines.values.compactMap { SocketPlace($0.address) })
            for address in configuration.addresses where state.engines[address] == nil {
                guard let place = SocketPlace(address), places.insert(place).inserted else { continue }
                let engine = EngineWatch(address, http: http, machineRoot: configuration.machineRoot, budget: configuration.budget)
                state.engines[address] = engine
                state.order.append(address)
                new.append(engine)
            }
            return state.order.compactMap { state.engines[$0] }
        }
        for engine in new { workToDo.yield(.follow(engine)) }
        return engines
    }

    /// Hands what is due over to ``run()``: a picture does not wait for it.
    private func plan(_ engines: [EngineWatch], at now: Timestamp) {
        for engine in engines where engine.read({ $0.identity != nil }) {
            guard state.withLock({ $0.busy.insert(engine.address).inserted }) else { continue }
            let lists = engine.dueLists(at: now)
            if lists.isEmpty { state.withLock { _ = $0.busy.remove(engine.address) } } else { workToDo.yield(.lists(engine, lists)) }
        }
        guard configuration.asksRegistries else { return }
        let due = registries.due(engines.flatMap { engine in engine.read { $0.updateSubjects } }, at: now)
        let isFree = state.withLock { state in
            defer { state.isAskingRegistries = state.isAskingRegistries || !due.isEmpty }
            return !state.isAskingRegistries
        }
        if isFree, !due.isEmpty { workToDo.yield(.updates(due, now)) }
    }
}

/// Which socket an address leads to: one engine is often found under two names (`podman-docker`, `/var/run`).
struct SocketPlace: Hashable, Sendable {
    private let device: UInt64
    private let node: UInt64
    private let address: String?

    /// Nil when there is no such socket.
    init?(_ address: EngineAddress) {
        switch address {
        case .network(let url): (device, node, self.address) = (0, 0, url)
        case .socket(let path):
            var status = stat()
            guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK else { return nil }
            (device, node, self.address) = (UInt64(status.st_dev), UInt64(status.st_ino), nil)
        }
    }
}

import PulseAgentProtocol
import PulseCore

/// One engine after it was looked at.
struct SeenEngine: Sendable {
    let engine: EngineWatch
    /// Why it could not be looked at; nil when it could.
    let problem: EngineProblem?

    init(_ engine: EngineWatch, at now: Timestamp) async {
        self.engine = engine
        do throws(EngineProblem) {
            try await engine.look(at: now)
            problem = nil
        } catch {
            problem = error
        }
    }
}

/// Puts together what is told of all engines of a machine.
struct EnginePicture: Sendable {
    private static let kinds: [ResourceKind] = [.container, .swarmService]

    let configuration: ContainerConfiguration
    let asked: [EngineWatch]
    let seen: [EngineAddress: SeenEngine]
    let registries: RegistryDesk

    func picture(at now: Timestamp) -> Picture {
        var picture = Picture()
        var records: [EngineRecords] = []
        for engine in asked {
            let state = engine.read { $0 }
            if let facts = state.facts { picture.engineFacts.append(facts) }
            // Before the first lists came there is nothing to say about them.
            if let lists = state.lists, state.hasLists { records.append(lists.records) }
            picture.modules.append(module(engine, state))
            guard let seen = seen[engine.address], seen.problem == nil, let identity = state.identity else { continue }
            add(state, identity, to: &picture, at: now)
        }
        picture.engines = records.isEmpty ? nil : records
        picture.modules += missing
        return picture
    }

    private func add(_ state: EngineState, _ identity: EngineIdentity, to picture: inout Picture, at now: Timestamp) {
        let translation = ContainerTranslation(identity: identity, extras: state.extras)
        let told = translation.objects(of: state.watch, updates: registries.updates(of: state.updateSubjects, configuration), at: now)
        let room = AgentLimits.objects - picture.objects.count
        picture.objects += told.objects.prefix(room) + state.services.prefix(max(0, room - told.objects.count))
        picture.figures += told.figures.prefix(room)
    }

    private func module(_ engine: EngineWatch, _ state: EngineState) -> AgentStatus.Module {
        let name = state.identity?.moduleName ?? Self.name(of: engine.address)
        guard let seen = seen[engine.address] else {
            return AgentStatus.Module(
                name, .failing, problem: "The engine at \(engine.address) did not answer in time.",
                nextStep: "Look whether the engine hangs (docker ps, podman ps); its own log says why.", kinds: Self.kinds)
        }
        if let problem = seen.problem {
            return AgentStatus.Module(name, .failing, problem: problem.sentence, nextStep: problem.nextStep, kinds: Self.kinds)
        }
        if state.watch.leftOut > 0 {
            return AgentStatus.Module(
                name, .limited, problem: "\(state.watch.leftOut) containers beyond \(ContainerWatch.most) are left out.",
                nextStep: "Remove containers that have ended: docker container prune, podman container prune.", kinds: Self.kinds)
        }
        if let problem = state.listProblems.min(by: { "\($0.key)" < "\($1.key)" })?.value {
            return AgentStatus.Module(name, .limited, problem: problem.sentence, nextStep: problem.nextStep, kinds: Self.kinds)
        }
        if !state.countsUse, state.answeredLists.contains(.info) {
            return AgentStatus.Module(
                name, .limited, problem: "The engine runs as a user on cgroup v1, where nobody counts what its containers use.",
                nextStep: "Boot the machine with cgroup v2 (kernel parameter systemd.unified_cgroup_hierarchy=1), or let root's engine run them.",
                kinds: Self.kinds)
        }
        return AgentStatus.Module(name, .working, kinds: Self.kinds)
    }

    /// What was asked for by name and is not there.
    private var missing: [AgentStatus.Module] {
        if let fault = configuration.faults.first {
            let next = "Give a path, unix:///path, or tcp://host:port."
            return [AgentStatus.Module("docker", .failing, problem: fault, nextStep: next, kinds: Self.kinds)]
        }
        let isNamed = configuration.dockerHost != nil || configuration.podmanHost != nil || ![.auto, .off].contains(configuration.choice)
        guard asked.isEmpty, isNamed else { return [] }
        let places = configuration.addresses.map(\.description).joined(separator: ", ")
        return [
            AgentStatus.Module(
                configuration.choice == .podman ? "podman" : "docker", .failing, problem: "No engine was found: there is no socket at \(places).",
                nextStep: "Start the engine (for Podman: systemctl enable --now podman.socket), or give the agent the right socket.",
                kinds: Self.kinds)
        ]
    }

    private static func name(of address: EngineAddress) -> String { address.description.contains("podman") ? "podman" : "docker" }
}

import PulseCore

/// Reads one kind of object for as long as its task lives: does what the machine decides and tells it what came of it.
struct ResourceWatcher: Sendable {
    let resource: KubernetesResource
    let client: KubernetesClient
    let memory: ClusterMemory
    let surroundings: KubernetesSurroundings

    func run() async {
        var machine = WatchMachine()
        var step = WatchMachine.start
        while !Task.isCancelled {
            for effect in step.effects { apply(effect) }
            let event = await answer(to: step.question)
            guard !Task.isCancelled else { return }
            step = machine.handle(event, chance: surroundings.chance())
            publish(machine.condition)
        }
    }

    private func answer(to question: WatchMachine.Question) async -> WatchMachine.Event {
        switch question {
        case .list(let next): return await list(next)
        case .stream(let version): return await stream(version)
        case .wait(let duration):
            await surroundings.pause(duration)
            return .waited
        }
    }

    private func list(_ next: String?) async -> WatchMachine.Event {
        let reading = ListReading(resource, memory: memory)
        do throws(KubernetesFailure) {
            try await client.stream(
                resource.listPath(next: next), accept: resource.accept(list: true), deadline: WatchLimits.pageDeadline,
                byteLimit: WatchLimits.pageBytes, take: { reading.take($0) })
            return reading.outcome
        } catch {
            return .listFailed(error)
        }
    }

    private func stream(_ version: String) async -> WatchMachine.Event {
        let reading = StreamReading(resource, memory: memory)
        do throws(KubernetesFailure) {
            try await client.stream(
                resource.streamPath(version: version), accept: resource.accept(list: false),
                deadline: WatchLimits.streamLife + WatchLimits.pageDeadline, byteLimit: WatchLimits.streamBytes, take: { reading.take($0) })
            return reading.outcome(nil)
        } catch {
            return reading.outcome(error)
        }
    }

    private func apply(_ effect: WatchMachine.Effect) {
        memory.change { state in
            switch effect {
            case .beginList: state.apply(resource, .beginList)
            case .endList: state.apply(resource, .endList)
            }
        }
        if effect == .endList { FreedMemory.giveBack() }
    }

    /// What may no longer be read is not known any more.
    private func publish(_ condition: WatchMachine.Condition) {
        memory.change { state in
            state.conditions[resource] = condition
            switch condition {
            case .denied, .absent:
                state.apply(resource, .clear)
                if resource == .pods { state.restarts = RestartLedger() }
            case .reading, .working, .failing: break
            }
        }
    }
}

/// What the collector needs of the world beside the cluster: chance for its pauses, and the pauses themselves.
package struct KubernetesSurroundings: Sendable {
    /// From 0 to 1, drawn anew each time.
    let chance: @Sendable () -> Double
    /// Waits; returns early when its task is cancelled.
    let pause: @Sendable (Duration) async -> Void

    package init(chance: @escaping @Sendable () -> Double, pause: @escaping @Sendable (Duration) async -> Void = { try? await Task.sleep(for: $0) }) {
        self.chance = chance
        self.pause = pause
    }
}

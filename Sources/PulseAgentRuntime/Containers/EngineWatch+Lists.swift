import PulseCore

// The lists that are asked for beside the pictures: they change seldom, and some take the engine long.
extension EngineWatch {
    /// What is due now.
    func dueLists(at now: Timestamp) -> [ListPlan.List] { change { state in state.plan.due(state.possibleLists, at: now) } }

    /// Asks for the lists, one after the other. One that fails keeps what was known, and is told of.
    func refresh(_ lists: [ListPlan.List]) async {
        guard let client = try? await connected() else { return }
        for list in lists where !Task.isCancelled {
            do throws(EngineProblem) {
                try await refresh(list, client)
                change { $0.answered(list, nil) }
            } catch {
                change { $0.answered(list, error) }
            }
        }
    }

    private func refresh(_ list: ListPlan.List, _ client: EngineClient) async throws(EngineProblem) {
        switch list {
        case .info:
            let info = try await client.get(InfoAnswer.self, question("/info", "tell of itself"))
            change { $0.take(info) }
        case .images:
            let rows = try await client.list(ImageRow.self, question("/images/json", "list its images"))
            change { $0.take(rows) }
        case .volumes:
            let rows = try await client.get(VolumeAnswer.self, question("/volumes", "list its volumes")).rows
            change { $0.lists?.take(volumes: rows) }
        case .networks:
            let rows = try await client.list(NetworkRow.self, question("/networks", "list its networks"))
            change { $0.lists?.take(networks: rows) }
        case .pods: try await refreshPods(client)
        case .swarm: try await refreshSwarm(client)
        case .diskUse:
            var question = question("/system/df", "reckon its use of the disk")
            // The engine walks through all layers and volumes.
            question.deadline = .seconds(90)
            let answer = try await client.get(DiskUseAnswer.self, question)
            change { $0.take(answer) }
        }
    }

    private func refreshPods(_ client: EngineClient) async throws(EngineProblem) {
        var plain = client
        plain.version = nil
        let rows = try await plain.list(LibpodRow.self, question("/v4.0.0/libpod/containers/json?all=true", "list its pods"))
        let pods = rows.prefix(ContainerWatch.most).compactMap { row in row.podName?.unlessEmpty.map { (row.id, $0.name) } }
        change { $0.extras.pods = [String: String](pods) { first, _ in first } }
    }

    private func refreshSwarm(_ client: EngineClient) async throws(EngineProblem) {
        guard let cluster = read({ $0.clusterID }) else { return }
        let services = try await client.list(ServiceRow.self, question("/services", "list the services of the swarm"))
        let tasks = try await client.list(TaskRow.self, question("/tasks", "list the tasks of the swarm"))
        let nodes = try await client.list(SwarmNodeRow.self, question("/nodes", "list the nodes of the swarm"))
        change { state in
            state.services = SwarmTranslation(clusterID: cluster).objects(services: services, tasks: tasks)
            state.lists?.take(nodes: nodes)
        }
    }

    private func question(_ path: String, _ purpose: String) -> EngineClient.Question {
        EngineClient.Question(path: path, purpose: purpose, deadline: .seconds(10), byteLimit: 32 << 20)
    }
}

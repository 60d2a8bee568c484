import PulseAgentProtocol
import PulseCore
import PulseTransport
import Synchronization
import Testing

@testable import PulseAgentRuntime

@Suite("The entrance to a cluster", .timeLimit(.minutes(2)))
struct EntranceTests {
    @Test("where there is no way in, each picture says so, and one that appears later is taken")
    func appears() async throws {
        let double = try KubernetesDouble()
        double.put(.namespaces, .namespace("kube-system", uid: "uid-1"))
        double.put(.nodes, .node("w1"))
        let client = OutboundClient(connectionsPerHost: KubernetesCollector.connections)
        try await double.run { double in
            let pauses = Pauses()
            let isThere = Mutex(false)
            let access = KubernetesAccess(server: double.url, trust: .authority(double.authority.pem), credential: .none, name: "prod")
            let entrance = KubernetesEntrance(
                options: KubernetesOptions(interval: Watched.interval), outbound: client, surroundings: pauses.surroundings
            ) { () throws(KubernetesAccessError) in
                guard isThere.withLock({ $0 }) else { throw KubernetesAccessError("There is no file.", nextStep: "Make one.") }
                return access
            }
            await withDiscardingTaskGroup { group in
                group.addTask { await entrance.run() }
                await pauses.until { !$0.isEmpty }
                let before = await entrance.picture(at: Cluster.now)
                #expect(before.objects.isEmpty && before.modules.map(\.condition) == [.failing])
                #expect(before.modules.first?.problem == "There is no file." && before.modules.first?.nextStep == "Make one.")
                isThere.withLock { $0 = true }
                pauses.end()
                await double.untilEverythingIsWatched()
                let after = await entrance.picture(at: Cluster.now)
                #expect(after.modules.map(\.condition) == [.working] && after.objects.map(\.name) == ["w1", "prod"])
                group.cancelAll()
            }
        }
        await client.shutdown()
    }
}

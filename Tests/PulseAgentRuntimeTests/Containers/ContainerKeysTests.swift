import PulseAgentProtocol
import PulseCore
import Testing

@testable import PulseAgentRuntime

@Suite("Keys of containers", .timeLimit(.minutes(1)))
struct ContainerKeysTests {
    private static func container(
        _ id: String, _ name: String, _ labels: [String: String] = [:], running: Bool = true, created: Int64 = 1
    ) -> NamedContainer {
        NamedContainer(id: id, name: name, placement: ContainerPlacement(labels: labels), isRunning: running, created: created)
    }

    private static func keys(_ containers: [NamedContainer], prefix: String? = nil) -> [String: String] {
        ContainerKeys(prefix: prefix).keys(of: containers).mapValues(\.description)
    }

    private static func swarm(_ service: String, _ task: String, stack: String? = nil) -> [String: String] {
        var labels = ["com.docker.swarm.service.name": service, "com.docker.swarm.task.name": task]
        labels["com.docker.stack.namespace"] = stack
        return labels
    }

    @Test("a plain container is its name, one of Compose its project, service and number, a task of Swarm its stack, service and slot")
    func names() {
        let found = Self.keys([
            Self.container("1", "web"), Self.container("2", "shop-web-1", EngineAnswers.compose("web", 1)),
            Self.container("3", "shop-web-2", EngineAnswers.compose("web", 2)),
            Self.container("4", "s_api.2.x", Self.swarm("s_api", "s_api.2.x", stack: "s")),
            Self.container("5", "api.1.y", Self.swarm("api", "api.1.y")), Self.container("6", "gl.nodeid.z", Self.swarm("gl", "gl.nodeid.z")),
        ])
        #expect(
            found == [
                "1": "container:web", "2": "container:shop/web/1", "3": "container:shop/web/2", "4": "container:s/s_api/2", "5": "container:-/api/1",
                "6": "container:-/gl/node",
            ])
    }

    @Test("a container that was made anew has the key of the one before, which is told of no more")
    func madeAnew() {
        let labels = EngineAnswers.compose("web", 1)
        #expect(Self.keys([Self.container("old", "shop-web-1", labels)]) == ["old": "container:shop/web/1"])
        #expect(
            Self.keys([Self.container("old", "a_shop-web-1", labels, running: false), Self.container("new", "shop-web-1", labels, created: 2)])
                == ["new": "container:shop/web/1"])
        let tasks = (1...5).map { Self.container("\($0)", "c.1.\($0)", Self.swarm("c", "c.1.\($0)"), running: false, created: Int64($0)) }
        #expect(Self.keys(tasks) == ["5": "container:-/c/1"])
    }

    @Test("of two that run under the same labels, none is hidden")
    func twins() {
        let labels = EngineAnswers.compose("web", 1)
        let found = Self.keys([Self.container("1", "one", labels, created: 1), Self.container("2", "two", labels, created: 2)])
        #expect(found == ["1": "container:one", "2": "container:shop/web/1"])
    }

    @Test("what `compose run` starts is called by its own name")
    func oneOff() {
        var labels = EngineAnswers.compose("web", 1)
        labels["com.docker.compose.oneoff"] = "True"
        #expect(Self.keys([Self.container("1", "shop-web-run-3f", labels)]) == ["1": "container:shop-web-run-3f"])
    }

    @Test("no name of one engine can be a key of the other")
    func engines() {
        var labels = EngineAnswers.compose("web", 1)
        labels["com.docker.compose.project"] = "podman"
        let own = Self.keys([Self.container("1", "podman"), Self.container("2", "x", labels), Self.container("3", "podman/web")])
        let other = Self.keys([Self.container("4", "web"), Self.container("5", "y", labels), Self.container("6", "web/1")], prefix: "podman")
        #expect(Set(own.values).isDisjoint(with: other.values))
        #expect(other["4"] == "container:podman/web")
    }

    @Test("a name that no key can hold is left out, and harms no other")
    func longName() {
        let found = Self.keys([Self.container("1", String(repeating: "é", count: 250)), Self.container("2", "web")])
        #expect(found == ["2": "container:web"])
    }
}

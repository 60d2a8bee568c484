import ArgumentParser
import Glibc
import PulseAgentProtocol
import PulseAgentRuntime
import PulseCore
import PulseTransport

/// `pulse-agent doctor`: tries everything the agent needs, once, and says what is missing and how to get it.
struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Try everything the agent needs, and say what is missing.")

    @OptionGroup var places: PlaceOptions
    @OptionGroup var settings: SettingOptions

    func run() async throws {
        try await explaining {
            let configuration = try settings.configuration(places)
            var faults = try await server()
            if let running = try running() {
                Console.say("As root everything may be read, so this is what the running agent itself found:")
                faults += Self.tell(running.modules, seen: { _ in nil })
            } else {
                faults += await look(configuration)
            }
            Console.say(faults == 0 ? "Nothing is missing." : "\(faults) of these need somebody.")
            if faults > 0 { throw ExitCode.failure }
        }
    }

    private func server() async throws -> Int {
        guard let identity = try AgentIdentity(in: places.state) else {
            Console.say("server      not enrolled. Make a code in the page under Settings > Agents, and run: pulse-agent enrol")
            return 1
        }
        let client = OutboundClient()
        let result: Result<OutboundResponse, TransportError>
        do {
            result = .success(
                try await client.send(OutboundRequest(url: identity.server + "/api/version", trust: identity.trust, deadline: .seconds(10))))
        } catch { result = .failure(error) }
        await client.shutdown()
        switch result {
        case .success(let answer) where answer.status == 200:
            Console.say("server      \(identity.server) answers; this agent is \(identity.agentID)")
            return 0
        case .success(let answer):
            Console.say("server      \(identity.server) answered \(answer.status); is it Pulse?")
        case .failure(let error):
            Console.say("server      \(error.sentence(about: identity.server))")
        }
        return 1
    }

    /// What root may says nothing about what the agent's user may.
    private func running() throws -> RunningFile? { geteuid() == 0 ? try RunningFile.read(in: places.running) : nil }

    private func look(_ configuration: LocalConfiguration) async -> Int {
        let client = OutboundClient()
        var faults = 0
        for collector in Collectors(client: client, local: configuration, state: places.state).all(for: configuration.settings) {
            let picture = await collector.picture(at: World.now())
            faults += Self.tell(picture.modules) { module in picture.objects.count { module.kinds.contains($0.key.kind.rawValue) } }
        }
        await client.shutdown()
        return faults
    }

    /// - Returns: how many of them need somebody.
    private static func tell(_ modules: [AgentStatus.Module], seen: (AgentStatus.Module) -> Int?) -> Int {
        for module in modules {
            let name = module.name + String(repeating: " ", count: max(1, 12 - module.name.count))
            Console.say("\(name)\(module.condition.rawValue)\(seen(module).map { ", \($0) things seen" } ?? "")")
            if let problem = module.problem { Console.say("            \(problem)") }
            if let step = module.nextStep { Console.say("            \(step)") }
        }
        return modules.count { $0.condition != .working }
    }
}

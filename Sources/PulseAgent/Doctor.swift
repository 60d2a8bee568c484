import ArgumentParser
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
            let client = OutboundClient()
            let collectors = Collectors(client: client, local: configuration, state: places.state).all(for: configuration.settings)
            for collector in collectors { faults += await Self.look(collector) }
            await client.shutdown()
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

    private static func look(_ collector: any Collector) async -> Int {
        let picture = await collector.picture(at: World.now())
        for module in picture.modules {
            let count = picture.objects.count { module.kinds.contains($0.key.kind.rawValue) }
            Console.say(
                "\(module.name)\(String(repeating: " ", count: max(1, 12 - module.name.count)))\(module.condition.rawValue), \(count) things seen")
            if let problem = module.problem { Console.say("            \(problem)") }
            if let step = module.nextStep { Console.say("            \(step)") }
        }
        return picture.modules.count { $0.condition != .working }
    }
}

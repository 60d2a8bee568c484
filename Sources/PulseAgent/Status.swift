import ArgumentParser
import PulseAgentProtocol
import PulseAgentRuntime
import PulseCore

/// `pulse-agent status`
struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Say how the running agent does.")

    @OptionGroup var places: PlaceOptions

    func run() async throws {
        try await explaining {
            guard let status = try RunningFile.read(in: places.running) else {
                Console.complain("No agent has written to \(places.running.path). Start it with: systemctl start pulse-agent")
                throw ExitCode.failure
            }
            let now = World.now()
            if let identity = try? AgentIdentity(in: places.state) { Console.say("Server     \(identity.server)") }
            Console.say("Condition  \(status.condition)\(status.problem.map { ": \($0)" } ?? "")")
            Console.say("Measured   \(Self.age(status.lastMeasured, now))")
            Console.say("Delivered  \(Self.age(status.lastDelivered, now))")
            if status.waitingBytes > 0 { Console.say("Waiting    \(status.waitingBytes >> 10) KiB on disk") }
            if status.lostReports > 0 { Console.say("Lost       \(status.lostReports) reports, because the space for waiting ones was full") }
            if let profile = status.profile { Console.say("Profile    \(profile.printable()) (\(status.profileSerial ?? 0))") }
            for module in status.modules {
                Console.say("Module     \(module.name): \(module.condition.rawValue)\(module.problem.map { ": \($0)" } ?? "")")
                if let step = module.nextStep { Console.say("           \(step)") }
            }
            let silence = status.lastMeasured.map { now.since($0) } ?? .zero
            guard status.condition == "delivering", silence < .seconds(7200) else { throw ExitCode.failure }
        }
    }

    private static func age(_ moment: Timestamp?, _ now: Timestamp) -> String {
        moment.map { "\(now.since($0).components.seconds) s ago (\($0))" } ?? "not yet"
    }
}

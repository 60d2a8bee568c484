import ArgumentParser
import Glibc
import PulseAgentRuntime
import PulseCore
import PulseHostProbe

/// `pulse-agent install`
struct Install: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Install this program as a service of systemd, enrol and start it. Needs root.",
        discussion: "Run again, it replaces the program and the unit, and keeps the key and everything that waits.")

    @OptionGroup var server: ServerOptions

    @Option(help: "The code from Settings > Agents (PULSE_TOKEN).")
    var code: String?

    @Option(help: "The name of this machine, when it is not its own (PULSE_HOSTNAME).")
    var hostname: String?

    @Option(help: "A tag of this machine; may be given again.")
    var tag: [String] = []

    @Flag(help: "Let the agent ask Docker. Whoever may talk to Docker's socket can become root.")
    var withDocker = false

    @Flag(help: "Let the agent ask disks for SMART figures: capabilities CAP_SYS_RAWIO and CAP_SYS_ADMIN, group disk.")
    var withSmart = false

    @Flag(help: "Enrol again, with a new key, although this machine is enrolled.")
    var again = false

    func run() async throws {
        try await explaining(about: server.url ?? "the server") {
            let system = InstalledSystem()
            try await system.check()
            let folder = StateFolder(Places.state)
            let isEnrolled = try? AgentIdentity(in: folder)
            try await system.makeUser()
            if isEnrolled == nil || again { try await enrol(folder) }
            if let identity = try AgentIdentity(in: folder) { try InstalledKey.write(identity.serverKey) }
            try await system.place(UnitFile(usesDocker: withDocker, usesSMART: withSmart))
            Console.say("pulse-agent runs. See how it does with: pulse-agent status")
        }
    }

    private func enrol(_ folder: StateFolder) async throws {
        guard let code = code ?? World.environment("PULSE_TOKEN") else {
            throw OptionError("A code is needed: make one in the page under Settings > Agents, and give it with --code.")
        }
        try folder.make()
        let enrolment = Enrolment(
            server: try ServerAddress(server), code: code, hostname: hostname ?? World.environment("PULSE_HOSTNAME"), tags: tag)
        let (identity, name) = try await enrolment.run()
        try identity.save(in: folder)
        Console.say("This machine is known to \(identity.server) as “\(name.printable())”.")
    }
}

/// `pulse-agent uninstall`
struct Uninstall: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Stop and remove the service, the program and what it kept. Needs root.")

    @Flag(help: "Keep the key and the settings, for another installation.")
    var keep = false

    func run() async throws {
        try await explaining {
            let system = InstalledSystem()
            try await system.check()
            try await system.remove(keepingState: keep)
            Console.say("pulse-agent is removed. Revoke it in the page under Settings > Agents.")
        }
    }
}

/// The files and the service of an installed agent.
struct InstalledSystem {
    static let program = "/usr/local/bin/pulse-agent"
    static let unit = "/etc/systemd/system/pulse-agent.service"
    private let runner = ProgramRunner()

    func check() async throws {
        guard geteuid() == 0 else { throw OptionError("This needs root. Run it again with sudo.") }
        guard access("/run/systemd/system", F_OK) == 0 else {
            throw OptionError(
                "This machine does not run systemd. Enrol with `pulse-agent enrol` and let its own service manager start `pulse-agent run`.")
        }
    }

    func makeUser() async throws {
        if await succeeds("id", ["-u", "pulse-agent"]) { return }
        try await succeed("useradd", ["--system", "--home-dir", Places.state, "--no-create-home", "--shell", "/usr/sbin/nologin", "pulse-agent"])
    }

    func place(_ unit: UnitFile) async throws {
        if let own = Self.ownPath, own != Self.program { try await succeed("install", ["-m", "0755", own, Self.program]) }
        try await succeed("chown", ["-R", "pulse-agent:pulse-agent", Places.state])
        try StateFolder("/etc/systemd/system").write(Array(unit.text.utf8), to: "pulse-agent.service")
        chmod(Self.unit, 0o644)
        try placeUpdater()
        try await succeed("systemctl", ["daemon-reload"])
        try await succeed("systemctl", ["enable", "pulse-agent.service"])
        try await succeed("systemctl", ["enable", "--now", "pulse-agent-update.path"])
        try await succeed("systemctl", ["restart", "pulse-agent.service"])
    }

    /// Waits for a fetched version, which comes only where `selfUpdate` is set.
    private func placeUpdater() throws {
        let folder = StateFolder("/etc/systemd/system")
        for (name, text) in [("pulse-agent-update.path", UpdateUnits.path), ("pulse-agent-update.service", UpdateUnits.service)] {
            try folder.write(Array(text.utf8), to: name)
            chmod("/etc/systemd/system/\(name)", 0o644)
        }
    }

    func remove(keepingState: Bool) async throws {
        _ = await runner.run(call("systemctl", ["disable", "--now", "pulse-agent-update.path", "pulse-agent.service"]))
        let units = ["pulse-agent-update.path", "pulse-agent-update.service"].map { "/etc/systemd/system/\($0)" }
        for path in units + [Self.unit, Self.program, "/usr/local/bin/.pulse-agent-previous"] { unlink(path) }
        _ = await runner.run(call("systemctl", ["daemon-reload"]))
        guard !keepingState else { return }
        try await succeed("rm", ["-rf", "--one-file-system", Places.state, "/etc/pulse-agent", "/etc/default/pulse-agent"])
        _ = await runner.run(call("userdel", ["pulse-agent"]))
    }

    private static var ownPath: String? {
        var path = [CChar](repeating: 0, count: 4096)
        let length = readlink("/proc/self/exe", &path, path.count - 1)
        return length > 0 ? String(decoding: path.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self) : nil
    }

    func output(of program: String, _ arguments: [String]) async -> String? {
        let folder = program.split(separator: "/").dropLast().joined(separator: "/")
        let runner = ProgramRunner(folders: ["/" + folder])
        let outcome = await runner.run(call(String(program.split(separator: "/").last ?? ""), arguments))
        if case .exited(code: 0, let output, _) = outcome { return String(decoding: output, as: UTF8.self) }
        return nil
    }

    func succeeds(_ name: String, _ arguments: [String]) async -> Bool {
        if case .exited(code: 0, _, _) = await runner.run(call(name, arguments)) { true } else { false }
    }

    func succeed(_ name: String, _ arguments: [String]) async throws {
        let outcome = await runner.run(call(name, arguments))
        let reason: String
        switch outcome {
        case .exited(code: 0, _, _): return
        case .exited(let code, _, let complaint): reason = "it ended with \(code): \(complaint.printable())"
        case .killed(let signal): reason = "it was ended by signal \(signal)."
        case .missing: reason = "there is no such program here."
        case .refused(let problem): reason = "\(problem)."
        case .late, .tooLong: reason = "it did not end in time."
        }
        throw OptionError("`\(name) \(arguments.joined(separator: " "))` did not succeed: \(reason)")
    }

    private func call(_ name: String, _ arguments: [String]) -> ProgramCall {
        ProgramCall(name, arguments, deadline: .seconds(60), outputLimit: 64 << 10)
    }
}

import ArgumentParser
import Crypto
import Glibc
import PulseAgentProtocol
import PulseAgentRuntime
import PulseCore
import PulseHostProbe

/// `pulse-agent apply-update`: root's half of a self-update. The agent, which runs without rights, fetched a program into its folder; this puts it
/// in its place when the server's key, which only root can write, signed it, and takes it back when it does not come up.
struct ApplyUpdate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply-update", abstract: "Put a fetched version in its place. Started by systemd, as root.", shouldDisplay: false)

    /// From the restart until the new version has delivered a report.
    private static let patience = 120

    func run() async throws {
        try await explaining {
            let system = InstalledSystem()
            try await system.check()
            let folder = UpdateFolder(in: StateFolder(Places.state))
            let key = try InstalledKey.read()
            do {
                guard let (program, offer) = try folder.waiting(key: key) else { return }
                try await replace(program, offer, folder, system)
            } catch {
                // What stayed would be tried again at once, and without end.
                try folder.close()
                throw (error as? UpdateRefused).map { OptionError($0.description) } ?? error
            }
        }
    }

    private func replace(_ program: [UInt8], _ offer: AgentUpdate, _ folder: UpdateFolder, _ system: InstalledSystem) async throws {
        guard let new = AgentVersionNumber(offer.version), let own = AgentVersionNumber(AgentVersion.current), new > own else {
            throw OptionError("Version \(offer.version.printable(limit: 40)) is not newer than \(AgentVersion.current).")
        }
        guard try await system.exchange(program, says: "pulse-agent \(offer.version)") else {
            try folder.note(failed: offer.version)
            throw OptionError("The fetched program does not say that it is version \(offer.version). It is not installed.")
        }
        let comesUp = await system.comesUp(offer.version, within: Self.patience)
        if !comesUp {
            // First: the old version asks for it as soon as it is back.
            try folder.note(failed: offer.version)
            try await system.takeBack()
        }
        try folder.close()
        Console.say(
            comesUp ? "pulse-agent \(offer.version) runs." : "pulse-agent \(offer.version) did not come up; \(AgentVersion.current) runs again.")
    }
}

/// The server's key as root keeps it: what the agent's user can write proves nothing to root.
enum InstalledKey {
    static let folder = "/etc/pulse-agent"
    static let name = "server.key"

    static func read() throws -> Curve25519.Signing.PublicKey {
        guard let bytes = try StateFolder(folder).read(name), let raw = Hex.bytes(String(decoding: bytes, as: UTF8.self).filter { !$0.isWhitespace }),
            let key = try? Curve25519.Signing.PublicKey(rawRepresentation: raw)
        else { throw OptionError("\(folder)/\(name) holds no key. Run the install command again.") }
        return key
    }

    static func write(_ key: Curve25519.Signing.PublicKey) throws {
        mkdir(folder, 0o755)
        try StateFolder(folder).write(Array((Hex.text(key.rawRepresentation) + "\n").utf8), to: name)
        chmod("\(folder)/\(name)", 0o644)
    }
}

extension InstalledSystem {
    private static let folder = "/usr/local/bin"
    private static let newName = ".pulse-agent-next"
    private static let previousName = ".pulse-agent-previous"

    /// The new program in the place of the old one, which is kept. False, with nothing changed, when it does not even say its version.
    func exchange(_ program: [UInt8], says version: String) async throws -> Bool {
        let folder = StateFolder(Self.folder)
        let new = "\(Self.folder)/\(Self.newName)"
        try folder.write(program, to: Self.newName)
        chmod(new, 0o755)
        guard await output(of: new, ["version"]) == "\(version)\n" else {
            unlink(new)
            return false
        }
        try await succeed("cp", ["--preserve", Self.program, "\(Self.folder)/\(Self.previousName)"])
        guard rename(new, Self.program) == 0 else { throw StateFileError(attempt: "replace", path: Self.program, code: errno) }
        try await succeed("systemctl", ["restart", "pulse-agent.service"])
        return true
    }

    func comesUp(_ version: String, within seconds: Int) async -> Bool {
        for _ in 0..<seconds {
            try? await Task.sleep(for: .seconds(1))
            if let status = try? RunningFile.read(in: StateFolder(Places.running)), status.version == version, status.condition == "delivering" {
                return true
            }
            // It ended with a status after which systemd does not start it again: there is nothing to wait for.
            if await succeeds("systemctl", ["is-failed", "--quiet", "pulse-agent.service"]) { return false }
        }
        return false
    }

    func takeBack() async throws {
        guard rename("\(Self.folder)/\(Self.previousName)", Self.program) == 0 else {
            throw StateFileError(attempt: "put back", path: Self.program, code: errno)
        }
        try await succeed("systemctl", ["restart", "pulse-agent.service"])
    }
}

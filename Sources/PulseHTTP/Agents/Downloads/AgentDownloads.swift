/// The agents that this server offers to machines, with the script that installs them. PulseServer knows where they are.
package protocol AgentDownloads: Sendable {
    /// Of the agents; nil when there is none.
    var version: String? { get }
    /// What `/install.sh` answers; nil when machines cannot install an agent from here.
    var installScript: String? { get }
    /// Nil when there is none for such machines.
    func program(for platform: AgentPlatform) -> AgentProgram?
}

/// What an agent was built for.
package enum AgentPlatform: String, Sendable, CaseIterable {
    case intel = "linux-amd64"
    case arm = "linux-arm64"
}

/// The program of an agent, as a file of this server.
package struct AgentProgram: Sendable {
    package let version: String
    /// Hex.
    package let sha256: String
    /// Bytes.
    package let size: Int
    /// A part of it, so that nobody has to hold the whole.
    package let read: @Sendable (Range<Int>) throws -> [UInt8]

    package init(version: String, sha256: String, size: Int, read: @escaping @Sendable (Range<Int>) throws -> [UInt8]) {
        self.version = version
        self.sha256 = sha256
        self.size = size
        self.read = read
    }
}

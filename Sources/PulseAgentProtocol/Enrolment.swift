/// How a machine becomes an agent: with a code that is good for one machine, or a token of scope `agent:enrol` for many. It makes its own key
/// pair first; the private half never leaves it.
package struct EnrolmentRequest: Hashable, Sendable, Codable {
    /// Of one-time codes `ABCD-EFGH-JKLM`, or an API token.
    package var code: String
    /// Ed25519, 32 bytes, hex.
    package var publicKey: String
    package var hostname: String
    package var machineID: String?
    package var version: String
    package var platform: String
    package var architecture: String
    package var tags: [String]

    package init(
        code: String, publicKey: String, hostname: String, machineID: String?, version: String, platform: String, architecture: String, tags: [String]
    ) {
        self.code = code
        self.publicKey = publicKey
        self.hostname = hostname
        self.machineID = machineID
        self.version = version
        self.platform = platform
        self.architecture = architecture
        self.tags = tags
    }
}

package struct EnrolmentReply: Hashable, Sendable, Codable {
    package var agentID: String
    /// Under which the server shows the machine.
    package var name: String
    /// Ed25519, 32 bytes, hex: signs profiles and updates.
    package var serverKey: String

    package init(agentID: String, name: String, serverKey: String) {
        self.agentID = agentID
        self.name = name
        self.serverKey = serverKey
    }
}

package import PulseCore

/// An agent that enrolled, or a v5 agent that reported.
package struct AgentRecord: Hashable, Sendable {
    package enum Origin: Hashable, Sendable {
        /// Ours: it signs with this key, 32 bytes of Ed25519.
        case enrolled(publicKey: [UInt8])
        /// An agent of v5 that came with this API token.
        case v5(tokenID: String)
    }

    package let id: String
    package let origin: Origin
    /// Under which its things are: `host:nas`, `container:nas/web`.
    package var source: SourceSlug
    package var hostname: String
    package var machineID: String?
    package var version: String
    package var platform: String
    package var architecture: String
    package var tags: [String]
    package var enrolledAt: Timestamp
    package var revokedAt: Timestamp?

    package init(
        id: String, origin: Origin, source: SourceSlug, hostname: String, machineID: String?, version: String, platform: String, architecture: String,
        tags: [String], enrolledAt: Timestamp, revokedAt: Timestamp? = nil
    ) {
        self.id = id
        self.origin = origin
        self.source = source
        self.hostname = hostname
        self.machineID = machineID
        self.version = version
        self.platform = platform
        self.architecture = architecture
        self.tags = tags
        self.enrolledAt = enrolledAt
        self.revokedAt = revokedAt
    }
}

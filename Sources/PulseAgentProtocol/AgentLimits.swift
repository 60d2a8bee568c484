/// How much an agent may say at once. Both sides keep to it: the agent divides, the server refuses.
package enum AgentLimits {
    /// Bytes of a request as it travels, and after unpacking.
    package static let packedBytes = 4 << 20
    package static let unpackedBytes = 32 << 20
    package static let reportsInBatch = 400
    /// Things of one agent, over all of its reports.
    package static let objects = 20_000
    /// Rows of each list of an engine or a cluster.
    package static let records = 2_000
    /// Figures of parts of one thing.
    package static let parts = 1_024
    package static let tags = 32
    package static let labels = 64
    /// Bytes of a text.
    package static let text = 1_024
    package static let name = 253
    /// What the agent keeps while the server is away.
    package static let spoolBytes = 20 << 20
    /// Between reports.
    package static let interval = Duration.seconds(5)...Duration.seconds(3600)
}

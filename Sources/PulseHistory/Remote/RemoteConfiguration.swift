import PulseCore

/// What is set about an engine of metrics elsewhere: where samples go, where history is read, what is added to every series.
package struct RemoteConfiguration: Sendable, Equatable {
    /// Takes Prometheus remote write 1.0, e.g. `http://127.0.0.1:9090/api/v1/write`; nil when nothing is written.
    package let write: RemoteEndpoint?
    /// The base of the PromQL interface, before `/api/v1`, e.g. `http://127.0.0.1:9090`; nil when nothing is read.
    package let read: RemoteEndpoint?
    /// Added to every series, and asked for when reading: what tells several Pulses in one engine apart.
    package let labels: [String: String]
    /// What may wait on the disk while the engine takes nothing, bytes.
    package let queueLimit: Int64
    /// The most samples of one request.
    package let batchSize: Int

    package static let standardQueueLimit: Int64 = 512 << 20
    /// 16 MiB is a few ticks of a large estate, 1 TiB more than anybody means.
    package static let queueLimits: ClosedRange<Int64> = 16 << 20...1 << 40
    package static let standardBatchSize = 5000
    package static let batchSizes = 100...50_000
    package static let mostLabels = 16

    /// - Throws: ``RemoteConfigurationError``
    package init(
        write: RemoteEndpoint?, read: RemoteEndpoint?, labels: [String: String] = [:], queueLimit: Int64 = standardQueueLimit,
        batchSize: Int = standardBatchSize
    ) throws(RemoteConfigurationError) {
        if let read { try Self.check(base: read.url) }
        for (name, value) in labels { try Self.check(label: name, value) }
        guard labels.count <= Self.mostLabels else { throw .tooManyLabels }
        guard Self.queueLimits.contains(queueLimit) else { throw .queueLimit }
        guard Self.batchSizes.contains(batchSize) else { throw .batchSize }
        self.write = write
        self.read = read
        self.labels = labels
        self.queueLimit = queueLimit
        self.batchSize = batchSize
    }

    private static func check(base: String) throws(RemoteConfigurationError) {
        guard !base.contains("?") else { throw .address("has a query (?); the base of the PromQL interface has none") }
        guard !base.contains("/api/v1") else { throw .address("goes too far; it ends before /api/v1") }
    }

    private static func check(label name: String, _ value: String) throws(RemoteConfigurationError) {
        let isName = name.utf8.enumerated().allSatisfy { index, byte in
            byte == 0x5F || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || index > 0 && (0x30...0x39).contains(byte)
        }
        guard isName, !name.isEmpty, name.utf8.count <= 64, !name.hasPrefix("__"), !RemoteNaming.ownLabels.contains(name) else { throw .label(name) }
        guard !value.isEmpty, value.utf8.count <= 255 else { throw .labelValue(name) }
    }
}

/// A setting of the engine that cannot be used. The sentences name no secret.
package enum RemoteConfigurationError: SentenceError, Equatable {
    /// What is wrong with the address, as the end of a sentence.
    case address(String)
    case token
    case user
    case password
    case label(String)
    case labelValue(String)
    case tooManyLabels
    case queueLimit
    case batchSize

    package var sentence: String {
        switch self {
        case .address(let problem): "The address \(problem)."
        case .token: "The token is empty or has characters that a header cannot carry."
        case .user: "The user is empty, has a colon, or has characters that a header cannot carry."
        case .password: "The password has control characters."
        case .label(let name):
            "'\(name.printable(limit: 64))' cannot be an extra label: letters, digits and _ only, not beginning with __, and none of "
                + RemoteNaming.ownLabels.sorted().joined(separator: ", ") + "."
        case .labelValue(let name): "The extra label '\(name.printable(limit: 64))' needs a value of at most 255 bytes."
        case .tooManyLabels: "There can be at most \(RemoteConfiguration.mostLabels) extra labels."
        case .queueLimit:
            "The queue may take from \(RemoteConfiguration.queueLimits.lowerBound >> 20) MiB to \(RemoteConfiguration.queueLimits.upperBound >> 40) TiB."
        case .batchSize:
            "A batch has from \(RemoteConfiguration.batchSizes.lowerBound) to \(RemoteConfiguration.batchSizes.upperBound) samples."
        }
    }
}

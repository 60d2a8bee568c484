package import PulseCore

/// What an agent saw at one moment, as a change of what it told before.
package struct AgentReport: Hashable, Sendable, Codable {
    /// Numbers the reports of one run of the agent's log, without a gap, from 1.
    package var sequence: UInt64
    /// By the agent's clock.
    package var measuredAt: Timestamp
    /// The version that this report builds on. Nil: the picture begins anew here, and what is not in it is gone.
    package var base: UInt64?
    /// The version after it. A report that changes nothing keeps its base's.
    package var version: UInt64
    /// A picture that is too large for one report comes in parts: the first has no base, and all but the last are not complete. What was known
    /// before stays until the last has come.
    package var isPartial: Bool?
    package var upserted: [ReportedObject] = []
    package var removed: [ObjectKey] = []
    package var figures: [ObjectFigures] = []
    /// Lists that changed; nil when they did not.
    package var engines: [EngineRecords]?
    package var kubernetes: KubernetesRecords?
    /// How the agent's modules and the agent itself do; nil when it has not changed since the last report.
    package var status: AgentStatus?

    package init(sequence: UInt64, measuredAt: Timestamp, base: UInt64?, version: UInt64) {
        self.sequence = sequence
        self.measuredAt = measuredAt
        self.base = base
        self.version = version
    }
}

/// How an agent does.
package struct AgentStatus: Hashable, Sendable, Codable {
    /// One part of an agent that collects something, `host`, `docker`, `podman`, `kubernetes`.
    package struct Module: Hashable, Sendable, Codable {
        package enum Condition: String, Hashable, Sendable, Codable {
            case working
            /// It works, but something is missing: a right, a program.
            case limited
            /// It cannot say anything at the moment. What it said before is old.
            case failing
        }

        package var name: String
        package var condition: Condition
        /// What is wrong and the next step, a sentence each; nil when nothing is.
        package var problem: String?
        package var nextStep: String?
        /// The kinds of things that it tells of.
        package var kinds: [String]

        package init(_ name: String, _ condition: Condition, problem: String? = nil, nextStep: String? = nil, kinds: [ResourceKind]) {
            self.name = name
            self.condition = condition
            self.problem = problem
            self.nextStep = nextStep
            self.kinds = kinds.map(\.rawValue)
        }
    }

    package var modules: [Module] = []
    /// The serial of the profile that is in force, and the keys of it that the agent refuses.
    package var profileSerial: Int?
    package var refusedSettings: [String] = []
    /// Seconds between reports.
    package var interval: Int
    /// Reports that were thrown away because its log was full.
    package var lostReports: UInt64 = 0

    package init(interval: Int) {
        self.interval = interval
    }
}

/// Who reports. It is small and comes with every batch, so that the server knows a machine it has forgotten.
package struct AgentHeader: Hashable, Sendable, Codable {
    /// Given by the server when it enrolled.
    package var agentID: String
    package var hostname: String
    /// `/etc/machine-id`: the same on clones, so it is evidence and not identity.
    package var machineID: String?
    /// New at each start of the machine.
    package var bootID: String?
    package var version: String
    /// `linux`
    package var platform: String
    /// `x86_64`, `aarch64`
    package var architecture: String
    package var tags: [String]

    package init(agentID: String, hostname: String, version: String, platform: String, architecture: String, tags: [String] = []) {
        self.agentID = agentID
        self.hostname = hostname
        self.version = version
        self.platform = platform
        self.architecture = architecture
        self.tags = tags
    }
}

/// What one request carries: reports of one agent in their order.
package struct AgentBatch: Hashable, Sendable, Codable {
    package static let currentFormat = 1

    package var format: Int
    package var agent: AgentHeader
    /// New whenever the numbering begins at 1 again.
    package var run: String
    /// By the agent's clock, at the moment of sending: what the server takes off to know its clock's error.
    package var sentAt: Timestamp
    package var reports: [AgentReport]

    package init(agent: AgentHeader, run: String, sentAt: Timestamp, reports: [AgentReport]) {
        format = Self.currentFormat
        self.agent = agent
        self.run = run
        self.sentAt = sentAt
        self.reports = reports
    }
}

/// What the server answers to a batch.
package struct AgentReply: Hashable, Sendable, Codable {
    /// The last report that it has; the agent forgets all up to it.
    package var through: UInt64
    /// True when the server does not know the version that the last report builds on: the next one has to begin anew.
    package var wantsEverything: Bool
    package var serverTime: Timestamp
    /// The profile for this agent, when its version is not the one that the agent said is in force.
    package var profile: SignedProfile?
    /// Versions of the agent that it may replace itself by; nil when there is none or it is not its turn.
    package var update: AgentUpdate?
    /// When somebody asked, by the server's clock, that registries be asked for images now; the agent does it once for each such moment.
    package var imageCheck: Timestamp?

    package init(through: UInt64, wantsEverything: Bool = false, serverTime: Timestamp) {
        self.through = through
        self.wantsEverything = wantsEverything
        self.serverTime = serverTime
    }
}

/// A newer agent that the server holds, signed with its profile key.
package struct AgentUpdate: Hashable, Sendable, Codable {
    package var version: String
    /// Of the program, hex.
    package var sha256: String
    package var size: Int
    /// Over ``signedBytes``, hex.
    package var signature: String

    package init(version: String, sha256: String, size: Int, signature: String) {
        self.version = version
        self.sha256 = sha256
        self.size = size
        self.signature = signature
    }

    package var signedBytes: [UInt8] { Array("pulse-agent-update-v1\n\(version)\n\(sha256)\n\(size)\n".utf8) }
}

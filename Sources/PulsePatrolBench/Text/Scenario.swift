package import PulseCore
package import PulsePatrol

/// A world with something happening in it, and the truth about it.
package struct Scenario: Sendable {
    package let file: String
    package let line: Int
    package let name: String
    /// Nothing at all may be raised.
    package let isHealthy: Bool
    package internal(set) var world = "lab"
    /// The moment at which its time begins: six in the morning of a Tuesday unless it says otherwise.
    package internal(set) var start = Scenario.day + .seconds(6 * 3600)
    package internal(set) var length = Duration.seconds(12 * 3600)
    package internal(set) var interval = Duration.seconds(6 * 3600)
    /// How far history reaches back before the start.
    package internal(set) var history = Duration.seconds(35 * 86_400)
    /// By which all noise is multiplied.
    package internal(set) var noise = 1.0
    var changes: [Change] = []
    /// Nil for a world in memory.
    package internal(set) var simulator: SimulatorWorld?
    /// What happens in a simulated world, in the order of the file.
    package internal(set) var orders: [SimulatorOrder] = []
    package internal(set) var expectations: [Expectation] = []

    static let day = Timestamp(seconds: 1_795_478_400)

    init(file: String, line: Int, name: String, isHealthy: Bool) {
        (self.file, self.line, self.name, self.isHealthy) = (file, line, name, isHealthy)
    }

    /// When patrol looks: after each interval, and at the end.
    var looks: [Timestamp] {
        let count = length.wholeMilliseconds / max(1, interval.wholeMilliseconds)
        let regular = (0...count).map { start + .milliseconds($0 * interval.wholeMilliseconds) }.dropFirst()
        let end = start + length
        return regular.last == end ? Array(regular) : regular + [end]
    }
}

/// What the truth says of one finding.
package struct Expectation: Hashable, Sendable {
    /// The finding that patrol has to name as the cause.
    package struct Cause: Hashable, Sendable {
        package let code: String
        package let resource: ResourceID
    }

    package enum Kind: Hashable, Sendable {
        /// Raised at the latest at a moment, and until the end, or gone at the latest at another.
        case must(by: Duration, goneBy: Duration?, cause: Cause?)
        case may
        /// A near miss: the check has to look and must not raise. With `isHidden`, it has to say that it cannot know.
        case never(isHidden: Bool)
    }

    /// What else is asked of something that must be found.
    package enum Mark: String, Hashable, Sendable, CaseIterable {
        /// It must not go and come back meanwhile.
        case once
        /// It must not be the consequence of another finding.
        case alone
    }

    package let kind: Kind
    package let code: String
    /// Nil stands for every resource; of `may` only.
    package let resource: ResourceID?
    /// Nil stands for any.
    package let instance: String?
    package let severity: FindingSeverity?
    package let marks: Set<Mark>
    package let line: Int

    func names(_ key: FindingKey) -> Bool {
        (code == key.code || code == "*") && (resource == nil || resource == key.resource) && (instance == nil || instance == key.instance)
    }
}

/// What makes a finding the same one as before.
package struct FindingKey: Hashable, Sendable, Comparable {
    package let code: String
    package let resource: ResourceID
    package let instance: String

    package static func < (left: FindingKey, right: FindingKey) -> Bool {
        (left.code, left.resource, left.instance) < (right.code, right.resource, right.instance)
    }
}

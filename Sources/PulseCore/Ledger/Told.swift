/// What a source said about one matter, when it said so, and what stood in the way the last time it was asked.
///
/// Three states that must not be mixed up: never answered (`value` nil), answered (`problem` nil), and answered once but not the last time
/// (both), when `value` is as old as `at`. An empty list is an answer; nil is none.
package struct Told<Value: Hashable & Sendable>: Hashable, Sendable {
    package private(set) var value: Value?
    /// When `value` came.
    package private(set) var at: Timestamp?
    package private(set) var problem: Problem?

    /// Not asked yet.
    package init() {}

    package init(_ value: Value, at: Timestamp) {
        self.value = value
        self.at = at
    }

    package mutating func answered(_ value: Value, at: Timestamp) {
        self = Told(value, at: at)
    }

    /// Keeps the last answer beside the reason why there is no newer one.
    package mutating func failed(_ problem: Problem) {
        self.problem = problem
    }

    /// True when it was asked, and the last answer is missing.
    package var isHidden: Bool { problem != nil && value == nil }
}

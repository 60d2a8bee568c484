/// Something that is not as it was written.
package struct VerificationProblem: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        /// The content, the hash or the signature of an event is another one.
        case changed
        case missing
        case inserted
        case reordered
        /// Events are missing at the end.
        case cutOff = "cut_off"
        /// The HMAC of an event is not that of its key, or a key signs that was never handed over to.
        case signature
        case checkpoint, tombstone, head, key
        case unreadable
    }

    /// The event where it was found, where there is one.
    package let sequence: Int64?
    package let kind: Kind
    package let sentence: String

    package init(_ kind: Kind, at sequence: Int64?, _ sentence: String) {
        (self.kind, self.sequence, self.sentence) = (kind, sequence, sentence)
    }
}

/// What came of looking at every event of a log.
package struct VerificationReport: Sendable, Equatable {
    package enum Verdict: String, Sendable {
        case intact, damaged, cancelled
    }

    package var checked: Int64 = 0
    package var unsigned: Int64 = 0
    /// Signed with keys that were not given.
    package var unchecked: Int64 = 0
    /// At most ``mostProblems``; the first is the first event that is not as it was written.
    package private(set) var problems: [VerificationProblem] = []
    /// All, listed or not.
    package private(set) var problemCount = 0
    package var warnings: [String] = []
    package var isCancelled = false
    /// As the file says.
    package var identity: LogIdentity?
    package var firstSequence: Int64?
    package var lastSequence: Int64?
    /// Removed by retention, with a tombstone.
    package var removed: Int64 = 0
    package var checkpoints = 0
    /// Of the tree over all events.
    package var root: Hash256?

    package static let mostProblems = 100

    package init() {}

    package var verdict: Verdict { problemCount > 0 ? .damaged : isCancelled ? .cancelled : .intact }

    mutating func add(_ problem: VerificationProblem) {
        problemCount += 1
        if problems.count < Self.mostProblems { problems.append(problem) }
    }

    /// By place, what is said about the log before what follows from it; what is said of no single event comes behind.
    mutating func sort() {
        let places = problems.enumerated().map { index, problem in
            (place: problem.sequence ?? .max, rank: [.tombstone, .head, .key, .checkpoint].contains(problem.kind) ? 0 : 1, index)
        }
        problems = places.sorted { ($0.place, $0.rank, $0.2) < ($1.place, $1.rank, $1.2) }.map { problems[$0.2] }
    }
}

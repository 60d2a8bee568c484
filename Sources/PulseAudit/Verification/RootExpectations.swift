/// The roots that checkpoints promise, by the size of the tree.
struct RootExpectations {
    struct Expectation {
        let size: Int64
        let root: Hash256
        /// `checkpoint 3`, `the outside checkpoint 7`
        let name: String
    }

    private let sorted: [Expectation]
    private var index = 0
    /// The last size at which the root was the promised one.
    private var good: Int64

    /// - Parameter start: smaller sizes cannot be compared, because what they are about was removed.
    init(_ expectations: [Expectation], from start: Int64) {
        sorted = expectations.filter { $0.size >= start }.sorted { $0.size < $1.size }
        good = start
    }

    /// The size that is to be compared next.
    var next: Int64? { index < sorted.count ? sorted[index].size : nil }

    mutating func compare(_ frontier: Frontier) -> [VerificationProblem] {
        var problems: [VerificationProblem] = []
        let root = frontier.root
        while index < sorted.count, sorted[index].size == frontier.size {
            if sorted[index].root != root { problems.append(rewritten(upTo: frontier.size, says: sorted[index].name)) }
            index += 1
        }
        if problems.isEmpty { good = frontier.size }
        return problems
    }

    /// Everything fits together, and is not what was signed.
    func rewritten(upTo size: Int64, says witness: String) -> VerificationProblem {
        let first = min(good + 1, size)
        let which = first >= size ? "Event \(size) is" : "One of the events \(first) to \(size) or more of them are"
        return VerificationProblem(
            .changed, at: first, "\(which) not the one that \(witness) was signed over: the log was written anew from there on.")
    }

    /// The promises about events that are not there.
    func beyond(_ last: Int64) -> [VerificationProblem] {
        guard let furthest = sorted.last, furthest.size > last else { return [] }
        return [
            VerificationProblem(
                .cutOff, at: last + 1,
                "The log was cut off: \(furthest.name) was signed over \(furthest.size) events, and it ends with event \(last).")
        ]
    }
}

package import PulseCore

/// How far a run has got. Counts and kinds, no names: everybody who may see anything may see this.
package struct RunStep: Hashable, Sendable {
    /// Resources.
    package let done: Int
    package let total: Int
    /// Of the resources that were looked at last.
    package var kinds: [ResourceKind] = []
    /// Conditions that were seen so far. Which of them are new is known at the end.
    package var conditions = 0

    package init(done: Int, total: Int, kinds: [ResourceKind] = [], conditions: Int = 0) {
        (self.done, self.total, self.kinds, self.conditions) = (done, total, kinds, conditions)
    }
}

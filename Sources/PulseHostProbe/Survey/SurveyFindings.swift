package import PulseCore

/// Why a machine does not tell all that it could, and what would help.
package struct Limitation: Hashable, Sendable {
    package var problem: String
    package var nextStep: String

    package init(problem: String, nextStep: String) {
        self.problem = problem
        self.nextStep = nextStep
    }
}

/// What the slow part of looking at a machine has found. Nil is “not asked yet or not told”, an empty list is “none”.
package struct SurveyFindings: Hashable, Sendable {
    package var failedUnits: [String]?
    package var pools: [ZFSPool]?
    package var disks: [HostDisk]?
    package var packages: PackageState?
    package var limitations: [SurveyStep: Limitation] = [:]

    package init() {}

    /// In the order of the steps.
    package var orderedLimitations: [Limitation] { SurveyStep.allCases.compactMap { limitations[$0] } }
}

/// What one step has found, and what stood in its way.
struct Finding<Value: Sendable>: Sendable {
    var value: Value?
    var limitation: Limitation?

    init(_ value: Value? = nil, _ limitation: Limitation? = nil) {
        self.value = value
        self.limitation = limitation
    }
}

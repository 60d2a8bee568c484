package import PulseCore

/// Where the run that is under way has got to, or how it ended.
package struct PatrolProgress: Hashable, Sendable {
    package enum Phase: Hashable, Sendable {
        case looking, comparing
        case ended(RunRecord)

        package var name: String {
            switch self {
            case .looking: "looking"
            case .comparing: "comparing"
            case .ended: "ended"
            }
        }
    }

    package let run: String
    package let phase: Phase
    package let startedAt: Timestamp
    package let step: RunStep

    package init(run: String, phase: Phase, startedAt: Timestamp, step: RunStep) {
        (self.run, self.phase, self.startedAt, self.step) = (run, phase, startedAt, step)
    }
}

extension PatrolProgress {
    init(_ record: RunRecord, _ step: RunStep) {
        self.init(run: record.id, phase: step.done == step.total ? .comparing : .looking, startedAt: record.startedAt, step: step)
    }

    init(ended record: RunRecord) {
        let step = RunStep(done: record.resources, total: record.resources)
        self.init(run: record.id, phase: .ended(record), startedAt: record.startedAt, step: step)
    }
}

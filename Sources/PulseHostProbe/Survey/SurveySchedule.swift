package import PulseCore

/// Which steps of a survey are due.
///
/// Pure: it is told the time. A step that runs is not begun again before it ended, and a clock that is set, in either direction, delays none for
/// longer than its interval.
package struct SurveySchedule: Sendable {
    private enum State {
        case waiting(until: Timestamp)
        case running(since: Timestamp)
    }

    /// The driver looks again at least this often.
    private static let longestPause = Duration.seconds(60)

    private var states: [SurveyStep: State]

    package init(_ steps: [SurveyStep], at now: Timestamp) {
        states = Dictionary(steps.map { ($0, .waiting(until: now + $0.firstDelay)) }) { first, _ in first }
    }

    /// What is due now runs from here on.
    package mutating func begin(at now: Timestamp) -> [SurveyStep] {
        let due = SurveyStep.allCases.filter { isDue($0, at: now) }
        for step in due { states[step] = .running(since: now) }
        return due
    }

    package mutating func finished(_ step: SurveyStep, at now: Timestamp) {
        guard case .running(let since) = states[step] else { return }
        // The clock went back meanwhile.
        states[step] = .waiting(until: min(since, now) + step.interval)
    }

    /// How long nothing will be due.
    package func pause(at now: Timestamp) -> Duration {
        states.reduce(Self.longestPause) { pause, entry in
            guard case .waiting(let moment) = entry.value else { return pause }
            return min(pause, max(moment.since(now), .milliseconds(100)))
        }
    }

    private func isDue(_ step: SurveyStep, at now: Timestamp) -> Bool {
        guard case .waiting(let moment) = states[step] else { return false }
        return now >= moment || moment.since(now) > step.interval
    }
}

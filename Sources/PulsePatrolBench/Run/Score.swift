import PulseCore
import PulsePatrol

/// What was right and wrong in scenarios, compared with their truth.
package struct Score: Sendable {
    package struct Failure: Hashable, Sendable {
        package enum Kind: String, Hashable, Sendable {
            case missed
            case late
            case stays
            case wrong = "false"
            case notJudged = "not judged"
            case cause = "wrong cause"
            case broken
        }

        package let kind: Kind
        package let code: String
        package let scenario: String
        package let place: String
        package let detail: String

        package var text: String { "\(kind.rawValue): \(code) in “\(scenario)”, \(place): \(detail)" }
    }

    /// Of one check.
    package struct Line: Sendable {
        package internal(set) var musts = 0
        package internal(set) var found = 0
        package internal(set) var nearMisses = 0
        package internal(set) var falseFindings = 0
        package internal(set) var times: [Duration] = []
    }

    package private(set) var lines: [String: Line] = [:]
    package private(set) var failures: [Failure] = []
    package private(set) var mays = 0
    package private(set) var nevers = 0
    package private(set) var scenarios = 0
    package private(set) var healthy = 0
    package private(set) var falseInHealthy = 0

    package init(_ runs: [ScenarioRun] = []) {
        for run in runs { add(run) }
    }

    package mutating func add(_ run: ScenarioRun) {
        scenarios += 1
        if run.scenario.isHealthy { healthy += 1 }
        for (code, error) in run.broken.sorted(by: { $0.key < $1.key }) { fail(.broken, code, run.scenario, "the check threw", error) }
        for expectation in run.scenario.expectations { judge(expectation, run) }
        for track in run.tracks where !run.scenario.expectations.contains(where: { $0.allows(track.key) }) {
            lines[track.key.code, default: Line()].falseFindings += 1
            if run.scenario.isHealthy { falseInHealthy += 1 }
            fail(
                .wrong, track.key.code, run.scenario, "\(track.key.resource) \(track.key.instance)",
                "\(track.severity.rawValue), \(track.title): \(track.evidence)")
        }
    }

    private mutating func judge(_ expectation: Expectation, _ run: ScenarioRun) {
        switch expectation.kind {
        case .may: mays += 1
        case .never(let isHidden): judgeNearMiss(expectation, isHidden, run)
        case .must(let by, let goneBy, _):
            lines[expectation.code, default: Line()].musts += 1
            guard let track = found(expectation, by, goneBy, run) else { return }
            lines[expectation.code, default: Line()].found += 1
            lines[expectation.code, default: Line()].times.append(track.first.since(run.scenario.begins))
        }
    }

    private mutating func judgeNearMiss(_ expectation: Expectation, _ isHidden: Bool, _ run: ScenarioRun) {
        nevers += 1
        guard let resource = expectation.resource else { return }
        let verdict = run.verdicts[ScenarioRun.Place(code: expectation.code, resource: resource)]
        lines[expectation.code, default: Line()].nearMisses += 1
        switch verdict {
        case .clear? where !isHidden, .hidden? where isHidden, .raised?: return
        case .hidden(let reason)?: fail(.notJudged, expectation, run, reason)
        case .clear?: fail(.notJudged, expectation, run, "it was judged, and should not be known")
        case nil: fail(.notJudged, expectation, run, "the check does not look at it")
        }
    }

    private mutating func found(_ expectation: Expectation, _ by: Duration, _ goneBy: Duration?, _ run: ScenarioRun) -> Track? {
        let named = run.tracks.filter { expectation.names($0.key) && $0.severity >= expectation.severity ?? .info }
        guard let track = named.min(by: { $0.first < $1.first }) else {
            fail(.missed, expectation, run, reason(expectation, run))
            return nil
        }
        if track.first > run.scenario.start + by {
            fail(.late, expectation, run, "found after \(Words.duration(track.first.since(run.scenario.start)))")
            return nil
        }
        if let goneBy, named.contains(where: { $0.gone.map { $0 > run.scenario.start + goneBy } ?? true }) {
            fail(.stays, expectation, run, "it should be gone by then")
            return nil
        }
        if goneBy == nil, !named.contains(where: { $0.gone == nil }) {
            fail(.missed, expectation, run, "it was raised, and is gone at the end")
            return nil
        }
        if expectation.marks.contains(.once), named.count > 1 {
            fail(.wrong, expectation, run, "it went and came back \(named.count - 1) times")
            return nil
        }
        if let detail = expectation.mistake(in: track.cause) {
            fail(.cause, expectation, run, detail)
            return nil
        }
        return track
    }

    private func reason(_ expectation: Expectation, _ run: ScenarioRun) -> String {
        if let weak = run.tracks.first(where: { expectation.names($0.key) }) { return "only as \(weak.severity.rawValue)" }
        guard let resource = expectation.resource else { return "nothing was raised" }
        switch run.verdicts[ScenarioRun.Place(code: expectation.code, resource: resource)] {
        case .hidden(let reason)?: return "not evaluable: \(reason)"
        case .raised?: return "raised with another instance"
        case .clear?: return "the check says that all is well"
        case nil: return "the check does not look at it"
        }
    }

    private mutating func fail(_ kind: Failure.Kind, _ expectation: Expectation, _ run: ScenarioRun, _ detail: String) {
        let place = "\(expectation.resource.map(\.description) ?? "*") \(expectation.instance ?? "")"
        fail(kind, expectation.code, run.scenario, place, "\(detail) (\(run.scenario.file):\(expectation.line))")
    }

    private mutating func fail(_ kind: Failure.Kind, _ code: String, _ scenario: Scenario, _ place: String, _ detail: String) {
        failures.append(Failure(kind: kind, code: code, scenario: scenario.name, place: place.trimmed, detail: detail))
    }
}

extension Expectation {
    /// What is wrong with the cause that was named; nil when it is right or not asked for.
    fileprivate func mistake(in cause: FindingKey?) -> String? {
        guard case .must(_, _, let wanted) = kind else { return nil }
        let named = cause.map { "\($0.code) \($0.resource) is named as the cause" }
        guard let wanted else { return marks.contains(.alone) ? named : nil }
        return cause?.code == wanted.code && cause?.resource == wanted.resource ? nil : named ?? "no cause is named"
    }

    /// A finding that is there rightly, or may be.
    func allows(_ key: FindingKey) -> Bool {
        if case .never = kind { return false }
        return names(key)
    }
}

extension Scenario {
    /// When something happens: its first change that is not of the past.
    var begins: Timestamp { start + ((changes.map(\.after) + orders.map(\.after)).filter { $0 >= .zero }.min() ?? .zero) }
}

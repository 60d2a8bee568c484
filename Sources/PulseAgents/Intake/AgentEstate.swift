import PulseAgentProtocol
import PulseCore

/// Everything that one agent told, put together from its reports.
///
/// Pure. A report says what changed since a version; one that builds on a version that is not the one here changes nothing, and the agent is asked
/// to begin anew. A picture in parts takes the place of the one before with its last part. What a module told stays when the module fails.
struct AgentEstate: Sendable {
    struct Figures: Sendable {
        var values: [Metric: Figure]
        var parts: [PartFigure]
        let at: Timestamp
    }

    enum Outcome: Equatable, Sendable {
        case applied
        /// A part of a picture that is not whole yet.
        case gathering
        /// It builds on something that is not known here.
        case unknownBase
        case tooMany(Int)
    }

    /// A picture in the making.
    private struct Draft: Sendable {
        var version: UInt64
        var objects: [ObjectKey: ReportedObject] = [:]
        var figures: [ObjectKey: Figures] = [:]
        var engines: [EngineRecords]?
        var kubernetes: KubernetesRecords?
    }

    private(set) var version: UInt64?
    private(set) var objects: [ObjectKey: ReportedObject] = [:]
    private(set) var figures: [ObjectKey: Figures] = [:]
    private(set) var engines = Told<[EngineRecords]>()
    private(set) var kubernetes = Told<KubernetesRecords>()
    /// Counts the changes of the lists.
    private(set) var listRevision: UInt64 = 0
    private(set) var status: AgentStatus?
    private var draft: Draft?

    /// - Parameters:
    ///   - moment: when it was measured, by this server's clock.
    ///   - kinds: of which the report has the figures; nil for all.
    mutating func apply(_ report: AgentReport, at moment: Timestamp, figuresOf kinds: Set<ResourceKind>? = nil) -> Outcome {
        if let status = report.status { self.status = status }
        let outcome: Outcome
        if report.base == nil {
            outcome = gather(report, into: Draft(version: report.version), at: moment)
        } else if let draft, report.base == draft.version {
            outcome = gather(report, into: draft, at: moment)
        } else {
            guard let base = report.base, base == version else { return .unknownBase }
            outcome = change(report, at: moment, kinds)
        }
        if outcome == .applied { noteProblems(at: moment) }
        return outcome
    }

    /// Nothing is known that a report could build on.
    var wantsEverything: Bool { version == nil && draft == nil }

    /// The next report has to begin anew.
    mutating func forgetVersion() {
        version = nil
        draft = nil
    }

    private mutating func gather(_ report: AgentReport, into begun: Draft, at moment: Timestamp) -> Outcome {
        draft = nil
        var next = begun
        next.version = report.version
        for object in report.upserted { next.objects[object.key] = object }
        for key in report.removed { next.objects[key] = nil }
        for figure in report.figures { next.figures[figure.key] = Figures(values: figure.values, parts: figure.parts, at: moment) }
        next.engines = report.engines ?? next.engines
        next.kubernetes = report.kubernetes ?? next.kubernetes
        guard next.objects.count <= AgentLimits.objects else { return .tooMany(next.objects.count) }
        if report.isPartial == true {
            draft = next
            return .gathering
        }
        let kept = objects.filter { failingKinds.contains($0.key.kind) && next.objects[$0.key] == nil }
        objects = next.objects.merging(kept) { new, _ in new }
        figures = next.figures
        version = next.version
        take(next.engines, next.kubernetes, at: moment)
        return .applied
    }

    private mutating func change(_ report: AgentReport, at moment: Timestamp, _ kinds: Set<ResourceKind>?) -> Outcome {
        let added = report.upserted.count { objects[$0.key] == nil }
        let count = objects.count + added - report.removed.count { objects[$0] != nil }
        guard count <= AgentLimits.objects else { return .tooMany(count) }
        draft = nil
        for key in report.removed { objects[key] = nil }
        for object in report.upserted { objects[object.key] = object }
        if let kinds { figures = figures.filter { !kinds.contains($0.key.kind) } } else { figures.removeAll(keepingCapacity: true) }
        for figure in report.figures { figures[figure.key] = Figures(values: figure.values, parts: figure.parts, at: moment) }
        version = report.version
        take(report.engines, report.kubernetes, at: moment)
        return .applied
    }

    private mutating func take(_ engines: [EngineRecords]?, _ kubernetes: KubernetesRecords?, at moment: Timestamp) {
        if let engines { self.engines.answered(engines, at: moment) }
        if let kubernetes { self.kubernetes.answered(kubernetes, at: moment) }
        if engines != nil || kubernetes != nil { listRevision += 1 }
    }

    /// A list is as old as the last answer, and says why there is no newer one.
    private mutating func noteProblems(at moment: Timestamp) {
        let isOther = engines.note(problem(ofModuleFor: .container), at: moment)
        let isAnother = kubernetes.note(problem(ofModuleFor: .kubernetesCluster), at: moment)
        if isOther || isAnother { listRevision += 1 }
    }
}

extension AgentEstate {
    /// The kinds that nothing can be said of at the moment.
    var failingKinds: Set<ResourceKind> {
        let failing = (status?.modules ?? []).filter { $0.condition == .failing }
        return Set(failing.flatMap(\.kinds).compactMap(ResourceKind.init(rawValue:)))
    }

    /// Of two engines on one machine one can fail while the other tells of its own.
    func isFailing(_ object: ReportedObject) -> Bool {
        guard case .container(let facts) = object.facts, let module = status?.modules.first(where: { $0.name == facts.engine }) else { return true }
        return module.condition == .failing
    }

    /// What the modules that do not work well say.
    var problems: [Problem] { Self.problems(of: status?.modules ?? []) }

    static func problems(of modules: [AgentStatus.Module]) -> [Problem] { modules.compactMap(\.asProblem) }

    private func problem(ofModuleFor kind: ResourceKind) -> Problem? {
        status?.modules.first { $0.condition == .failing && $0.kinds.contains(kind.rawValue) }?.asProblem
    }
}

extension Told {
    /// - Returns: true when that is news.
    fileprivate mutating func note(_ problem: Problem?, at moment: Timestamp) -> Bool {
        guard problem != self.problem else { return false }
        if let problem {
            failed(problem)
        } else if let value {
            // The agent would have said if the list were another one now.
            answered(value, at: moment)
        } else {
            self = Told()
        }
        return true
    }
}

extension AgentStatus.Module {
    fileprivate var asProblem: Problem? {
        guard condition != .working else { return nil }
        let fallback =
            condition == .failing ? "The module \(name) of the agent cannot say anything at the moment." : "The module \(name) sees only a part."
        return Problem(
            code: condition == .failing ? "module_failing" : Problem.inPart, sentence: problem ?? fallback,
            nextStep: nextStep ?? "Run 'pulse-agent doctor' on the machine.")
    }
}

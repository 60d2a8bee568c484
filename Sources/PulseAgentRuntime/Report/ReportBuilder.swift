package import PulseAgentProtocol
package import PulseCore

/// Turns successive pictures into reports: what is new or different, what is gone, and the figures.
///
/// Pure. A thing of a kind whose module is failing is missing from the picture and stays known; it is not told to be gone.
package struct ReportBuilder: Sendable {
    /// Things in one report of a picture that begins anew: about half a megabyte of JSON.
    static let objectsInPart = 1_000

    private var known: [ObjectKey: ReportedObject] = [:]
    private var engines: [EngineRecords]?
    private var kubernetes: KubernetesRecords?
    private var status: AgentStatus?
    /// Of the last report; nil when the next one begins anew.
    private var version: UInt64?
    private var lastVersion: UInt64 = 0
    private var lastSequence: UInt64

    /// - Parameter sequence: of the last report of this run that exists already, 0 when there is none.
    package init(after sequence: UInt64 = 0) {
        lastSequence = sequence
    }

    /// The next report carries everything. Called when the server does not know what the last one built on, and when reports were lost.
    package mutating func beginAnew() {
        version = nil
    }

    /// In the order in which they are to be sent; more than one only when a picture is too large for one.
    package mutating func reports(of picture: Picture, status: AgentStatus, at now: Timestamp) -> [AgentReport] {
        let failing = Set(status.modules.filter { $0.condition == .failing }.flatMap(\.kinds))
        let current = Dictionary(picture.objects.map { ($0.key, $0) }) { first, _ in first }
        let kept = known.filter { failing.contains($0.key.kind.rawValue) && current[$0.key] == nil }
        let all = current.merging(kept) { seen, _ in seen }
        var reports = version == nil ? everything(all, at: now) : [change(to: all, at: now)]
        let last = reports.count - 1
        complete(&reports[last], picture, status)
        known = all
        return reports
    }

    private mutating func change(to all: [ObjectKey: ReportedObject], at now: Timestamp) -> AgentReport {
        let upserted = all.values.filter { known[$0.key] != $0 }
        let removed = known.keys.filter { all[$0] == nil }
        let changes = !upserted.isEmpty || !removed.isEmpty
        var report = next(base: version, version: changes ? lastVersion + 1 : lastVersion, at: now)
        report.upserted = upserted.sorted { $0.key.description < $1.key.description }
        report.removed = removed.sorted { $0.description < $1.description }
        return report
    }

    /// Everything as one report or several; the receiver keeps what it had until the last has come.
    private mutating func everything(_ all: [ObjectKey: ReportedObject], at now: Timestamp) -> [AgentReport] {
        engines = nil
        kubernetes = nil
        status = nil
        let objects = all.values.sorted { $0.key.description < $1.key.description }
        let starts = stride(from: 0, to: max(objects.count, 1), by: Self.objectsInPart)
        return starts.map { start in
            let end = min(start + Self.objectsInPart, objects.count)
            var report = next(base: start == 0 ? nil : version, version: lastVersion + 1, at: now)
            report.upserted = Array(objects[start..<end])
            report.isPartial = end < objects.count ? true : nil
            return report
        }
    }

    private mutating func next(base: UInt64?, version: UInt64, at now: Timestamp) -> AgentReport {
        lastSequence += 1
        lastVersion = version
        self.version = version
        return AgentReport(sequence: lastSequence, measuredAt: now, base: base, version: version)
    }

    /// Figures, and the lists and the status where they changed.
    private mutating func complete(_ report: inout AgentReport, _ picture: Picture, _ status: AgentStatus) {
        report.figures = picture.figures.map(\.rounded)
        if let engines = picture.engines, engines != self.engines {
            report.engines = engines
            self.engines = engines
        }
        if let kubernetes = picture.kubernetes, kubernetes != self.kubernetes {
            report.kubernetes = kubernetes
            self.kubernetes = kubernetes
        }
        if status != self.status {
            report.status = status
            self.status = status
        }
    }
}

import PulseAgentProtocol
import PulseCore

/// Holds a batch against ``AgentLimits`` and makes its texts fit to be shown.
///
/// Too many things are refused, for nobody could say which to leave out. Texts that are too long are cut, and what cannot be printed is replaced:
/// a container that is named strangely is still a container.
enum BatchLimits {
    static func checked(_ batch: AgentBatch) throws(AgentRefusal) -> AgentBatch {
        guard batch.format == AgentBatch.currentFormat else { throw .formatUnknown(batch.format) }
        guard (1...64).contains(batch.run.utf8.count) else { throw .bodyUnreadable("its run has no name, or one of more than 64 bytes") }
        guard batch.reports.count <= AgentLimits.reportsInBatch else {
            throw .tooMuch("A request carries at most \(AgentLimits.reportsInBatch) reports, and this one has \(batch.reports.count).")
        }
        guard isPlausible(batch.sentAt), batch.reports.allSatisfy({ isPlausible($0.measuredAt) }) else {
            throw .bodyUnreadable("its time is outside of the years 1970 to 2199")
        }
        var checked = batch
        checked.agent = HeaderLimits.checked(batch.agent)
        for index in checked.reports.indices { try check(&checked.reports[index]) }
        // In the order in which they were measured.
        checked.reports.sort { $0.sequence < $1.sequence }
        return checked
    }

    static func check(_ report: inout AgentReport) throws(AgentRefusal) {
        for count in [report.upserted.count, report.removed.count, report.figures.count] where count > AgentLimits.objects {
            throw .tooMuch(
                "An agent tells of at most \(AgentLimits.objects) things, and this report has \(count). Leave some out by the agent's settings.")
        }
        for index in report.upserted.indices { ObjectLimits.check(&report.upserted[index]) }
        for index in report.figures.indices { ObjectLimits.check(&report.figures[index]) }
        RecordLimits.check(&report)
        if report.status != nil { StatusLimits.check(&report.status) }
    }

    private static func isPlausible(_ moment: Timestamp) -> Bool { (0..<7_258_118_400_000).contains(moment.milliseconds) }
}

/// Of what an agent says of itself.
enum HeaderLimits {
    static func checked(_ header: AgentHeader) -> AgentHeader {
        var checked = header
        checked.hostname = hostname(header.hostname)
        checked.machineID = header.machineID.map { $0.fitting(64) }
        checked.bootID = header.bootID.map { $0.fitting(64) }
        checked.version = header.version.fitting(64)
        checked.platform = header.platform.fitting(64)
        checked.architecture = header.architecture.fitting(64)
        checked.tags = tags(header.tags)
        return checked
    }

    static func hostname(_ text: String) -> String {
        let name = text.fitting(AgentLimits.name)
        return name.isEmpty ? "unnamed" : name
    }

    static func tags(_ tags: [String]) -> [String] { tags.prefix(AgentLimits.tags).filter { !$0.isEmpty }.map { $0.fitting(64) } }
}

/// Of what an agent says of its modules.
enum StatusLimits {
    private static let modules = 16

    static func check(_ status: inout AgentStatus?) {
        guard var checked = status else { return }
        checked.modules = checked.modules.prefix(modules).map { module in
            var module = module
            module.name = module.name.fitting(64)
            module.problem = module.problem.map { $0.fitting(AgentLimits.text) }
            module.nextStep = module.nextStep.map { $0.fitting(AgentLimits.text) }
            module.kinds = Array(module.kinds.prefix(32))
            return module
        }
        checked.refusedSettings = checked.refusedSettings.prefix(64).map { $0.fitting(64) }
        status = checked
    }
}

extension String {
    /// Printable and at most so many characters; what already is comes back as it was.
    func fitting(_ limit: Int) -> String {
        let isPlain = utf8.count <= limit && utf8.allSatisfy { (0x20..<0x7F).contains($0) }
        return isPlain ? self : printable(limit: limit)
    }
}

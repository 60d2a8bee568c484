import FoundationEssentials
import Logging
package import PulseAgentProtocol
package import PulseCore

/// What an agent remembers between two reports: what it told, what waits, which profile holds.
actor AgentCore {
    private static let profileName = "profile.json"

    private var builder: ReportBuilder
    private var spool: Spool
    private var plan = DeliveryPlan()
    private var profiles: ProfileKeeper
    private let local: LocalConfiguration
    private let state: StateFolder
    private let logger: Logger
    private var modules: [AgentStatus.Module] = []
    private var last: (measured: Timestamp?, delivered: Timestamp?)
    private var wishes = ServerWishes()
    private var disk: DiskLog

    init(spool: Spool, profiles: ProfileKeeper, local: LocalConfiguration, state: StateFolder, logger: Logger) {
        self.spool = spool
        self.profiles = profiles
        self.local = local
        self.state = state
        self.logger = logger
        disk = DiskLog(logger: logger)
        builder = ReportBuilder(after: spool.lastSequence)
    }

    var run: String { spool.run }

    /// What holds at the moment.
    var settings: AgentSettings { local.effective(with: profiles.current?.settings).settings }

    /// Takes the profile that was in force at the end of the last run.
    func restoreProfile() {
        guard let bytes = try? state.read(Self.profileName), let signed = try? JSONDecoder().decode(SignedProfile.self, from: Data(bytes)) else {
            return
        }
        if case .refused(let reason) = profiles.take(signed) {
            logger.warning("The kept profile is not used", metadata: ["reason": "\(reason)"])
        }
    }

    /// Makes the reports of a picture and keeps them until the server has them.
    func keep(_ picture: Picture, at now: Timestamp) {
        modules = picture.modules
        last.measured = now
        for report in builder.reports(of: picture, status: status, at: now) {
            disk.keeping { try spool.append(try EncodedReport(report)) }
        }
    }

    /// What is to be sent now; nil when there is nothing or it is not the time.
    func batch(at now: Timestamp) -> [EncodedReport]? {
        guard plan.isDue(at: now), !spool.isEmpty else { return nil }
        do {
            let reports = try spool.oldest(bytes: plan.batchBytes)
            return reports.isEmpty ? nil : reports
        } catch {
            logger.warning("Kept reports could not be read", metadata: ["error": "\(error)"])
            return nil
        }
    }

    /// - Returns: true when more may be sent at once.
    func delivered(_ outcome: DeliveryPlan.Outcome, at now: Timestamp, dice: Double) -> Bool {
        let before = plan.condition
        plan.happened(outcome, at: now, dice: dice)
        DeliveryLog(logger: logger).tell(before, plan.condition)
        guard case .answered(let reply) = outcome else {
            disk.keeping { try spool.spill() }
            return false
        }
        last.delivered = now
        disk.heard()
        disk.keeping { try spool.forget(through: reply.through) }
        if reply.wantsEverything { builder.beginAnew() }
        if let profile = reply.profile { take(profile) }
        wishes.heard(reply)
        return !spool.isEmpty
    }

    /// True once for every time that somebody asked for it.
    func takeImageCheck() -> Bool { wishes.takeImageCheck() }

    /// The version that is to be fetched now, if any. Each is given out once.
    func takeUpdate(_ folder: UpdateFolder) -> AgentUpdate? {
        wishes.takeUpdate(UpdateDecision(failed: folder.failed), isAllowed: settings.selfUpdate ?? false)
    }

    /// Before the process ends.
    func close() {
        disk.keeping { try spool.spill() }
    }

    /// How it does, for `pulse-agent status`.
    var report: RunningReport {
        RunningReport(
            condition: plan.condition, modules: modules, lastMeasured: last.measured, lastDelivered: last.delivered, waitingBytes: spool.bytesOnDisk,
            lostReports: spool.lostReports, profile: profiles.current?.name, profileSerial: profiles.current?.serial)
    }

    private var status: AgentStatus {
        let effective = local.effective(with: profiles.current?.settings)
        var status = AgentStatus(interval: effective.settings.interval ?? AgentService.standardInterval)
        status.modules = modules
        status.profileSerial = profiles.current?.serial
        status.refusedSettings = effective.refused.map(\.rawValue)
        status.lostReports = spool.lostReports
        return status
    }

    private func take(_ signed: SignedProfile) {
        switch profiles.take(signed) {
        case .unchanged: break
        case .refused(let reason): logger.warning("A profile is not applied", metadata: ["reason": "\(reason)"])
        case .apply(let profile):
            logger.notice("A profile is applied", metadata: ["profile": "\(profile.name ?? "none")", "serial": "\(profile.serial)"])
            disk.keeping { try state.write(Array(try JSONEncoder().encode(signed)), to: Self.profileName) }
        }
    }
}

/// How a running agent does.
package struct RunningReport: Sendable {
    package let condition: DeliveryPlan.Condition
    package let modules: [AgentStatus.Module]
    package let lastMeasured: Timestamp?
    package let lastDelivered: Timestamp?
    package let waitingBytes: Int
    package let lostReports: UInt64
    package let profile: String?
    package let profileSerial: Int?
}

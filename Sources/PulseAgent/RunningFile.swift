import FoundationEssentials
import PulseAgentProtocol
import PulseAgentRuntime
import PulseCore

/// How the running agent does, in a file of `/run`, for `pulse-agent status`. There is no listening port.
struct RunningFile: Codable {
    static let name = "status.json"

    var version: String
    var condition: String
    var since: Timestamp?
    var problem: String?
    var modules: [AgentStatus.Module]
    var lastMeasured: Timestamp?
    var lastDelivered: Timestamp?
    var waitingBytes: Int
    var lostReports: UInt64
    var profile: String?
    var profileSerial: Int?

    init(_ report: RunningReport) {
        version = AgentVersion.current
        modules = report.modules
        lastMeasured = report.lastMeasured
        lastDelivered = report.lastDelivered
        waitingBytes = report.waitingBytes
        lostReports = report.lostReports
        profile = report.profile
        profileSerial = report.profileSerial
        switch report.condition {
        case .connecting: condition = "connecting"
        case .delivering: condition = "delivering"
        case .waiting(let since, let sentence):
            condition = "waiting"
            self.since = since
            problem = sentence
        case .refused(let since, let sentence):
            condition = "refused"
            self.since = since
            problem = sentence
        }
    }

    /// Where there is no such folder (started by hand), nothing is written.
    static func write(_ report: RunningReport, in folder: StateFolder) {
        guard let bytes = try? JSONEncoder().encode(RunningFile(report)) else { return }
        try? folder.write(Array(bytes), to: name)
    }

    static func read(in folder: StateFolder) throws -> RunningFile? {
        try folder.read(name).flatMap { try? JSONDecoder().decode(RunningFile.self, from: Data($0)) }
    }
}

import PulseCore
import Testing

@testable import PulseAgents

@Suite("Whether a machine that enrols is a known one", .timeLimit(.minutes(1)))
struct EnrolmentDecisionTests {
    private static let machine = "0123456789abcdef0123456789abcdef"
    private static let (oldKey, newKey): ([UInt8], [UInt8]) = (Array(repeating: 1, count: 32), Array(repeating: 2, count: 32))

    private func known(
        _ hostname: String = "nas", machineID: String? = machine, isReporting: Bool, revoked: Bool = false, id: String = "a"
    ) throws -> EnrolmentDecision.Known {
        let record = AgentRecord(
            id: id, origin: .enrolled(publicKey: Self.oldKey), source: try #require(SourceSlug("nas")), hostname: hostname, machineID: machineID,
            version: "1", platform: "linux", architecture: "x86_64", tags: [], enrolledAt: Stage.start, revokedAt: revoked ? Stage.start : nil)
        return EnrolmentDecision.Known(record: record, isReporting: isReporting, lastSeenAt: nil)
    }

    private func decision(key: [UInt8] = newKey, hostname: String = "nas", machineID: String? = machine) -> EnrolmentDecision {
        EnrolmentDecision(publicKey: key, hostname: hostname, machineID: machineID)
    }

    @Test("an agent that still reports is never replaced")
    func reporting() throws {
        #expect(decision().outcome(among: [try known(isReporting: true)]) == .new)
    }

    @Test("the same machine goes on under the record of a silent or revoked agent")
    func silent() throws {
        #expect(decision().outcome(among: [try known(isReporting: false)]) == .takenOver("a"))
        #expect(decision().outcome(among: [try known(isReporting: true, revoked: true)]) == .takenOver("a"))
        #expect(decision(hostname: "NAS").outcome(among: [try known(isReporting: false)]) == .takenOver("a"))
    }

    @Test(
        "a clone under another name, and a machine without an id, are new",
        arguments: [("web", machine), ("nas", nil), ("nas", "uninitialized"), ("nas", "00000000000000000000000000000000")])
    func others(hostname: String, machineID: String?) throws {
        #expect(
            decision(hostname: hostname, machineID: machineID).outcome(among: [try known(machineID: machineID, isReporting: false)]) == .new
                || hostname == "web")
        #expect(decision(hostname: hostname, machineID: machineID).outcome(among: [try known(isReporting: false)]) == .new)
    }

    @Test("the same key is the same agent, reporting or not")
    func sameKey() throws {
        #expect(decision(key: Self.oldKey, hostname: "renamed", machineID: nil).outcome(among: [try known(isReporting: true)]) == .renewed("a"))
        #expect(decision(key: Self.oldKey).outcome(among: [try known(isReporting: false, revoked: true)]) == .takenOver("a"))
    }

    @Test("clones are marked, and one that was revoked does not count")
    func shared() throws {
        let (one, two) = (try known(isReporting: true, id: "a").record, try known("web", isReporting: true, id: "b").record)
        #expect(MachineID.shared([one, two]) == ["a", "b"])
        #expect(MachineID.shared([one, try known("web", isReporting: true, revoked: true, id: "b").record]).isEmpty)
    }
}

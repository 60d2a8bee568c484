import PulseCore
import PulsePatrol
import Testing

@Suite("The search for causes", .timeLimit(.minutes(1)))
struct CorrelatorTests {
    private static let nodeDown = Check.status(
        "NODE-DOWN", .node, [.offline: .critical], role: CausalRole(explains: [Explanation(.unavailable, .placed), Explanation(.jobFails, .placed)]))
    private static let guestDown = Check.status("GUEST-DOWN", .guest, [.stopped: .warning], role: CausalRole(symptoms: [.unavailable]))
    private static let storeDown = Check.status(
        "STORE-DOWN", .storage, [.inactive: .warning, .available: .warning], role: CausalRole(explains: [Explanation(.slow, .stored)]))
    private static let guestSlow = Check.status("GUEST-SLOW", .guest, [.running: .watch], role: CausalRole(symptoms: [.slow]))

    private func links(_ checks: [Check], _ estate: SmallEstate) async throws -> [FindingIdentity: Correlator.Link] {
        let outcome = try await PatrolRun(checks: checks, source: StandingSource(estate.value)).look(at: estate.value)
        return Correlator(outcome.candidates, in: estate.value.topology).links(for: outcome.candidates)
    }

    private func identity(_ check: String, _ resource: ResourceID) -> FindingIdentity {
        FindingIdentity(check: check, resource: resource.description, instance: "")
    }

    @Test("a guest that is down on a node that is down is the node's doing")
    func nodeAndGuest() async throws {
        let estate = SmallEstate(nodeStatus: .offline, guestStatus: .stopped)
        let found = try await links([Self.nodeDown, Self.guestDown], estate)
        #expect(found.count == 1)
        let link = try #require(found[identity("GUEST-DOWN", SmallEstate.guest)])
        #expect(link.cause == identity("NODE-DOWN", SmallEstate.node) && link.path == [SmallEstate.guest, SmallEstate.node])
    }

    @Test("a guest that is down on a node that is up has no cause")
    func guestAlone() async throws {
        #expect(try await links([Self.nodeDown, Self.guestDown], SmallEstate(guestStatus: .stopped)).isEmpty)
    }

    @Test("trouble of another kind is not explained")
    func otherKind() async throws {
        #expect(try await links([Self.nodeDown, Self.guestSlow], SmallEstate(nodeStatus: .offline)).isEmpty)
    }

    @Test("a slow guest is the storage's doing when a job's list shows its disk there")
    func storage() async throws {
        var job = BackupJob(id: "nightly", isEnabled: true, selection: .all(except: []))
        var volume = GuestCoverage.Volume(name: "scsi0", isIncluded: true)
        volume.volume = "nfs:101/vm-101-disk-0.raw"
        job.coverage = [GuestCoverage(vmid: 101, volumes: [volume])]
        let found = try await links([Self.storeDown, Self.guestSlow], SmallEstate(jobs: [job]))
        #expect(found[identity("GUEST-SLOW", SmallEstate.guest)]?.path == [SmallEstate.guest, SmallEstate.storage])
        #expect(try await links([Self.storeDown, Self.guestSlow], SmallEstate()).isEmpty)
    }

    @Test("a slow guest is the storage's doing when its own configuration has a disk there, and not when that disk is unused")
    func disks() async throws {
        for (name, count) in [("scsi0", 1), ("unused0", 0)] {
            let disks = [GuestDisk(name: name, volume: "nfs:101/vm-101-disk-0.raw", size: 1)]
            #expect(try await links([Self.storeDown, Self.guestSlow], SmallEstate(disks: disks)).count == count, "\(name)")
        }
    }

    @Test("a finding that is too mild explains nothing")
    func mild() async throws {
        for (severity, count) in [(FindingSeverity.warning, 1), (.critical, 0)] {
            let role = CausalRole(explains: [Explanation(.slow, .placed, from: severity)])
            let busy = Check.status("NODE-BUSY", .node, [.online: .warning], role: role)
            #expect(try await links([busy, Self.guestSlow], SmallEstate()).count == count, "from \(severity)")
        }
    }

    @Test("two that explain each other do not go round in a circle")
    func circle() async throws {
        let role = CausalRole(explains: [Explanation(.slow, .placed)], symptoms: [.slow])
        let checks = ["A", "B"].map { Check.status($0, .node, [.online: .watch], role: role) }
        #expect(try await links(checks, SmallEstate()).count == 1)
    }
}

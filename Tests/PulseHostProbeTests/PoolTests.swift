import PulseCore
import Testing

@testable import PulseHostProbe

@Suite("Pools of ZFS", .timeLimit(.minutes(5)))
struct PoolTests {
    private static let list = "tank\t1006632960\t63255552\t3\tONLINE\nlost\t-\t-\t-\tUNAVAIL\n"
    private static let degraded = """
          pool: tank
         state: DEGRADED
        status: One or more devices has experienced an unrecoverable error.  An
        \tattempt was made to correct the error.  Applications are unaffected.
          scan: scrub repaired 70.5K in 00:00:02 with 0 errors on Mon Nov 23 14:21:03 2026
        config:

        \tNAME        STATE     READ WRITE CKSUM
        \ttank        DEGRADED     0     0     0
        \t  mirror-0  DEGRADED     0     0     0
        \t    sda     OFFLINE      1     0     0
        \t    sdb     ONLINE       0     2    52  (resilvering)
        \tlogs
        \t  sdc       ONLINE       0     0     1
        \tspares
        \t  sdd       AVAIL

        errors: No known data errors

          pool: lost
         state: UNAVAIL
        config:

        \tNAME        STATE     READ WRITE CKSUM
        \tlost        UNAVAIL      0     0     7
        \t  sde       UNAVAIL      0     0     0

        errors: Permanent errors have been detected in the following files:
        """

    private func survey(_ programs: RecordedPrograms, _ files: [String: String] = [:]) async throws -> Finding<[ZFSPool]> {
        let machine = try FakeMachine(["proc/spl/kstat/zfs/arcstats": "x", "proc/spl/kstat/zfs/tank/state": "ONLINE\n"].merging(files) { $1 })
        return await PoolSurvey(files: FileTree(root: machine.root), programs: programs).ask()
    }

    @Test("sizes from the list, health, errors and scrub from the status")
    func pools() async throws {
        let programs = RecordedPrograms(["zpool list": .printed(Self.list), "zpool status": .printed(Self.degraded)])
        let finding = try await survey(programs)
        let pools = try #require(finding.value)
        #expect(finding.limitation == nil)
        #expect(programs.asked == ["zpool list -Hp -o name,size,allocated,fragmentation,health", "zpool status -p"])
        let tank = try #require(pools.first)
        #expect(tank.name == "tank" && tank.health == "DEGRADED")
        #expect(tank.size == 1_006_632_960 && tank.allocated == 63_255_552)
        #expect(tank.fragmentation == 0.03)
        #expect(tank.readErrors == 1 && tank.writeErrors == 2 && tank.checksumErrors == 53)
        #expect(tank.scrubbedAt == Timestamp(rfc3339: "2026-11-23T14:21:03Z"))
        #expect(tank.errors == nil)
        let lost = try #require(pools.last)
        #expect(lost.size == nil && lost.health == "UNAVAIL" && lost.checksumErrors == 7)
        #expect(lost.errors == "Permanent errors have been detected in the following files:")
    }

    @Test(
        "scrubs and resilvers",
        arguments: [
            ("none requested", "none requested", nil),
            ("scrub repaired 0B in 01:00:00 with 0 errors on Sun Nov  8 01:24:01 2026", "scrub repaired", "2026-11-08T01:24:01Z"),
            ("resilvered 1.2G in 00:01:00 with 0 errors on Sun Nov  8 01:24:01 2026", "resilvered 1.2G", nil),
            ("scrub canceled on Sun Nov  8 01:24:01 2026", "scrub canceled", nil),
            ("scrub repaired 0B with 0 errors on Never", "scrub repaired", nil),
        ])
    func scans(scan: String, begins: String, scrubbed: String?) throws {
        let status = try #require(PoolStatus.parse("  pool: a\n  scan: \(scan)\n".bytes).first)
        #expect(status.scan?.hasPrefix(begins) == true)
        #expect(status.scrubbedAt == scrubbed.flatMap { Timestamp(rfc3339: $0) })
    }

    @Test("a running scrub tells how far it is, and not each second how fast")
    func running() throws {
        let text = """
              pool: a
              scan: scrub in progress since Mon Nov 23 14:21:03 2026
            \t1.23G scanned at 123M/s, 456M issued at 45M/s, 2.00T total
            \t0B repaired, 12.34% done, 0 days 01:23:45 to go
            config:
            """
        #expect(PoolStatus.parse(text.bytes).first?.scan == "scrub in progress since Mon Nov 23 14:21:03 2026, 12 % done")
    }

    @Test("without the module of the kernel there are no pools, and nothing is run")
    func none() async throws {
        let programs = RecordedPrograms(["zpool list": .printed(Self.list)])
        let machine = try FakeMachine(["proc/stat": "x"])
        let finding = await PoolSurvey(files: FileTree(root: machine.root), programs: programs).ask()
        #expect(finding.value == [])
        #expect(programs.asked == [])
    }

    @Test(
        "without zpool, or without its right, the kernel's word for the health is left, with what would help",
        arguments: [ProgramOutcome.missing, .printed("", code: 1, complaint: "Permission denied the ZFS utilities must be run as root.\n"), .late])
    func limited(outcome: ProgramOutcome) async throws {
        let finding = try await survey(RecordedPrograms(["zpool list": outcome]))
        #expect(finding.value?.map(\.health) == ["ONLINE"])
        let limitation = try #require(finding.limitation)
        #expect(limitation.problem.hasPrefix("Of ZFS only the health is known: zpool "))
        #expect(!limitation.nextStep.isEmpty)
    }
}

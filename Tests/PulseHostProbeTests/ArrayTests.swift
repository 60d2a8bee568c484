import PulseCore
import Testing

@testable import PulseHostProbe

@Suite("RAIDs of the kernel", .timeLimit(.minutes(5)))
struct ArrayTests {
    private func arrays(_ text: String, _ known: [String: ArrayMemberState] = [:]) -> [SoftwareArray] {
        ArrayListing.parse(text.bytes).map { array in
            var array = array
            array.settle(known)
            return array
        }
    }

    private func states(_ array: SoftwareArray?) -> [String] {
        array?.members.map { "\($0.device) \($0.state)" + ($0.slot.map { " \($0)" } ?? "") } ?? []
    }

    @Test("a mirror that lost a disk")
    func degraded() throws {
        let text = """
            Personalities : [linear] [raid0] [raid1]
            md0 : active raid1 sdb[1](F) sda[0]
                  1046528 blocks super 1.2 [2/1] [U_]
                  bitmap: 0/1 pages [0KB], 65536KB chunk

            unused devices: <none>
            """
        let array = try #require(arrays(text).first)
        #expect(array.device == "md0" && array.level == "raid1" && array.state == "active")
        #expect(array.devicesWanted == 2 && array.devicesActive == 1 && array.devicesFailed == 1 && array.devicesSpare == 0)
        #expect(array.isDegraded == true)
        #expect(array.size == 1_071_644_672)
        #expect(array.action == nil && array.progress == nil)
        #expect(states(array) == ["sda active", "sdb faulty", " missing"])
    }

    @Test("with /sys the members have their places, and the empty place is named")
    func slots() throws {
        let text = "md0 : active raid1 sdb[1](F) sda[0]\n      1046528 blocks super 1.2 [2/1] [U_]\n"
        let known = ["sda": ArrayMemberState(state: "in_sync", slot: 0), "sdb": ArrayMemberState(state: "faulty", slot: nil)]
        #expect(states(arrays(text, known).first) == ["sda active 0", "sdb faulty", " missing 1"])
    }

    private static let recovering = """
        md1 : active raid5 sde1[4] sdd1[1] sdc1[0](W) sdf1[5](S)
              2095104 blocks super 1.2 level 5, 512k chunk, algorithm 2 [3/2] [UU_]
              [==>..................]  recovery = 12.6% (132352/1047552) finish=0.1min speed=132352K/sec
        """

    @Test("an array that is being rebuilt, told with and without /sys")
    func recovery() throws {
        let array = try #require(arrays(Self.recovering).first)
        #expect(array.level == "raid5" && array.action == "recovery" && array.progress == 0.12)
        #expect(array.devicesSpare == 1 && array.devicesFailed == 0)
        #expect(array.members.count { $0.state == "rebuilding" } == 1)
        let known = [
            "sde1": ArrayMemberState(state: "spare", slot: 2), "sdd1": ArrayMemberState(state: "in_sync", slot: 1),
            "sdc1": ArrayMemberState(state: "in_sync,write_mostly", slot: 0), "sdf1": ArrayMemberState(state: "spare", slot: nil),
        ]
        #expect(states(arrays(Self.recovering, known).first) == ["sdc1 active 0", "sdd1 active 1", "sde1 rebuilding 2", "sdf1 spare"])
    }

    @Test(
        "what is done, and how far",
        arguments: [
            ("resync = 99.9% (1/2) finish=1min speed=1K/sec", "resync", 0.99), ("check = 0.0% (1/2)", "check", 0), ("resync=DELAYED", "resync", nil),
            ("resync=PENDING", "resync", nil), ("reshape =  5.0% (1/2)", "reshape", 0.05), ("nothing = 5.0%", nil, nil),
        ] as [(String, String?, Double?)])
    func actions(line: String, action: String?, progress: Double?) {
        let array = arrays("md0 : active raid1 sda[0] sdb[1]\n      1 blocks [2/2] [UU]\n      [>....]  \(line)\n").first
        #expect(array?.action == action)
        #expect(array?.progress == progress)
    }

    @Test("inactive and read-only arrays, and those without a count")
    func others() {
        let found = arrays(
            """
            md2 : inactive sdb[1](S) sda[0](S)
                  2097152 blocks super 1.2
            md3 : active (auto-read-only) raid1 sdc1[0] sdd1[1]
                  102336 blocks super 1.2 [2/2] [UU]
            md4 : active (read-only) raid0 sde[0] sdf[1]
                  102336 blocks super 1.2 512k chunks
            md127 : broken raid0 sdg[0]
                  5 blocks
            """)
        #expect(found.map(\.state) == ["inactive", "read-auto", "read-only", "broken"])
        #expect(found.map(\.level) == [nil, "raid1", "raid0", "raid0"])
        #expect(found.map(\.isDegraded) == [nil, false, nil, nil])
        #expect(states(found[0]) == ["sda spare", "sdb spare"])
    }

    @Test("without the module there are no arrays; without /sys nobody knows")
    func none() throws {
        #expect(try FakeMachine(["sys/block/sda/size": "1"]).read().arrays == [])
        #expect(try FakeMachine().read().arrays == nil)
        #expect(try FakeMachine(["proc/mdstat": "Personalities : \nunused devices: <none>\n"]).read().arrays == [])
    }

    @Test("the reader adds the places from /sys")
    func reader() throws {
        let machine = try FakeMachine([
            "proc/mdstat": "md0 : active raid1 sdb1[1] sda1[0]\n      1046528 blocks super 1.2 [2/2] [UU]\n",
            "sys/block/md0/md/dev-sda1/state": "in_sync\n", "sys/block/md0/md/dev-sda1/slot": "0\n",
            "sys/block/md0/md/dev-sdb1/state": "in_sync\n", "sys/block/md0/md/dev-sdb1/slot": "none\n",
        ])
        #expect(states(machine.read().arrays?.first) == ["sda1 active 0", "sdb1 active"])
    }
}

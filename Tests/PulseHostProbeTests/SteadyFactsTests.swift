import PulseCore
import Testing

@testable import PulseHostProbe

/// Each change of a fact is sent to every browser, so what trembles is held.
@Suite("Facts stand still", .timeLimit(.minutes(5)))
struct SteadyFactsTests {
    private var machine = Machine()

    init() {
        machine.reading.loadAverage = [0.12, 0.1, 0.05]
        machine.reading.filesystems = [Filesystem(mountpoint: "/", total: 1 << 40, used: 549_755_813_888)]
        machine.reading.temperatures = [TemperatureSensor(chip: "coretemp", label: "Package id 0", celsius: 49.4)]
        machine.reading.fans = [FanSensor(chip: "nct", label: "fan1", turns: 1204)]
        machine.reading.clock = ClockReading(isSynchronised: true, maximumError: .milliseconds(12))
        machine.reading.arrays = ArrayListing.parse("md0 : active raid1 sda[0] sdb[1]\n 1 blocks [2/2] [UU]\n".bytes)
    }

    @Test("two readings of a quiet machine give equal facts, also when values cross a step of rounding")
    mutating func quiet() {
        let before = machine.facts(at: 0)
        machine.reading.loadAverage = [0.15, 0.11, 0.05]
        machine.reading.filesystems?[0].used = 550_300_000_000
        machine.reading.temperatures[0].celsius = 49.6
        machine.reading.fans?[0].turns = 1206
        machine.reading.clock?.maximumError = .milliseconds(17)
        machine.reading.processCount = 99
        machine.reading.pressure = PressureFigures(processor: 0.3)
        machine.reading.identity.bootID = "first"
        #expect(machine.facts(at: 10) == before)
    }

    @Test("a thousand readings that tremble round a border are one state of facts")
    mutating func trembling() {
        var seen: Set<HostFacts?> = []
        for second in 0..<1000 {
            let sign: Double = second.isMultiple(of: 2) ? 1 : -1
            machine.reading.temperatures[0].celsius = 49.5 + 0.3 * sign
            machine.reading.fans?[0].turns = 1205 + Int(20 * sign)
            machine.reading.loadAverage = [0.1 + 0.04 * sign, 0.1, 0.05]
            machine.reading.filesystems?[0].used = 549_755_813_888 + Int64(300_000_000 * sign)
            machine.reading.clock?.maximumError = .milliseconds(20 + second % 500)
            seen.insert(machine.facts(at: Int64(second)))
        }
        // The clock's error goes up by its steps.
        #expect(seen.count <= 7)
    }

    @Test("what really changes is told")
    mutating func changes() throws {
        _ = machine.facts(at: 0)
        machine.reading.loadAverage = [1.5, 0.4, 0.1]
        machine.reading.filesystems?[0].used = 560_000_000_000
        machine.reading.temperatures[0].celsius = 51.2
        machine.reading.fans?[0].turns = 1800
        let told = machine.facts(at: 10)
        let facts = try #require(told)
        #expect(facts.loadAverage == [1.5, 0.4, 0.1])
        #expect(facts.filesystems.first?.used != 549_755_813_888)
        #expect(facts.temperatures.first?.celsius == 51)
        #expect(facts.fans == [FanReading(label: "nct fan1", turns: 1800)])
    }

    @Test("a fan that stops is told at once, however slowly it turned")
    mutating func stopped() {
        machine.reading.fans?[0].turns = 40
        _ = machine.facts(at: 0)
        machine.reading.fans?[0].turns = 0
        #expect(machine.facts(at: 10)?.fans?.first?.turns == 0)
        machine.reading.fans?[0].turns = 40
        #expect(machine.facts(at: 20)?.fans?.first?.turns == 40)
    }

    @Test(
        "the clock: what follows no server has no error that anybody knows",
        arguments: [
            (ClockReading(isSynchronised: true, maximumError: .milliseconds(19)), ClockState(isSynchronised: true, estimatedError: 0.02)),
            (ClockReading(isSynchronised: true, maximumError: nil), ClockState(isSynchronised: true)),
            (ClockReading(isSynchronised: true, maximumError: .seconds(16)), ClockState(isSynchronised: true, estimatedError: 20)),
            (ClockReading(isSynchronised: false, maximumError: .seconds(16)), ClockState(isSynchronised: false)),
        ])
    mutating func clock(reading: ClockReading, expected: ClockState) {
        machine.reading.clock = reading
        #expect(machine.facts()?.clock == expected)
    }

    @Test("what a survey found is in the facts, and what it did not is not")
    mutating func findings() {
        #expect(machine.facts()?.disks == nil)
        var findings = SurveyFindings()
        findings.disks = [HostDisk(device: "sda", answer: .standby)]
        findings.failedUnits = []
        let host = machine.probe.observe(machine.reading, findings, at: Timestamp(seconds: 0))
        guard case .host(let facts) = host.facts else {
            Issue.record("these are facts of something else")
            return
        }
        #expect(facts.disks == findings.disks)
        #expect(facts.failedUnits == [])
        #expect(facts.pools == nil && facts.packages == nil)
    }
}

import PulseCore
import Testing

@testable import PulseHistory

/// What is kept of what a machine says of its disks.
@Suite("Samples of a machine's disks", .timeLimit(.minutes(1)))
struct SampleCollectorTests {
    private static let now = Timestamp(seconds: 1_800_000_000)
    private let source = SourceSlug(naming: "nas", avoiding: [])

    private func disk(_ device: String, serial: String?, _ answer: HostDisk.Answer = .answered) -> HostDisk {
        var disk = HostDisk(device: device, answer: answer)
        (disk.serial, disk.reallocatedSectors, disk.pendingSectors) = (serial, 4, 0)
        (disk.uncorrectableErrors, disk.mediaErrors) = (3, 1)
        return disk
    }

    /// The names and values of one metric.
    private func samples(_ metric: Metric, of disks: [HostDisk]) -> [String: Double] {
        var facts = HostFacts(hostname: "nas")
        facts.disks = disks
        let id = ResourceID.host("nas")
        let observed = ObservedResource(id: id, name: "nas", parent: nil, status: .online, facts: .host(facts))
        let report = SourceReport(
            source: source, kind: .thisHost, name: "nas", condition: .reachable, lastAnswerAt: Self.now, interval: .seconds(10))
        let resource = Resource(
            id: id, source: source, name: "nas", parent: nil, state: ResourceState(.online), facts: .host(facts), lastSeen: Self.now)
        let fleet = Fleet(sequence: 1, at: Self.now, resources: [id: resource], sources: [source: report])
        let observation = Observation(source: source, at: Self.now, report: report, resources: [observed])
        let found = SampleCollector.samples(of: [observation], in: fleet).filter { $0.key.metric == metric && $0.at == Self.now }
        return Dictionary(uniqueKeysWithValues: found.map { ($0.key.part, $0.value) })
    }

    @Test("each counter of a disk is kept under its serial number, and what it does not count is not zero")
    func counters() {
        let disks = [disk("sda", serial: "A-1"), disk("sdb", serial: nil)]
        #expect(samples(.reallocatedSectors, of: disks) == ["A-1": 4, "sdb": 4])
        #expect(samples(.pendingSectors, of: disks) == ["A-1": 0, "sdb": 0])
        #expect(samples(.mediaErrors, of: disks) == ["A-1": 3, "sdb": 3])
        #expect(samples(.linkErrors, of: disks).isEmpty)
    }

    @Test("two disks with one serial number have the names of their devices")
    func twins() {
        #expect(Set(samples(.reallocatedSectors, of: [disk("sda", serial: "0123"), disk("sdb", serial: "0123")]).keys) == ["sda", "sdb"])
    }

    @Test("of a disk that sleeps or was not asked nothing is kept", arguments: [HostDisk.Answer.standby, .unreadable, .notAsked, .unsupported])
    func asleep(answer: HostDisk.Answer) {
        #expect(samples(.reallocatedSectors, of: [disk("sda", serial: "A-1", answer)]).isEmpty)
    }
}

import PulseCore
import Testing

@testable import PulseInventory

@Suite("The last minutes")
struct RecentWindowTests {
    private let id = ResourceID.host("nas")

    private func fleet(cpu: Measurement, at second: Int64) -> Fleet {
        var metrics = MetricTable()
        metrics[.cpu] = cpu
        let slug = SourceSlug(naming: "nas", avoiding: [])
        let resource = Resource(
            id: id, source: slug, name: "nas", parent: nil, state: ResourceState(.online), facts: .host(HostFacts(hostname: "nas")), metrics: metrics,
            lastSeen: Timestamp(seconds: second))
        return Fleet(sequence: 1, at: Timestamp(seconds: second), resources: [id: resource], sources: [:])
    }

    private func note(_ window: inout RecentWindow, _ value: Double, at second: Int64) {
        let moment = Timestamp(seconds: second)
        window.note(fleet(cpu: .measured(value, at: moment), at: second), at: moment)
    }

    @Test("the newest value stands last, gaps stay gaps")
    func gaps() throws {
        var window = RecentWindow()
        note(&window, 0.1, at: 1000)
        note(&window, 0.2, at: 1010)
        note(&window, 0.5, at: 1040)
        let tail = try #require(window.series(id, .cpu)).suffix(5)
        #expect(tail.map { $0.isNaN ? -1 : $0 } == [0.1, 0.2, -1, -1, 0.5])
    }

    @Test("after a long silence nothing old is left")
    func silence() throws {
        var window = RecentWindow()
        note(&window, 0.1, at: 1000)
        note(&window, 0.2, at: 100_000)
        #expect(try #require(window.series(id, .cpu)).filter { !$0.isNaN } == [0.2])
    }

    @Test("stale values are not drawn")
    func stale() throws {
        var window = RecentWindow()
        let moment = Timestamp(seconds: 1000)
        window.note(fleet(cpu: Measurement.measured(0.4, at: moment).stale(.overdue), at: 1000), at: moment)
        #expect(try #require(window.series(id, .cpu)).allSatisfy(\.isNaN))
    }

    @Test("what is not measured has no series")
    func missing() {
        #expect(RecentWindow().series(id, .cpu) == nil)
    }
}

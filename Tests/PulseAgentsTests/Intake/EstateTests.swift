import PulseAgentProtocol
import PulseCore
import Testing

@testable import PulseAgents

@Suite("What an agent told, put together", .timeLimit(.minutes(1)))
struct EstateTests {
    private static let at = Stage.start

    private func report(
        base: UInt64?, version: UInt64, partial: Bool? = nil, _ upserted: [ReportedObject] = [], removed: [ObjectKey] = [], status: AgentStatus? = nil
    ) -> AgentReport {
        var report = AgentReport(sequence: version, measuredAt: Self.at, base: base, version: version)
        (report.isPartial, report.upserted, report.removed, report.status) = (partial, upserted, removed, status)
        return report
    }

    private func names(_ estate: AgentEstate) -> [String] { estate.objects.values.map(\.name).sorted() }

    @Test("changes build on each other, and one that builds on something else changes nothing")
    func chain() {
        var estate = AgentEstate()
        #expect(estate.wantsEverything)
        #expect(estate.apply(report(base: 1, version: 2, [Things.container("a")]), at: Self.at) == .unknownBase)
        #expect(estate.apply(report(base: nil, version: 5, [Things.container("a"), Things.container("b")]), at: Self.at) == .applied)
        #expect(estate.apply(report(base: 5, version: 6, [Things.container("c")], removed: [ObjectKey(.container, "a")]), at: Self.at) == .applied)
        #expect(estate.apply(report(base: 5, version: 7, removed: [ObjectKey(.container, "b")]), at: Self.at) == .unknownBase)
        #expect(names(estate) == ["b", "c"])
        #expect(estate.apply(report(base: 6, version: 6), at: Self.at) == .applied)
        #expect(!estate.wantsEverything)
    }

    @Test("a picture in parts takes the place of the old one with its last part")
    func parts() {
        var estate = AgentEstate()
        _ = estate.apply(report(base: nil, version: 1, [Things.container("old")]), at: Self.at)
        #expect(estate.apply(report(base: nil, version: 2, partial: true, [Things.container("a")]), at: Self.at) == .gathering)
        #expect(estate.apply(report(base: 2, version: 3, partial: true, [Things.container("b")]), at: Self.at) == .gathering)
        #expect(names(estate) == ["old"])
        #expect(!estate.wantsEverything)
        #expect(estate.apply(report(base: 3, version: 4, [Things.container("c")]), at: Self.at) == .applied)
        #expect(names(estate) == ["a", "b", "c"])
        #expect(estate.apply(report(base: 4, version: 5), at: Self.at) == .applied)
    }

    @Test("what a failing module told before stays when the picture begins anew")
    func failing() {
        var estate = AgentEstate()
        _ = estate.apply(report(base: nil, version: 1, [Things.host("nas"), Things.container("web")], status: Things.status()), at: Self.at)
        _ = estate.apply(report(base: nil, version: 1, [Things.host("nas")], status: Things.status(docker: .failing)), at: Self.at)
        #expect(names(estate) == ["nas", "web"])
        #expect(estate.failingKinds == [.container, .swarmService])
        _ = estate.apply(report(base: nil, version: 1, [Things.host("nas")], status: Things.status()), at: Self.at)
        #expect(names(estate) == ["nas"])
    }

    @Test("lists keep their age and say what stands in the way, and no more when it is over")
    func lists() {
        var estate = AgentEstate()
        var first = report(base: nil, version: 1, [Things.host("nas")], status: Things.status())
        first.engines = [EngineRecords(product: "docker")]
        _ = estate.apply(first, at: Self.at)
        #expect(estate.engines.value?.count == 1 && estate.engines.problem == nil)
        let revision = estate.listRevision
        _ = estate.apply(report(base: 1, version: 1, status: Things.status(docker: .failing)), at: Self.at + .seconds(10))
        #expect(estate.engines.problem?.sentence == "The socket hangs." && estate.engines.at == Self.at)
        _ = estate.apply(report(base: 1, version: 1, status: Things.status()), at: Self.at + .seconds(20))
        #expect(estate.engines.problem == nil && estate.engines.at == Self.at + .seconds(20))
        #expect(estate.listRevision == revision + 2)
    }

    @Test("more things than an agent may tell of are refused, also when it names things to remove that there are not")
    func tooMany() {
        var estate = AgentEstate()
        let many = (0..<AgentLimits.objects).map { Things.container("c\($0)") }
        #expect(estate.apply(report(base: nil, version: 1, many), at: Self.at) == .applied)
        let gone = (0..<100).map { ObjectKey(.container, "none\($0)") }
        #expect(
            estate.apply(report(base: 1, version: 2, [Things.container("one more")], removed: gone), at: Self.at) == .tooMany(AgentLimits.objects + 1)
        )
        #expect(estate.objects.count == AgentLimits.objects)
        #expect(
            estate.apply(report(base: 1, version: 2, [Things.container("other")], removed: [ObjectKey(.container, "c0")]), at: Self.at) == .applied)
    }
}

import PulseAgentProtocol
import PulseAgentRuntime
import PulseCore
import Testing

@Suite("What an agent tells after what", .timeLimit(.minutes(1)))
struct ReportBuilderTests {
    private static let now = Timestamp(seconds: 100)

    private static func container(_ name: String, state: String = "running") -> ReportedObject {
        ReportedObject(
            ObjectKey(.container, name), name: name, status: .running,
            facts: .container(ContainerFacts(engine: "docker", containerID: name, image: "busybox", state: state)))
    }

    private static func picture(_ objects: [ReportedObject], _ condition: AgentStatus.Module.Condition = .working) -> (Picture, AgentStatus) {
        var picture = Picture()
        picture.objects = objects
        picture.modules = [AgentStatus.Module("docker", condition, kinds: [.container])]
        var status = AgentStatus(interval: 10)
        status.modules = picture.modules
        return (picture, status)
    }

    private static func report(_ builder: inout ReportBuilder, _ objects: [ReportedObject], _ condition: AgentStatus.Module.Condition = .working)
        throws
        -> AgentReport
    {
        let (picture, status) = picture(objects, condition)
        let reports = builder.reports(of: picture, status: status, at: now)
        #expect(reports.count == 1)
        return try #require(reports.first)
    }

    @Test("the first report carries everything, the next only what differs")
    func changes() throws {
        var builder = ReportBuilder()
        let first = try Self.report(&builder, [Self.container("a"), Self.container("b")])
        #expect(first.base == nil && first.sequence == 1 && first.upserted.count == 2 && first.status != nil)
        let quiet = try Self.report(&builder, [Self.container("a"), Self.container("b")])
        #expect(quiet.base == first.version && quiet.version == first.version && quiet.upserted.isEmpty && quiet.status == nil)
        let changed = try Self.report(&builder, [Self.container("a", state: "exited")])
        #expect(changed.base == first.version && changed.version > first.version)
        #expect(changed.upserted.map(\.key) == [ObjectKey(.container, "a")])
        #expect(changed.removed == [ObjectKey(.container, "b")])
        #expect(changed.sequence == 3)
    }

    @Test("things of an engine that does not answer are not told to be gone")
    func failing() throws {
        var builder = ReportBuilder()
        _ = try Self.report(&builder, [Self.container("a"), Self.container("b")])
        let silent = try Self.report(&builder, [], .failing)
        #expect(silent.removed.isEmpty && silent.upserted.isEmpty)
        #expect(silent.status?.modules.first?.condition == .failing)
        let back = try Self.report(&builder, [Self.container("a")])
        #expect(back.removed == [ObjectKey(.container, "b")])
    }

    @Test("when the server asks, the picture begins anew, with the things of a silent engine in it")
    func anew() throws {
        var builder = ReportBuilder()
        _ = try Self.report(&builder, [Self.container("a")])
        builder.beginAnew()
        let again = try Self.report(&builder, [], .failing)
        #expect(again.base == nil && again.upserted.map(\.key) == [ObjectKey(.container, "a")] && again.status != nil)
    }

    @Test("a picture too large for one report comes in parts that build on each other")
    func parts() {
        var builder = ReportBuilder(after: 7)
        let (picture, status) = Self.picture((0..<2_500).map { Self.container("c\($0)") })
        let reports = builder.reports(of: picture, status: status, at: Self.now)
        #expect(reports.map(\.sequence) == [8, 9, 10])
        #expect(reports.map(\.isPartial) == [true, true, nil])
        #expect(reports.map(\.base) == [nil, reports[0].version, reports[1].version])
        #expect(Set(reports.flatMap(\.upserted).map(\.key)).count == 2_500)
        #expect(reports.map { $0.status != nil } == [false, false, true])
    }

    @Test("figures lose the digits that history does not keep", arguments: [(Metric.cpu, 0.123456789, 0.1235), (.memoryUsed, 1024.4, 1024)])
    func rounding(metric: Metric, value: Double, sent: Double) throws {
        var builder = ReportBuilder()
        var (picture, status) = Self.picture([])
        picture.figures = [ObjectFigures(ObjectKey(.host), values: [metric: .value(value)])]
        status.modules = []
        #expect(builder.reports(of: picture, status: status, at: Self.now).first?.figures.first?.values == [metric: .value(sent)])
    }
}

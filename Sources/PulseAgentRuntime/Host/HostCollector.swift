import PulseAgentProtocol
package import PulseCore
package import PulseHostProbe

/// The machine itself.
package struct HostCollector: Collector {
    package typealias Configuration = HostWatch.Configuration

    /// Well below the shortest interval between reports.
    private static let deadline = Duration.seconds(3)
    private static let module = "host"

    private let watch: HostWatch

    /// - Parameters:
    ///   - programs: how programs such as `smartctl` are run.
    ///   - now: the time by which the slow questions are paced and marked.
    package init(
        configuration: Configuration = Configuration(), programs: any ProgramRunning = ProgramRunner(), now: @escaping @Sendable () -> Timestamp
    ) {
        watch = HostWatch(id: .host("host"), configuration: configuration, programs: programs, now: now)
    }

    /// For the header of the reports.
    package var identity: HostIdentity { watch.identity }

    package func run() async { await watch.run() }

    package func picture(at now: Timestamp) async -> Picture {
        var picture = Picture()
        guard let view = await watch.look(at: now, within: Self.deadline) else {
            picture.modules = [
                AgentStatus.Module(
                    Self.module, .failing, problem: "The files of this machine do not come back.",
                    nextStep: "Look for a disk or a filesystem that hangs: “dmesg” names it.", kinds: [.host])
            ]
            return picture
        }
        let host = view.host
        let key = ObjectKey(.host)
        picture.objects = [ReportedObject(key, name: host.name ?? "localhost", status: host.status, facts: host.facts)]
        picture.figures = [ObjectFigures(key, host)]
        picture.modules = [HostModule(view.limitations).status]
        return picture
    }
}

/// How the module does, from what stands in its way.
private struct HostModule {
    let status: AgentStatus.Module

    init(_ limitations: [Limitation]) {
        guard !limitations.isEmpty else {
            status = AgentStatus.Module("host", .working, kinds: [.host])
            return
        }
        // The steps of several are told one after the other, as their problems are.
        status = AgentStatus.Module(
            "host", .limited, problem: Self.text(limitations.map(\.problem)), nextStep: Self.text(limitations.map(\.nextStep)), kinds: [.host])
    }

    private static func text(_ sentences: [String]) -> String {
        let text = sentences.joined(separator: " ")
        return text.utf8.count <= AgentLimits.text ? text : text.printable(limit: AgentLimits.text / 4)
    }
}

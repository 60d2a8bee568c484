import PulseAgentProtocol
package import PulseCore

/// Stands for a collector that could not be made, and says why.
package struct UnavailableCollector: Collector {
    private let module: AgentStatus.Module

    package init(_ name: String, problem: String, nextStep: String, kinds: [ResourceKind]) {
        module = AgentStatus.Module(name, .failing, problem: problem, nextStep: nextStep, kinds: kinds)
    }

    package func picture(at now: Timestamp) async -> Picture {
        var picture = Picture()
        picture.modules = [module]
        return picture
    }
}

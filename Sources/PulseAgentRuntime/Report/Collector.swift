package import PulseAgentProtocol
package import PulseCore

/// Everything that one collector sees at one moment. It is compared with the picture before; only what differs is sent.
package struct Picture: Sendable, Equatable {
    package var objects: [ReportedObject] = []
    package var figures: [ObjectFigures] = []
    /// Nil when this collector has no such lists, or does not know them at the moment.
    package var engines: [EngineRecords]?
    package var kubernetes: KubernetesRecords?
    /// The engines that run on this machine: a part of what is told of the machine, which another collector tells.
    package var engineFacts: [EngineFacts] = []
    /// Of each module of this collector. The things of the kinds of a failing one are missing here and stay known.
    package var modules: [AgentStatus.Module] = []

    package init() {}
}

/// One kind of thing that an agent looks at: the machine, an engine of containers, a cluster.
package protocol Collector: Sendable {
    /// Watches, where there is something to be watched, until its task is cancelled. Returns at once where there is not.
    func run() async

    /// What is to be seen now. It has its own deadline well below the interval between reports, and never throws: what is wrong is a
    /// module's condition.
    func picture(at now: Timestamp) async -> Picture

    /// Somebody wants to know of updates of images now. Returns at once; what comes of it is in later pictures.
    func askRegistries(at now: Timestamp)
}

extension Collector {
    package func run() async {}

    package func askRegistries(at now: Timestamp) {}
}

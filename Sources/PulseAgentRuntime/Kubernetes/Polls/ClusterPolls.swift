import FoundationEssentials
import PulseCore
import PulseTransport
import Synchronization

/// Asks at the interval what there is no stream of: the metrics server, the version, and kubelets where that is allowed. These calls are also how it
/// is noticed that the API server cannot be reached, which a silent stream does not tell.
struct ClusterPolls: Sendable {
    /// Rounds between two looks at the version and at certificates.
    private static let versionRounds = 60
    /// Bytes of the summary of a node.
    private static let summaryBytes = 16 << 20
    private static let deadline = Duration.seconds(15)
    let client: KubernetesClient
    let memory: ClusterMemory
    let options: KubernetesOptions
    let surroundings: KubernetesSurroundings

    func run() async {
        var round = 0
        while !Task.isCancelled {
            if round % Self.versionRounds == 0 || memory.change({ $0.polls.version }) == nil { await askVersion() }
            await askMetrics()
            if options.asksKubelets { await askKubelets() }
            // Last, so that a server that hangs is noticed by what is told of it first.
            if round % Self.versionRounds == 0 { await lookAtCertificates() }
            round += 1
            await surroundings.pause(options.interval)
        }
    }

    private func askVersion() async {
        guard let bytes = try? await client.get("/version"), let version = try? JSONDecoder().decode(WireVersion.self, from: Data(bytes)) else {
            return
        }
        memory.change { $0.polls.version = version.gitVersion.cut(KubernetesText.name) }
    }

    /// What was seen last stands until the server shows one again.
    private func lookAtCertificates() async {
        guard let certificates = await client.certificates() else { return }
        memory.change { $0.polls.certificates = certificates }
    }

    private func askMetrics() async {
        do throws(KubernetesFailure) {
            let nodes = try await usages("nodes", WireNodeMetrics.self)
            let pods = try await usages("pods", WirePodMetrics.self)
            memory.change { state in
                state.polls.heard()
                state.polls.metrics = .present
                state.polls.nodes = Dictionary(nodes.map { ($0.key.name, $0.value) }) { first, _ in first }
                state.polls.pods = pods.filter { state.allows($0.key.namespace) }
            }
        } catch {
            memory.change { $0.polls.failed(error) }
        }
    }

    private func usages<Metrics: UsageOfThing>(_ list: String, _ type: Metrics.Type) async throws(KubernetesFailure) -> [ObjectName: PollState.Usage]
    {
        let reading = UsageReading<Metrics>()
        try await client.stream(
            "/apis/metrics.k8s.io/v1beta1/\(list)", accept: "application/json", deadline: Self.deadline, byteLimit: WatchLimits.pageBytes,
            take: { reading.take($0) })
        guard let usages = reading.usages else { throw .invalidAnswer }
        return usages
    }

    /// One node after the other, so that the API server is not pressed.
    private func askKubelets() async {
        var claims: [ObjectName: (used: Double, total: Double)] = [:]
        var denied: String?
        for node in memory.change({ $0.nodes.entries.filter { $0.value.value.isReady == true }.keys.map(\.name).sorted() }) {
            do throws(KubernetesFailure) {
                let bytes = try await client.get(
                    "/api/v1/nodes/\(percentEncoded(node))/proxy/stats/summary", deadline: Self.deadline, byteLimit: Self.summaryBytes)
                guard let summary = try? JSONDecoder().decode(WireSummary.self, from: Data(bytes)) else { continue }
                for (name, space) in summary.claims where claims.count < WatchLimits.objects { claims[name] = space }
            } catch {
                // Every node would refuse alike.
                if case .forbidden(let message) = error { denied = message; break }
            }
        }
        memory.change { ($0.polls.claims, $0.polls.claimsDenied) = (claims, denied) }
    }
}

extension WireSummary {
    fileprivate var claims: [(ObjectName, (used: Double, total: Double))] {
        (pods ?? []).flatMap { $0.volume ?? [] }.compactMap { volume in
            guard let claim = volume.pvcRef, let used = volume.usedBytes, let total = volume.capacityBytes else { return nil }
            return (ObjectName(namespace: claim.namespace, name: claim.name), (used, total))
        }
    }
}

extension PollState {
    mutating func heard() { unreachable = nil }

    /// - Parameter failure: why the metrics could not be had.
    mutating func failed(_ failure: KubernetesFailure) {
        (nodes, pods) = ([:], [:])
        switch failure {
        case .notFound, .status(503, _): metrics = .absent
        case .forbidden(let message): metrics = .denied(message)
        default: metrics = .failing(failure)
        }
        if failure.isOutage {
            unreachable = ((unreachable?.rounds ?? 0) + 1, failure)
        } else {
            heard()
        }
    }
}

extension KubernetesFailure {
    /// The server cannot be asked anything.
    fileprivate var isOutage: Bool {
        switch self {
        case .transport, .noToken, .unauthorized: true
        default: false
        }
    }
}

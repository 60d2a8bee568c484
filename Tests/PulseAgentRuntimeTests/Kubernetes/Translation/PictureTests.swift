import PulseAgentProtocol
import PulseCore
import PulseTransport
import Testing

@testable import PulseAgentRuntime

@Suite("The picture of a cluster", .timeLimit(.minutes(1)))
struct PictureTests {
    private func nodeFacts(_ picture: Picture, _ name: String) -> KubernetesNodeFacts? {
        guard case .kubernetesNode(let facts)? = picture.object(ObjectKey(.kubernetesNode, name))?.facts else { return nil }
        return facts
    }

    private func clusterFacts(_ picture: Picture) -> KubernetesClusterFacts? {
        guard case .kubernetesCluster(let facts)? = picture.object(ObjectKey(.kubernetesCluster))?.facts else { return nil }
        return facts
    }

    @Test("nodes: ready, under pressure, not ready, silent, taken out of use")
    func nodes() {
        var cluster = Cluster()
        cluster.put(.nodes, .node("w2", pressure: true))
        cluster.put(.nodes, .node("w3", ready: "False"))
        cluster.put(.nodes, .node("w4", ready: "Unknown"))
        cluster.put(.nodes, .node("w5", unschedulable: true))
        let picture = cluster.picture()
        let states = ["w1", "w2", "w3", "w4", "w5"].map { picture.object(ObjectKey(.kubernetesNode, $0))?.status }
        #expect(states == [.online, .degraded, .failing, .unknown, .online])
        #expect(picture.object(ObjectKey(.kubernetesNode, "w4"))?.reason == .nodeStatusMissing)
        #expect(nodeFacts(picture, "w1")?.isReady == true && nodeFacts(picture, "w3")?.isReady == false)
        // Unknown is not false.
        let silent = nodeFacts(picture, "w4")
        #expect(silent?.isReady == nil && silent?.conditions.count == 4 && silent?.conditions.allSatisfy { $0.status == "Unknown" } == true)
        #expect(nodeFacts(picture, "w2")?.conditions.map(\.type) == ["MemoryPressure"] && nodeFacts(picture, "w1")?.conditions == [])
        #expect(
            nodeFacts(picture, "w5")?.isUnschedulable == true && nodeFacts(picture, "w5")?.taints == ["node.kubernetes.io/unschedulable:NoSchedule"])
        let facts = nodeFacts(picture, "w1")
        #expect(facts?.roles == ["control-plane"] && facts?.kubelet == "v1.36.2" && facts?.processors == 3.8 && facts?.pods == 110)
        #expect(facts?.addresses == ["10.77.1.1"] && facts?.machineID == "m-w1" && facts?.memory == 8_192_000_000)
        #expect(clusterFacts(picture)?.nodesTotal == 5 && clusterFacts(picture)?.nodesReady == 3)
        #expect(picture.object(ObjectKey(.kubernetesCluster))?.status == .degraded)
    }

    @Test("the owner of a pod is the deployment, whichever of the two came first")
    func owners() {
        var cluster = Cluster()
        cluster.put(.pods, .pod("web-1-a") { $0.owner = ("ReplicaSet", "web-1") })
        #expect(cluster.picture().facts("web-1-a")?.ownerKind == "ReplicaSet")
        cluster.put(.replicaSets, .owned("web-1", "shop", by: "web"))
        #expect(cluster.picture().facts("web-1-a")?.ownerKind == "Deployment" && cluster.picture().facts("web-1-a")?.ownerName == "web")
        cluster.put(.pods, .pod("db-0") { $0.owner = ("StatefulSet", "db") })
        #expect(cluster.picture().facts("db-0")?.ownerKind == "StatefulSet")
    }

    @Test("figures: the share of the limit, else of the node; what was not measured is unknown, with its reason")
    func figures() {
        var cluster = Cluster()
        cluster.put(.pods, .pod("limited"))
        cluster.put(.pods, .pod("free") { $0.limits = "{}" })
        cluster.put(.pods, .pod("over") { ($0.phase, $0.state) = ("Succeeded", DoubleObject.Pod.ended(0, "Completed")) })
        let key = { (name: String) in ObjectKey(.kubernetesPod, "shop", name) }
        var picture = cluster.picture()
        #expect(picture.figures(key("limited"))?[.cpu] == .unknown(.notAskedYet))
        cluster.state.polls.failed(.notFound)
        picture = cluster.picture()
        #expect(picture.figures(key("limited"))?[.cpu] == .unknown(.noMetricsServer) && clusterFacts(picture)?.hasMetrics == false)
        #expect(picture.figures(ObjectKey(.kubernetesNode, "w1"))?[.memoryUsed] == .unknown(.noMetricsServer))
        cluster.state.polls.metrics = .present
        for name in ["limited", "free"] {
            cluster.state.polls.pods[ObjectName(namespace: "shop", name: name)] = .init(processors: 0.38, memory: 1000)
        }
        cluster.state.polls.nodes["w1"] = .init(processors: 1, memory: 4_000_000_000)
        picture = cluster.picture()
        #expect(
            picture.figures(key("limited")) == [
                .cpu: .value(0.76), .memoryUsed: .value(1000), .memoryTotal: .value(134_217_728), .restarts: .value(0),
            ])
        #expect(
            picture.figures(key("free")) == [.cpu: .value(0.1), .memoryUsed: .value(1000), .memoryTotal: .value(8_192_000_000), .restarts: .value(0)])
        #expect(picture.figures(key("over"))?[.cpu] == .unknown(.notRunning))
        #expect(
            picture.figures(ObjectKey(.kubernetesNode, "w1"))
                == [.cpu: .value(0.25), .memoryUsed: .value(4_000_000_000), .memoryTotal: .value(8_589_934_592)])
        #expect(clusterFacts(picture)?.hasMetrics == true)
    }

    @Test("workloads: as many as wanted, too few, none, scaled to nothing")
    func workloads() {
        var cluster = Cluster()
        for (name, wanted, ready) in [("fine", 2, 2), ("few", 3, 1), ("none", 2, 0), ("zero", 0, 0)] {
            cluster.put(.deployments, .deployment(name, "shop", wanted: wanted, ready: ready))
        }
        cluster.put(.daemonSets, .daemonSet("logger", "shop", wanted: 6, ready: 4))
        let picture = cluster.picture()
        let states = ["fine", "few", "none", "zero"].map { picture.object(ObjectKey(.kubernetesDeployment, "shop", $0))?.status }
        #expect(states == [.running, .degraded, .failing, .stopped])
        guard case .kubernetesWorkload(let few)? = picture.object(ObjectKey(.kubernetesDeployment, "shop", "few"))?.facts,
            case .kubernetesWorkload(let set)? = picture.object(ObjectKey(.kubernetesDaemonSet, "shop", "logger"))?.facts
        else { return #expect(Bool(false), "there are no workloads") }
        #expect(few.desired == 3 && few.ready == 1 && few.images == ["registry.test/app:1"] && few.conditions.map(\.type) == ["Available"])
        #expect(set.desired == 6 && set.ready == 4 && set.available == 4)
        #expect(
            cluster.picture(at: Timestamp(rfc3339: "2026-11-26T08:00:30Z")!).object(ObjectKey(.kubernetesDeployment, "shop", "none"))?.status
                == .inactive)
    }

    @Test("jobs and cron jobs")
    func jobs() {
        var cluster = Cluster()
        for (name, state, active) in [("ok", "Complete", 0), ("bad", "Failed", 0), ("now", "", 1), ("soon", "", 0)] {
            cluster.put(.jobs, .job(name, "shop", state: state, active: active))
        }
        cluster.put(.cronJobs, .cronJob("nightly", "shop", suspended: false))
        cluster.put(.cronJobs, .cronJob("paused", "shop", suspended: true))
        let picture = cluster.picture()
        #expect(
            ["ok", "bad", "now", "soon"].map { picture.object(ObjectKey(.kubernetesJob, "shop", $0))?.status } == [
                .stopped, .failing, .running, .inactive,
            ])
        #expect(["nightly", "paused"].map { picture.object(ObjectKey(.kubernetesCronJob, "shop", $0))?.status } == [.available, .disabled])
        guard case .kubernetesWorkload(let bad)? = picture.object(ObjectKey(.kubernetesJob, "shop", "bad"))?.facts else { return }
        #expect(bad.ownerName == "nightly" && bad.conditions.map(\.reason) == ["r"] && bad.finishedAt == Timestamp(rfc3339: "2026-11-26T08:01:00Z"))
    }

    @Test("claims: bound, waiting for a pod, missed by a pod")
    func claims() {
        var cluster = Cluster()
        cluster.put(.claims, .claim("bound", "shop"))
        cluster.put(.claims, .claim("waits", "shop", phase: "Pending"))
        cluster.put(.claims, .claim("missed", "shop", phase: "Pending"))
        cluster.put(.pods, .pod("p") { $0.claim = "missed" })
        cluster.put(.pods, .pod("q") { $0.claim = "bound" })
        cluster.state.polls.claims[ObjectName(namespace: "shop", name: "bound")] = (used: 10, total: 100)
        let picture = cluster.picture()
        #expect(
            ["bound", "waits", "missed"].map { picture.object(ObjectKey(.kubernetesClaim, "shop", $0))?.status } == [.available, .inactive, .failing])
        guard case .kubernetesClaim(let bound)? = picture.object(ObjectKey(.kubernetesClaim, "shop", "bound"))?.facts else { return }
        #expect(bound.usedBy == ["q"] && bound.capacity == 1_073_741_824 && bound.volume == "pv-bound" && bound.accessModes == ["ReadWriteOnce"])
        #expect(picture.figures(ObjectKey(.kubernetesClaim, "shop", "bound")) == [.diskUsed: .value(10), .diskTotal: .value(100)])
        #expect(picture.figures(ObjectKey(.kubernetesClaim, "shop", "waits")) == nil)
    }

    @Test("lists: services, ingresses, volumes, and the warnings of the last hour")
    func lists() {
        var cluster = Cluster()
        cluster.put(.services, .service("web", "shop"))
        cluster.put(.ingresses, .ingress("web", "shop"))
        cluster.put(.volumes, .volume("pv-1", claim: ("shop", "bound")))
        cluster.put(.events, .event("crash.1", "shop"))
        cluster.put(.events, .event("crash.0", "shop", at: "2026-11-26T08:59:59Z"))
        let records = cluster.picture().kubernetes
        #expect(records?.services.first?.ports == ["80:30080/TCP"] && records?.services.first?.addresses == ["10.99.0.1"])
        #expect(records?.ingresses.first?.hosts == ["shop.test"])
        #expect(records?.volumes.first?.claim == "shop/bound" && records?.volumes.first?.phase == "Bound")
        #expect(
            records?.events.count == 1 && records?.events.first?.count == 7 && records?.events.first?.objectName == "crash" && records?.leftOut == 0)
    }

    @Test("namespaces that are left out are nowhere, and named")
    func namespaces() {
        var cluster = Cluster(filter: NamespaceFilter(exclude: ["kube-*", "hidden"]))
        cluster.put(.namespaces, .namespace("shop"))
        cluster.put(.namespaces, .namespace("hidden"))
        cluster.put(.pods, .pod("p", "hidden"))
        cluster.put(.pods, .pod("p", "shop"))
        cluster.put(.events, .event("crash.1", "hidden"))
        cluster.put(.volumes, .volume("pv-1", claim: ("hidden", "secret-claim")))
        let picture = cluster.picture()
        #expect(picture.objects.filter { $0.key.kind == .kubernetesPod }.map(\.key.path) == ["shop/p"])
        #expect(picture.kubernetes?.events == [] && picture.kubernetes?.volumes == [])
        let facts = clusterFacts(picture)
        // The identity of the cluster does not depend on what is shown of it.
        #expect(facts?.uid == "uid-1" && facts?.namespaces == 1 && facts?.excludedNamespaces == ["hidden", "kube-system"] && facts?.podsTotal == 1)
    }

    @Test("the distribution, of the version or of the nodes")
    func distribution() {
        #expect(Distribution.of(version: "v1.36.2+k3s1") == "k3s" && Distribution.of(version: "v1.29.1-eks-508b6b3") == "eks")
        #expect(Distribution.of(version: "v1.36.2") == nil)
        #expect(Distribution.of(labels: [:], provider: "kind://podman/kind/kind-control-plane", osImage: nil) == "kind")
        #expect(Distribution.of(labels: ["microk8s.io/cluster": "true"], provider: nil, osImage: nil) == "microk8s")
        #expect(Distribution.of(labels: [:], provider: nil, osImage: "Talos (v1.9.0)") == "talos")
    }

    @Test("a kind that may not be read is named with its rule, and what was told of it stays known")
    func denied() {
        var cluster = Cluster()
        cluster.state.conditions[.deployments] = .denied("deployments.apps is forbidden")
        cluster.state.apply(.deployments, .clear)
        let modules = cluster.picture().modules
        #expect(modules.map(\.name) == ["kubernetes", "kubernetes-unread"] && modules.map(\.condition) == [.limited, .failing])
        #expect(
            modules[0].problem?.contains("deployments") == true
                && modules[0].nextStep?.contains(#"apiGroups: ["apps"], resources: ["deployments"]"#) == true)
        #expect(modules[1].kinds == ["k8s-deployment"] && !modules[0].kinds.contains("k8s-deployment") && modules[0].kinds.contains("k8s-pod"))
    }

    @Test("pods are told of only when their owners and nodes are known too, or cannot be")
    func order() {
        var cluster = Cluster()
        cluster.put(.pods, .pod("p"))
        cluster.state.apply(.replicaSets, .clear)
        cluster.state.conditions[.replicaSets] = .reading
        #expect(cluster.picture().pod("p") == nil && cluster.picture().modules.last?.kinds == ["k8s-pod"])
        cluster.state.conditions[.replicaSets] = .denied("replicasets.apps is forbidden")
        #expect(cluster.picture().pod("p") != nil && cluster.picture().modules.map(\.condition) == [.limited])
    }

    @Test("more things than an agent may tell of: pods are left out, and it is said")
    func tooMany() {
        var cluster = Cluster()
        for number in 0..<15_000 { cluster.state.replace(pod: number) }
        for number in 0..<5_100 { cluster.state.claims.put(.init(namespace: "shop", name: "c\(number)"), .init(number)) }
        let picture = cluster.picture()
        #expect(picture.objects.count == AgentLimits.objects && picture.modules.first?.problem?.hasPrefix("102 pods are left out") == true)
    }

    @Test("without its identity or its server a cluster is not told of at all")
    func silent() {
        var cluster = Cluster()
        cluster.state.polls.failed(.transport(.refused))
        cluster.state.polls.failed(.transport(.refused))
        #expect(cluster.picture().modules.map(\.condition) == [.limited])
        cluster.state.polls.failed(.transport(.refused))
        let picture = cluster.picture()
        #expect(picture.objects.isEmpty && picture.kubernetes == nil && picture.modules.map(\.condition) == [.failing])
        #expect(picture.modules[0].problem?.contains("https://10.0.0.1") == true && picture.modules[0].kinds.count == 9)
        var nameless = Cluster()
        nameless.state.apply(.namespaces, .clear)
        nameless.state.conditions[.namespaces] = .denied("namespaces is forbidden")
        #expect(nameless.picture().modules.map(\.condition) == [.failing] && nameless.picture().objects.isEmpty)
        #expect(nameless.picture().modules[0].nextStep?.contains(#"resources: ["namespaces"]"#) == true)
    }
}

extension ClusterState {
    /// Without the text of an object, which takes its time.
    fileprivate mutating func replace(pod number: Int) {
        let key = ObjectKey(.kubernetesPod, "shop", "p\(number)")
        pods.put(
            .init(namespace: "shop", name: "p\(number)"),
            PodValue(
                key: key, facts: .kubernetesPod(KubernetesPodFacts(namespace: "shop", phase: "Running")), node: nil, outlook: .running, deleteBy: nil,
                createdAt: nil, restarts: 0, lastEndedAt: nil, claims: [], processorLimit: nil, memoryLimit: nil))
    }
}

extension ClaimValue {
    fileprivate init(_ number: Int) {
        self.init(
            key: ObjectKey(.kubernetesClaim, "shop", "c\(number)"), facts: .kubernetesClaim(KubernetesClaimFacts(namespace: "shop", phase: "Bound")),
            phase: "Bound", createdAt: nil)
    }
}

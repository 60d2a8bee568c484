import Foundation
import PulseAgentProtocol
import PulseCore
import Testing

@testable import PulseAgentRuntime

/// A state filled without a network, and the picture of it.
struct Cluster {
    static let now = Timestamp(rfc3339: "2026-11-26T10:00:00Z")!
    var state: ClusterState

    init(filter: NamespaceFilter = NamespaceFilter()) {
        state = ClusterState(filter: filter)
        for resource in KubernetesResource.allCases {
            state.apply(resource, .beginList)
            state.apply(resource, .endList)
            state.conditions[resource] = .working
        }
        put(.namespaces, .namespace("kube-system", uid: "uid-1"))
        put(.nodes, .node("w1"))
    }

    mutating func put(_ resource: KubernetesResource, _ object: DoubleObject) {
        let json = object.json(partial: resource == .namespaces || resource == .replicaSets).replacing(DoubleObject.version, with: "7")
        guard let (name, value) = ObjectReader(resource: resource).item(Array(json.utf8)) else {
            Issue.record("\(resource) \(object.name) cannot be read: \(json)")
            return
        }
        state.put(resource, name, value)
    }

    mutating func picture(at now: Timestamp = now) -> Picture {
        var builder = PictureBuilder(name: "prod", server: "https://10.0.0.1", asksKubelets: false, now: now)
        return builder.picture(&state)
    }
}

extension Picture {
    func object(_ key: ObjectKey) -> ReportedObject? { objects.first { $0.key == key } }
    func pod(_ name: String, _ namespace: String = "shop") -> ReportedObject? { object(ObjectKey(.kubernetesPod, namespace, name)) }
    func facts(_ name: String) -> KubernetesPodFacts? {
        guard case .kubernetesPod(let facts)? = pod(name)?.facts else { return nil }
        return facts
    }
    func figures(_ key: ObjectKey) -> [Metric: Figure]? { figures.first { $0.key == key }?.values }
}

@Suite("Status words of pods", .timeLimit(.minutes(1)))
struct PodStatusTests {
    private typealias Pod = DoubleObject.Pod

    private func look(_ change: (inout DoubleObject.Pod) -> Void, node: DoubleObject = .node("w1")) -> (
        object: ReportedObject, facts: KubernetesPodFacts
    ) {
        var cluster = Cluster()
        cluster.put(.nodes, node)
        cluster.put(.pods, .pod("p", "shop", change))
        let picture = cluster.picture()
        return (picture.pod("p")!, picture.facts("p")!)
    }

    @Test("a pod that runs and is ready runs")
    func running() {
        let (object, facts) = look { _ in }
        #expect(object.status == .running && object.reason == nil && facts.isReady && facts.reason == nil && facts.phase == "Running")
        #expect(object.parent == ObjectKey(.kubernetesCluster) && object.key.description == "k8s-pod:shop/p")
        #expect(facts.containers.map(\.state) == ["running"] && facts.containers.map(\.image) == ["registry.test/app:1"])
        #expect(facts.processorLimit == 0.5 && facts.memoryLimit == 134_217_728 && facts.processorRequest == 0.1 && facts.memoryRequest == 67_108_864)
        #expect(facts.addresses == ["10.244.0.22"] && facts.quality == "Burstable" && facts.node == "w1")
    }

    @Test(
        "crash loops and images that do not come fail, with the reason",
        arguments: ["CrashLoopBackOff", "ImagePullBackOff", "ErrImagePull", "CreateContainerConfigError"])
    func waiting(reason: String) {
        let (object, facts) = look { pod in
            pod.phase = reason == "CrashLoopBackOff" ? "Running" : "Pending"
            pod.state = Pod.waiting(reason)
            pod.isReady = false
            pod.lastState = Pod.ended(137, "OOMKilled")
            pod.restarts = 4
        }
        #expect(object.status == .failing && facts.reason == reason && facts.message == "because" && facts.restarts == 4)
        let container = facts.containers[0]
        #expect(container.state == "waiting" && container.reason == reason && container.lastReason == "OOMKilled" && container.lastExitCode == 137)
        #expect(container.lastFinishedAt == Timestamp(rfc3339: "2026-11-26T09:50:00Z"))
    }

    @Test("a container that was killed for its memory a moment ago fails")
    func killed() {
        let (object, facts) = look { pod in
            pod.state = Pod.ended(137, "OOMKilled")
            pod.isReady = false
        }
        #expect(object.status == .failing && facts.reason == "OOMKilled" && facts.containers[0].exitCode == 137)
    }

    @Test("an init container that fails is found where it stands")
    func initFails() {
        let (object, facts) = look { pod in
            pod.phase = "Pending"
            pod.state = #"{"waiting":{"reason":"PodInitializing"}}"#
            pod.initState = Pod.waiting("CrashLoopBackOff")
            pod.isReady = false
        }
        #expect(object.status == .failing && facts.reason == "CrashLoopBackOff")
        #expect(facts.containers.map(\.isInit) == [true, false] && facts.containers.map(\.name) == ["i", "c"])
    }

    @Test("a pod that was evicted has no states of containers, and its reason")
    func evicted() {
        let (object, facts) = look { pod in
            pod.phase = "Failed"
            pod.state = nil
            pod.status = [#""message":"The node was low on resource: memory.","reason":"Evicted""#]
        }
        #expect(object.status == .failing && facts.reason == "Evicted" && facts.message == "The node was low on resource: memory.")
        #expect(facts.containers.map(\.name) == ["c"] && facts.containers[0].state == nil && !facts.isReady)
    }

    @Test("a pod that no node takes fails in the scheduler's words; one that a person holds back does not")
    func unschedulable() {
        func pending(_ reason: String) -> (ReportedObject, KubernetesPodFacts) {
            look { pod in
                (pod.phase, pod.node, pod.state) = ("Pending", nil, nil)
                pod.conditions = [
                    #"{"type":"PodScheduled","status":"False","lastProbeTime":null,"lastTransitionTime":"2026-11-26T08:00:00Z","reason":"\#(reason)","message":"0/6 nodes"}"#
                ]
            }
        }
        let (object, facts) = pending("Unschedulable")
        #expect(object.status == .failing && facts.reason == "Unschedulable" && facts.message == "0/6 nodes" && facts.node == nil)
        #expect(pending("SchedulingGated").0.status == .inactive)
    }

    @Test("a pod that is being made is not yet active, and in trouble only after ten minutes")
    func starting() {
        func status(created: String) -> Status {
            look { pod in
                (pod.phase, pod.state, pod.isReady, pod.created) = ("Pending", #"{"waiting":{"reason":"ContainerCreating"}}"#, false, created)
            }.object.status
        }
        #expect(status(created: "2026-11-26T09:50:00Z") == .inactive)
        #expect(status(created: "2026-11-26T09:49:59Z") == .degraded)
    }

    @Test("a pod that runs and is not ready is degraded after a minute")
    func unready() {
        func status(since: String) -> Status {
            look { pod in (pod.isReady, pod.readySince) = (false, since) }.object.status
        }
        #expect(status(since: "2026-11-26T09:59:00Z") == .inactive)
        #expect(status(since: "2026-11-26T09:58:59Z") == .degraded)
    }

    @Test("one that ended well has stopped, one that ended badly fails, and of a job's pods the job tells")
    func ended() {
        func status(_ phase: String, _ owner: (kind: String, name: String)?) -> Status {
            look { pod in
                (pod.phase, pod.owner, pod.isReady) = (phase, owner, false)
                pod.state = Pod.ended(phase == "Failed" ? 1 : 0, phase == "Failed" ? "Error" : "Completed")
            }.object.status
        }
        #expect(status("Succeeded", nil) == .stopped)
        #expect(status("Failed", nil) == .failing)
        #expect(status("Failed", ("Job", "migrate")) == .stopped)
    }

    @Test("one that should be gone for more than a minute is degraded")
    func terminating() {
        let waits = look { pod in pod.deleted = "2026-11-26T09:59:30Z" }
        #expect(waits.object.status == .running && waits.facts.isTerminating)
        #expect(look { pod in pod.deleted = "2026-11-26T09:58:00Z" }.object.status == .degraded)
    }

    @Test("of what a silent node last told nobody can vouch; what ended before has ended")
    func silentNode() {
        let (object, facts) = look({ _ in }, node: .node("w1", ready: "Unknown"))
        #expect(object.status == .unknown && object.reason == .nodeOffline && facts.phase == "Running")
        let ended = look({ pod in (pod.phase, pod.state) = ("Succeeded", Pod.ended(0, "Completed")) }, node: .node("w1", ready: "Unknown"))
        #expect(ended.object.status == .stopped)
        #expect(look({ _ in }, node: .node("w1", ready: "False")).object.status == .running)
    }

    @Test("what stands in the environment and the annotations of containers is never told")
    func secrets() throws {
        var cluster = Cluster()
        cluster.put(
            .pods,
            .pod("p") { pod in
                pod.limits = #"{},"env":[{"name":"PASSWORD","value":"hunter2"}]"#
                pod.state = #"{"terminated":{"exitCode":1,"reason":"Error","message":"hunter2 in the log"}}"#
            })
        let picture = cluster.picture()
        let bytes = try JSONEncoder().encode(picture.objects)
        #expect(picture.pod("p")?.status == .failing && !String(decoding: bytes, as: UTF8.self).contains("hunter2"))
    }
}

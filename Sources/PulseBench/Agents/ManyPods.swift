import Foundation
import NIOHTTP1
import PulseTestPrograms

/// What the interface of a cluster answers that has so many pods: lists in pages, streams that stay open, a metrics server. Objects are as long as real
/// ones, for what passes through costs memory too.
struct ManyPods: Sendable {
    let count: Int
    static let pods = "/api/v1/pods"
    private static let perNode = 50
    private static let perDeployment = 10

    func answer(_ got: LoopbackReceiver.Got) -> LoopbackReceiver.Answer {
        guard let parts = URLComponents(string: got.head.uri) else { return .status(400) }
        func value(_ name: String) -> String? { parts.queryItems?.first { $0.name == name }?.value }
        guard value("watch") == nil else { return .stream("") }
        if parts.path == "/version" { return json(#"{"major":"1","minor":"36","gitVersion":"v1.36.2"}"#) }
        let begin = value("continue").flatMap { Int($0) } ?? 0
        return json(page(of: parts.path, from: begin, limit: value("limit").flatMap { Int($0) }))
    }

    /// A change of one of the pods, as a stream tells it: it was restarted.
    func change(_ turn: Int) -> String {
        let pod = pod(turn * 37 % count, version: 2_000 + turn, restarts: turn).filter { $0 != "\n" }
        return #"{"type":"MODIFIED","object":\#(pod)}"# + "\n"
    }

    private func json(_ body: String) -> LoopbackReceiver.Answer { .status(200, headers: [("Content-Type", "application/json")], body: body) }

    private func page(of path: String, from begin: Int, limit: Int?) -> String {
        let (total, item) = things(path)
        let end = min(total, begin + (limit ?? total))
        let more = end < total ? #","continue":"\#(end)","remainingItemCount":\#(total - end)"# : ""
        let items = (begin..<max(begin, end)).map(item).joined(separator: ",")
        return #"{"kind":"List","apiVersion":"v1","metadata":{"resourceVersion":"1000"\#(more)},"items":[\#(items)]}"#
    }

    private func things(_ path: String) -> (count: Int, item: (Int) -> String) {
        let (nodes, deployments) = (count / Self.perNode, count / Self.perDeployment)
        return switch path {
        case Self.pods: (count, { pod($0, version: 1_000, restarts: 0) })
        case "/api/v1/nodes": (nodes, node)
        case "/apis/apps/v1/deployments": (deployments, deployment)
        case "/apis/apps/v1/replicasets": (deployments, replicaSet)
        case "/api/v1/namespaces": (2, { #"{"metadata":\#(metadata(["kube-system", "shop"][$0], in: nil))}"# })
        case "/apis/metrics.k8s.io/v1beta1/nodes": (nodes, { #"{"metadata":{"name":"node-\#($0)"},"usage":{"cpu":"1500m","memory":"16000000Ki"}}"# })
        case "/apis/metrics.k8s.io/v1beta1/pods": (count, usage)
        default: (0, { _ in "" })
        }
    }

    private func usage(_ number: Int) -> String {
        #"{"metadata":{"name":"web-\#(number)","namespace":"shop"},"containers":[{"name":"web","usage":{"cpu":"25m","memory":"\#(100_000 + number)Ki"}}]}"#
    }

    private func metadata(_ name: String, in namespace: String? = "shop", owner: (kind: String, name: String)? = nil, version: Int = 1_000) -> String
    {
        let place = namespace.map { #""namespace":"\#($0)","# } ?? ""
        let owners =
            owner.map { #""ownerReferences":[{"apiVersion":"apps/v1","kind":"\#($0.kind)","name":"\#($0.name)","uid":"o","controller":true}],"# }
            ?? ""
        return #"""
            {"name":"\#(name)",\#(place)\#(owners)"uid":"uid-\#(namespace ?? "")-\#(name)","resourceVersion":"\#(version)",
            "creationTimestamp":"2026-11-26T08:00:00Z","labels":{"app":"web","pod-template-hash":"5d4f8c"},"managedFields":\#(Self.managed)}
            """#
    }

    /// Nobody's business, and half of every real object.
    private static let managed: String = {
        let fields = (0..<40).map { #""f:field\#($0)":{".":{},"f:name":{},"f:value":{}}"# }.joined(separator: ",")
        return
            #"[{"manager":"kubelet","operation":"Update","apiVersion":"v1","time":"2026-11-26T08:00:00Z","fieldsType":"FieldsV1","fieldsV1":{\#(fields)}}]"#
    }()

    private func node(_ number: Int) -> String {
        #"""
        {"metadata":\#(metadata("node-\(number)", in: nil)),"spec":{},"status":{"capacity":{"cpu":"16","memory":"65536000Ki","pods":"110"},
        "allocatable":{"cpu":"15800m","memory":"65000000Ki","pods":"110"},"conditions":[{"type":"Ready","status":"True","reason":"KubeletReady"}],
        "addresses":[{"type":"InternalIP","address":"10.77.1.\#(number)"}],"nodeInfo":{"machineID":"m\#(number)","systemUUID":"s\#(number)",
        "bootID":"b","kernelVersion":"6.1.0","osImage":"Debian GNU/Linux 12 (bookworm)","containerRuntimeVersion":"containerd://2.1.4",
        "kubeletVersion":"v1.36.2","kubeProxyVersion":"v1.36.2","operatingSystem":"linux","architecture":"amd64"}}}
        """#
    }

    private func deployment(_ number: Int) -> String {
        let ready = #""replicas":\#(Self.perDeployment),"readyReplicas":\#(Self.perDeployment),"availableReplicas":\#(Self.perDeployment)"#
        return #"""
            {"metadata":\#(metadata("web-d\(number)")),"spec":{"replicas":\#(Self.perDeployment)},"status":{"observedGeneration":1,\#(ready),
            "updatedReplicas":\#(Self.perDeployment)}}
            """#
    }

    private func replicaSet(_ number: Int) -> String {
        let owner = ("Deployment", "web-d\(number)")
        return #"{"kind":"PartialObjectMetadata","metadata":\#(metadata("web-d\(number)-5d4f8c", owner: owner))}"#
    }

    private func pod(_ number: Int, version: Int, restarts: Int) -> String {
        let owner = ("ReplicaSet", "web-d\(number / Self.perDeployment)-5d4f8c")
        return #"""
            {"metadata":\#(metadata("web-\(number)", owner: owner, version: version)),"spec":\#(spec(number)),"status":{"phase":"Running",
            "conditions":[{"type":"Ready","status":"True","lastTransitionTime":"2026-11-26T08:01:00Z"}],"startTime":"2026-11-26T08:00:30Z",
            "podIP":"10.244.\#(number / 250).\#(number % 250)","qosClass":"Burstable","containerStatuses":[{"name":"web",
            "state":{"running":{"startedAt":"2026-11-26T08:01:00Z"}},"lastState":{},"ready":true,"restartCount":\#(restarts),
            "image":"registry.test/shop/web:1","imageID":"registry.test/shop/web@sha256:aaaa","containerID":"containerd://\#(number)","started":true}]}}
            """#
    }

    private func spec(_ number: Int) -> String {
        #"""
        {"containers":[{"name":"web","image":"registry.test/shop/web:1","env":[{"name":"PASSWORD","value":"hunter2"}],
        "resources":{"limits":{"cpu":"500m","memory":"256Mi"},"requests":{"cpu":"50m","memory":"128Mi"}},
        "livenessProbe":{"httpGet":{"path":"/healthz","port":8080,"scheme":"HTTP"},"timeoutSeconds":1,"periodSeconds":10},
        "volumeMounts":[{"name":"token","readOnly":true,"mountPath":"/var/run/secrets/kubernetes.io/serviceaccount"}]}],
        "nodeName":"node-\#(number / Self.perNode)","restartPolicy":"Always","schedulerName":"default-scheduler",
        "tolerations":[{"key":"node.kubernetes.io/not-ready","operator":"Exists","effect":"NoExecute","tolerationSeconds":300}]}
        """#
    }
}

extension DoubleObject {
    /// What a test says of a pod; the rest is as in recordings.
    struct Pod {
        var phase = "Running"
        var node: String? = "w1"
        var owner: (kind: String, name: String)?
        /// JSON of the state of the only container, of its last state, and of an init container's.
        var state: String? = running
        var lastState = "{}"
        var isReady = true
        var restarts = 0
        var initState: String?
        /// JSON of more conditions, and of more members of the status.
        var conditions: [String] = []
        var status: [String] = []
        var limits = #"{"limits":{"cpu":"500m","memory":"128Mi"},"requests":{"cpu":"100m","memory":"64Mi"}}"#
        var claim: String?
        var created = DoubleObject.created
        var deleted: String?
        var readySince = "2026-11-26T08:01:00Z"

        static let running = #"{"running":{"startedAt":"2026-11-26T08:01:00Z"}}"#
        static func waiting(_ reason: String) -> String { #"{"waiting":{"reason":"\#(reason)","message":"because"}}"# }
        static func ended(_ code: Int, _ reason: String, at time: String = "2026-11-26T09:50:00Z") -> String {
            #"{"terminated":{"exitCode":\#(code),"reason":"\#(reason)","startedAt":"\#(time)","finishedAt":"\#(time)","containerID":"containerd://1"}}"#
        }
    }

    static func pod(_ name: String, _ namespace: String = "shop", _ change: (inout Pod) -> Void = { _ in }) -> DoubleObject {
        var pod = Pod()
        change(&pod)
        return DoubleObject(
            namespace: namespace, name: name,
            metadata: metadata(name, namespace, created: pod.created, deleted: pod.deleted, owner: pod.owner, labels: ["app": "web"]),
            rest: #""spec":\#(spec(pod)),"status":\#(status(pod))"#)
    }

    private static func spec(_ pod: Pod) -> String {
        var members = [
            #""containers":[{"name":"c","image":"registry.test/app:1","envFrom":[{"configMapRef":{"name":"settings"}}],"#
                + #""resources":\#(pod.limits),"terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}]"#
        ]
        if pod.initState != nil {
            members.append(
                #""initContainers":[{"name":"i","image":"registry.test/init:1","resources":{},"terminationMessagePath":"/dev/termination-log","#
                    + #""terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}]"#)
        }
        if let claim = pod.claim { members.append(#""volumes":[{"name":"data","persistentVolumeClaim":{"claimName":"\#(claim)"}}]"#) }
        if let node = pod.node { members.append(#""nodeName":"\#(node)""#) }
        members.append(
            #""restartPolicy":"Always","terminationGracePeriodSeconds":30,"dnsPolicy":"ClusterFirst","securityContext":{},"schedulerName":"default-scheduler","#
                + #""tolerations":[{"key":"node.kubernetes.io/not-ready","operator":"Exists","effect":"NoExecute","tolerationSeconds":300}],"#
                + #""priority":0,"enableServiceLinks":true,"preemptionPolicy":"PreemptLowerPriority""#)
        return "{" + members.joined(separator: ",") + "}"
    }

    private static func status(_ pod: Pod) -> String {
        let ready =
            #"{"type":"Ready","status":"\#(pod.isReady ? "True" : "False")","lastProbeTime":null,"lastTransitionTime":"\#(pod.readySince)"}"#
        var members = [#""phase":"\#(pod.phase)","qosClass":"Burstable""#]
        members.append(#""conditions":[\#((pod.state == nil ? pod.conditions : [ready] + pod.conditions).joined(separator: ","))]"#)
        if let state = pod.state {
            members.append(#""startTime":"2026-11-26T08:00:30Z","podIP":"10.244.0.22","podIPs":[{"ip":"10.244.0.22"}]"#)
            members.append(#""containerStatuses":[\#(container("c", state, pod.lastState, pod.isReady, pod.restarts))]"#)
        }
        if let state = pod.initState { members.append(#""initContainerStatuses":[\#(container("i", state, "{}", false, 0))]"#) }
        return "{" + (members + pod.status).joined(separator: ",") + "}"
    }

    private static func container(_ name: String, _ state: String, _ last: String, _ isReady: Bool, _ restarts: Int) -> String {
        #"{"name":"\#(name)","state":\#(state),"lastState":\#(last),"ready":\#(isReady),"restartCount":\#(restarts),"image":"registry.test/app:1","#
            + #""imageID":"registry.test/app@sha256:aaaa","containerID":"containerd://1","started":true}"#
    }
}

/// An object of the double, in the shape of recorded ones: `RecordedShapeTests` compares them.
struct DoubleObject: Sendable {
    /// What stands for the version until the double gives it one.
    static let version = "@version@"
    let namespace: String
    let name: String
    /// JSON of `metadata`, and of the members beside it.
    let metadata: String
    let rest: String
    /// Of events.
    var type: String?

    var key: String { "\(namespace)/\(name)" }

    func json(kind: String? = nil, partial: Bool = false) -> String {
        if partial { return #"{"kind":"PartialObjectMetadata","apiVersion":"meta.k8s.io/v1","metadata":\#(metadata)}"# }
        return "{" + (kind.map { #""kind":"\#($0)","apiVersion":"v1","# } ?? "") + #""metadata":\#(metadata)"# + (rest.isEmpty ? "" : ",") + rest
            + "}"
    }

    static let created = "2026-11-26T08:00:00Z"

    static func metadata(
        _ name: String, _ namespace: String? = nil, uid: String? = nil, created: String = created, deleted: String? = nil,
        owner: (kind: String, name: String)? = nil, labels: [String: String] = [:], annotated: Bool = true
    ) -> String {
        var members = [#""name":"\#(name)""#]
        if let namespace { members.append(#""namespace":"\#(namespace)""#) }
        members += [
            #""uid":"\#(uid ?? "uid-\(namespace ?? "")-\(name)")""#, #""resourceVersion":"\#(version)""#, #""creationTimestamp":"\#(created)""#,
        ]
        if let deleted { members += [#""deletionTimestamp":"\#(deleted)""#, #""deletionGracePeriodSeconds":30"#] }
        if !labels.isEmpty {
            members.append(#""labels":{"# + labels.sorted { $0.key < $1.key }.map { #""\#($0.key)":"\#($0.value)""# }.joined(separator: ",") + "}")
        }
        if annotated { members.append(#""annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{\"env\":[{\"value\":\"hunter2\"}]}"}"#) }
        if let owner {
            members.append(
                #""ownerReferences":[{"apiVersion":"apps/v1","kind":"\#(owner.kind)","name":"\#(owner.name)","uid":"o","controller":true,"#
                    + #""blockOwnerDeletion":true}]"#)
        }
        members.append(
            #""managedFields":[{"manager":"kubelet","operation":"Update","apiVersion":"v1","time":"2026-11-26T08:00:00Z","fieldsType":"FieldsV1","#
                + #""fieldsV1":{"f:metadata":{"f:labels":{".":{},"f:app":{}}},"f:status":{"f:conditions":{"k:{\"type\":\"Ready\"}":{".":{}}}}},"#
                + #""subresource":"status"}]"#)
        return "{" + members.joined(separator: ",") + "}"
    }
}

// MARK: What clusters have

extension DoubleObject {
    static func namespace(_ name: String, uid: String? = nil) -> DoubleObject {
        DoubleObject(
            namespace: "", name: name, metadata: metadata(name, uid: uid), rest: #""spec":{"finalizers":["kubernetes"]},"status":{"phase":"Active"}"#)
    }

    static func node(_ name: String, ready: String = "True", pressure: Bool = false, unschedulable: Bool = false) -> DoubleObject {
        let reason = ready == "Unknown" ? "NodeStatusUnknown" : "KubeletReady"
        func condition(_ type: String, _ status: String) -> String {
            #"{"type":"\#(type)","status":"\#(status)","lastHeartbeatTime":"2026-11-26T09:59:00Z","lastTransitionTime":"2026-11-26T08:00:00Z","#
                + #""reason":"\#(reason)","message":"kubelet"}"#
        }
        let others = ready == "Unknown" ? "Unknown" : "False"
        let conditions = [
            condition("MemoryPressure", pressure ? "True" : others), condition("DiskPressure", others), condition("PIDPressure", others),
            condition("Ready", ready),
        ].joined(separator: ",")
        let spec = unschedulable ? #""unschedulable":true,"taints":[{"key":"node.kubernetes.io/unschedulable","effect":"NoSchedule"}]"# : ""
        return DoubleObject(
            namespace: "", name: name, metadata: metadata(name, labels: ["node-role.kubernetes.io/control-plane": "", "kubernetes.io/os": "linux"]),
            rest: #""spec":{\#(spec)},"status":{"capacity":{"cpu":"4","memory":"8388608Ki","pods":"110"},"#
                + #""allocatable":{"cpu":"3800m","memory":"8000000Ki","pods":"110"},"conditions":[\#(conditions)],"#
                + #""addresses":[{"type":"InternalIP","address":"10.77.1.1"},{"type":"Hostname","address":"\#(name)"}],"#
                + #""nodeInfo":{"machineID":"m-\#(name)","systemUUID":"s","bootID":"b","kernelVersion":"6.1.0","osImage":"Debian GNU/Linux 12 (bookworm)","#
                + #""containerRuntimeVersion":"containerd://2.1.4","kubeletVersion":"v1.36.2","kubeProxyVersion":"v1.36.2","operatingSystem":"linux","#
                + #""architecture":"amd64"}}"#)
    }

    static func owned(_ name: String, _ namespace: String, by owner: String) -> DoubleObject {
        DoubleObject(
            namespace: namespace, name: name, metadata: metadata(name, namespace, owner: ("Deployment", owner)), rest: #""spec":{"replicas":1}"#)
    }

    static func deployment(_ name: String, _ namespace: String, wanted: Int = 2, ready: Int = 2) -> DoubleObject {
        let count = ready > 0 ? #","readyReplicas":\#(ready),"availableReplicas":\#(ready),"updatedReplicas":\#(ready)"# : ""
        let isFine = ready >= wanted
        return DoubleObject(
            namespace: namespace, name: name, metadata: metadata(name, namespace),
            rest: #""spec":{"replicas":\#(wanted),"template":{"spec":{"containers":[{"name":"c","image":"registry.test/app:1"}]}}},"#
                + #""status":{"observedGeneration":1,"replicas":\#(wanted)\#(count),"conditions":[{"type":"Available","#
                + #""status":"\#(isFine ? "True" : "False")","lastUpdateTime":"2026-11-26T08:00:00Z","lastTransitionTime":"2026-11-26T08:00:00Z","#
                + #""reason":"MinimumReplicas","message":"Deployment"}]}"#)
    }

    static func daemonSet(_ name: String, _ namespace: String, wanted: Int, ready: Int) -> DoubleObject {
        DoubleObject(
            namespace: namespace, name: name, metadata: metadata(name, namespace),
            rest: #""spec":{"template":{"spec":{"containers":[{"name":"c","image":"registry.test/logger:2"}]}}},"#
                + #""status":{"desiredNumberScheduled":\#(wanted),"numberReady":\#(ready),"numberAvailable":\#(ready),"updatedNumberScheduled":\#(wanted)}"#
        )
    }

    static func job(_ name: String, _ namespace: String, state: String, active: Int = 0) -> DoubleObject {
        let condition =
            state.isEmpty
            ? ""
            : #","conditions":[{"type":"\#(state)","status":"True","lastProbeTime":"2026-11-26T08:01:00Z","lastTransitionTime":"2026-11-26T08:01:00Z","reason":"r","message":"m"}]"#
        return DoubleObject(
            namespace: namespace, name: name, metadata: metadata(name, namespace, owner: ("CronJob", "nightly")),
            rest: #""spec":{"completions":1,"suspend":false,"template":{"spec":{"containers":[{"name":"c","image":"registry.test/app:1"}]}}},"#
                + #""status":{"active":\#(active),"startTime":"2026-11-26T08:00:00Z"\#(condition)}"#)
    }

    static func cronJob(_ name: String, _ namespace: String, suspended: Bool) -> DoubleObject {
        DoubleObject(
            namespace: namespace, name: name, metadata: metadata(name, namespace),
            rest:
                #""spec":{"schedule":"0 3 * * *","suspend":\#(suspended),"jobTemplate":{"spec":{"template":{"spec":{"containers":[{"name":"c","image":"registry.test/app:1"}]}}}}},"#
                + #""status":{"lastScheduleTime":"2026-11-26T03:00:00Z"}"#)
    }

    static func service(_ name: String, _ namespace: String) -> DoubleObject {
        DoubleObject(
            namespace: namespace, name: name, metadata: metadata(name, namespace),
            rest:
                #""spec":{"type":"NodePort","clusterIP":"10.99.0.1","clusterIPs":["10.99.0.1"],"ports":[{"protocol":"TCP","port":80,"targetPort":8080,"nodePort":30080}]},"#
                + #""status":{"loadBalancer":{}}"#)
    }

    static func ingress(_ name: String, _ namespace: String) -> DoubleObject {
        DoubleObject(
            namespace: namespace, name: name, metadata: metadata(name, namespace),
            rest:
                #""spec":{"rules":[{"host":"shop.test","http":{"paths":[{"path":"/","pathType":"Prefix","backend":{"service":{"name":"web","port":{"number":80}}}}]}}]},"#
                + #""status":{"loadBalancer":{}}"#)
    }

    static func claim(_ name: String, _ namespace: String, phase: String = "Bound") -> DoubleObject {
        let bound = phase == "Bound" ? (#","volumeName":"pv-\#(name)""#, #","accessModes":["ReadWriteOnce"],"capacity":{"storage":"1Gi"}"#) : ("", "")
        return DoubleObject(
            namespace: namespace, name: name, metadata: metadata(name, namespace),
            rest: #""spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}},"storageClassName":"manual"\#(bound.0)},"#
                + #""status":{"phase":"\#(phase)"\#(bound.1)}"#)
    }

    static func volume(_ name: String, claim: (namespace: String, name: String)) -> DoubleObject {
        DoubleObject(
            namespace: "", name: name, metadata: metadata(name),
            rest:
                #""spec":{"capacity":{"storage":"1Gi"},"accessModes":["ReadWriteOnce"],"claimRef":{"kind":"PersistentVolumeClaim","namespace":"\#(claim.namespace)","name":"\#(claim.name)","uid":"u"},"#
                + #""persistentVolumeReclaimPolicy":"Retain","storageClassName":"manual"},"status":{"phase":"Bound"}"#)
    }

    static func event(_ name: String, _ namespace: String, type: String = "Warning", at time: String = "2026-11-26T09:30:00Z") -> DoubleObject {
        DoubleObject(
            namespace: namespace, name: name, metadata: metadata(name, namespace, annotated: false),
            rest:
                #""involvedObject":{"kind":"Pod","namespace":"\#(namespace)","name":"crash","uid":"u","apiVersion":"v1"},"reason":"BackOff","message":"Back-off restarting failed container","#
                + #""source":{"component":"kubelet","host":"w1"},"firstTimestamp":"\#(time)","lastTimestamp":"\#(time)","count":7,"type":"\#(type)","eventTime":null,"reportingComponent":"kubelet","reportingInstance":"w1""#,
            type: type)
    }
}

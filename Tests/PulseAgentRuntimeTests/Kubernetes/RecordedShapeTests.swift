import Foundation
import Testing

@testable import PulseAgentRuntime

/// Paths of members and their types: `items[].spec.nodeName text`.
struct KeyPaths: Equatable {
    private(set) var lines: Set<String> = []
    /// Members whose keys people choose.
    private static let free: Set<String> = [
        "labels", "annotations", "matchLabels", "nodeSelector", "fieldsV1", "limits", "requests", "capacity", "allocatable", "usage", "selector",
        "data",
    ]

    init(lines: Set<String> = []) { self.lines = lines }

    init(of value: Any, at path: String = "") { walk(value, path, under: nil) }

    private mutating func walk(_ value: Any, _ path: String, under key: String?) {
        if !path.isEmpty { lines.insert("\(path) \(Self.type(of: value))") }
        if let object = value as? [String: Any] {
            for (name, member) in object where name != "managedFields" {
                let isFree = Self.free.contains(key ?? "") && !(member is [String: Any]) && !(member is [Any])
                walk(member, (path.isEmpty ? "" : path + ".") + (isFree ? "*" : name), under: name)
            }
        } else if let list = value as? [Any] {
            for member in list { walk(member, path + "[]", under: nil) }
        }
    }

    private static func type(of value: Any) -> String {
        switch value {
        case is NSNull: "null"
        case is [String: Any]: "object"
        case is [Any]: "list"
        case is String: "text"
        case let number as NSNumber: "\(number)" == "true" || "\(number)" == "false" || isFlag(number) ? "flag" : "number"
        default: "unknown"
        }
    }

    private static func isFlag(_ number: NSNumber) -> Bool { String(cString: number.objCType) == "c" || String(cString: number.objCType) == "B" }

    /// What was recorded, by the name of the list.
    static let recorded: [String: KeyPaths] = {
        var all: [String: Set<String>] = [:]
        for line in RecordedKeyPaths.text.split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 1)
            all[String(parts[0]), default: []].insert(String(parts[1]))
        }
        return all.mapValues { KeyPaths(lines: $0) }
    }()
}

@Suite("The double against recordings", .timeLimit(.minutes(1)))
struct RecordedShapeTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared/fixtures/kubernetes-1.36")

    private static let objects: [(KubernetesResource, [DoubleObject])] = [
        (.namespaces, [.namespace("shop", uid: "u")]),
        (.nodes, [.node("w1"), .node("w2", ready: "Unknown"), .node("w3", pressure: true, unschedulable: true)]),
        (
            .pods,
            [
                .pod("a") { ($0.owner, $0.claim, $0.initState) = (("ReplicaSet", "x"), "data", DoubleObject.Pod.waiting("CrashLoopBackOff")) },
                .pod("b") { ($0.lastState, $0.deleted) = (DoubleObject.Pod.ended(137, "OOMKilled"), "2026-11-26T09:58:00Z") },
                .pod("c") { ($0.state, $0.status) = (nil, [#""message":"m","reason":"Evicted""#]) },
                .pod("d") { $0.state = DoubleObject.Pod.ended(1, "Error") },
            ]
        ),
        (.deployments, [.deployment("web", "shop")]), (.daemonSets, [.daemonSet("logger", "shop", wanted: 6, ready: 4)]),
        (.replicaSets, [.owned("web-1", "shop", by: "web")]), (.jobs, [.job("ok", "shop", state: "Complete"), .job("bad", "shop", state: "Failed")]),
        (.cronJobs, [.cronJob("nightly", "shop", suspended: true)]), (.services, [.service("web", "shop")]), (.ingresses, [.ingress("web", "shop")]),
        (.claims, [.claim("a", "shop"), .claim("b", "shop", phase: "Pending")]), (.volumes, [.volume("pv", claim: ("shop", "a"))]),
        (.events, [.event("e", "shop")]),
    ]

    @Test("objects of the double have no member, and no type, that was not recorded")
    func double() throws {
        for (resource, objects) in Self.objects {
            let recorded = try #require(KeyPaths.recorded[resource.rawValue], "\(resource)")
            for object in objects {
                let json = try JSONSerialization.jsonObject(with: Data(object.json().utf8))
                let strange = KeyPaths(of: json, at: "items[]").lines.subtracting(recorded.lines)
                #expect(strange.isEmpty, "\(resource) \(object.name): \(strange.sorted())")
            }
        }
    }

    @Test(
        "Recorded objects of Kubernetes have the members that were taken down, and every one is read",
        .enabled(if: FileManager.default.fileExists(atPath: folder.path), "skipped: ../shared/fixtures/kubernetes-1.36 is not beside this checkout"))
    func recordings() throws {
        for (kind, committed) in KeyPaths.recorded {
            let data = try Data(contentsOf: Self.folder.appending(path: "\(kind).json"))
            let list = try JSONSerialization.jsonObject(with: data)
            let missing = committed.lines.subtracting(KeyPaths(of: list).lines)
            #expect(missing.isEmpty, "\(kind): \(missing.sorted().prefix(5))")
            guard let resource = KubernetesResource(rawValue: kind) else { continue }
            var splitter = ListSplitter(limit: WatchLimits.objectBytes)
            var count = 0
            splitter.take(Array(data)) { part, bytes in
                guard part == .item else { return }
                count += 1
                #expect(ObjectReader(resource: resource).item(bytes) != nil, "\(kind) \(count)")
            }
            #expect(count == ((list as? [String: Any])?["items"] as? [Any])?.count && splitter.isComplete)
        }
    }

    @Test(
        "Recorded streams of Kubernetes are read to their bookmark",
        .enabled(if: FileManager.default.fileExists(atPath: folder.path), "skipped: ../shared/fixtures/kubernetes-1.36 is not beside this checkout"))
    func streams() throws {
        let memory = ClusterMemory(filter: NamespaceFilter())
        let reading = StreamReading(.pods, memory: memory)
        #expect(reading.take(Array(try Data(contentsOf: Self.folder.appending(path: "pods-watch.txt")))))
        #expect(reading.outcome(nil) == .streamEnded(version: "2108", events: 39, failure: nil))
        #expect(memory.change { $0.pods.entries.count } == 38 && memory.change(\.unreadable) == 0)
        let old = StreamReading(.pods, memory: memory)
        let line = try JSONSerialization.data(
            withJSONObject: try JSONSerialization.jsonObject(with: try Data(contentsOf: Self.folder.appending(path: "pods-watch-old-rv.json"))))
        #expect(!old.take(Array(line) + [0x0A]))
        #expect(old.outcome(nil) == .streamEnded(version: nil, events: 0, failure: .gone))
    }
}

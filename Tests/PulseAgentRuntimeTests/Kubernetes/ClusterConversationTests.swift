import Foundation
import PulseAgentProtocol
import PulseCore
import PulseTransport
import Synchronization
import Testing

@testable import PulseAgentRuntime

/// A collector that watches the double for as long as the test takes.
struct Watched {
    static let interval = Duration.seconds(77)
    let double: KubernetesDouble
    let collector: KubernetesCollector
    let pauses: Pauses

    static func run(
        options: KubernetesOptions = KubernetesOptions(interval: interval), credential: KubernetesAccess.Credential = .none,
        files: SmallFiles = SmallFiles(), _ prepare: (KubernetesDouble) throws -> Void = { _ in }, _ body: (Watched) async throws -> Void
    ) async throws {
        try await run(double: try KubernetesDouble(), options: options, credential: credential, files: files, prepare, body)
    }

    static func run(
        double: KubernetesDouble, identity: ClientIdentity? = nil, options: KubernetesOptions = KubernetesOptions(interval: interval),
        credential: KubernetesAccess.Credential = .none, files: SmallFiles = SmallFiles(), _ prepare: (KubernetesDouble) throws -> Void = { _ in },
        _ body: (Watched) async throws -> Void
    ) async throws {
        double.put(.namespaces, .namespace("kube-system", uid: "uid-1"), .namespace("shop"))
        double.put(.nodes, .node("w1"))
        try prepare(double)
        let client = OutboundClient(connectionsPerHost: KubernetesCollector.connections)
        try await double.run { double in
            let access = KubernetesAccess(
                server: double.url, trust: .authority(double.authority.pem), identity: identity, credential: credential, name: "prod")
            let pauses = Pauses()
            let collector = KubernetesCollector(
                access: access, options: options, outbound: client, surroundings: pauses.surroundings, files: files)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await collector.run() }
                let result: Result<Void, any Error>
                do { result = .success(try await body(Watched(double: double, collector: collector, pauses: pauses))) } catch {
                    result = .failure(error)
                }
                group.cancelAll()
                try await group.waitForAll()
                try result.get()
            }
        }
        await client.shutdown()
    }

    func picture() async -> Picture { await collector.picture(at: Cluster.now) }

    /// Ends the stream, and waits until the collector went on from the last version: everything said before is known then.
    func settle(_ resource: KubernetesResource) async {
        let count = double.streams(resource).count
        double.bookmark(resource)
        double.end(resource)
        await double.untilStream(resource, count: count + 1)
    }

    func endPauses() { pauses.end { $0 != Self.interval } }
}

@Suite("Watching a cluster", .timeLimit(.minutes(5)))
struct ClusterConversationTests {
    private func pods(_ picture: Picture) -> [String] { picture.objects.filter { $0.key.kind == .kubernetesPod }.map(\.key.path) }

    @Test("everything is listed once and then listened to; a picture is there whenever it is asked for")
    func watches() async throws {
        try await Watched.run { double in
            double.put(.pods, .pod("web-1-a") { $0.owner = ("ReplicaSet", "web-1") }, .pod("gone"))
            double.put(.replicaSets, .owned("web-1", "shop", by: "web"))
            double.put(.deployments, .deployment("web", "shop"))
            double.put(.events, .event("crash.1", "shop"), .event("ok.1", "shop", type: "Normal"))
        } _: { watched in
            let double = watched.double
            await double.untilEverythingIsWatched()
            await watched.pauses.until { $0.contains(Watched.interval) }
            var picture = await watched.picture()
            #expect(picture.modules == [.init("kubernetes", .working, kinds: [.kubernetesCluster] + KubernetesResource.allCases.compactMap(\.kind))])
            #expect(pods(picture) == ["shop/gone", "shop/web-1-a"] && picture.facts("web-1-a")?.ownerName == "web")
            guard case .kubernetesCluster(let cluster)? = picture.object(ObjectKey(.kubernetesCluster))?.facts else {
                return #expect(Bool(false), "there is no cluster")
            }
            #expect(cluster.uid == "uid-1" && cluster.version == "v1.36.2+k3s1" && cluster.distribution == "k3s" && cluster.hasMetrics == false)
            #expect(picture.object(ObjectKey(.kubernetesCluster))?.name == "prod" && cluster.podsTotal == 2 && cluster.podsRunning == 2)
            #expect(picture.kubernetes?.events.map(\.objectName) == ["crash"] && cluster.certificates?.map(\.owner) == [.apiServer])

            double.put(.pods, .pod("new"), .pod("web-1-a") { $0.isReady = false })
            double.remove(.pods, .pod("gone"))
            await watched.settle(.pods)
            picture = await watched.picture()
            #expect(pods(picture) == ["shop/new", "shop/web-1-a"] && picture.pod("web-1-a")?.status == .degraded)
            for resource in KubernetesResource.allCases { #expect(double.lists(resource).count == 1, "\(resource)") }
        }
    }

    @Test("what is asked for is what is needed: pages, bookmarks, metadata only where it suffices, and never a secret")
    func questions() async throws {
        try await Watched.run { watched in
            let double = watched.double
            await double.untilEverythingIsWatched()
            for request in double.requests {
                #expect(!request.path.contains("secret") && !request.path.contains("configmap") && request.token == nil)
            }
            for resource in KubernetesResource.allCases {
                let (list, stream) = (double.lists(resource).first, double.streams(resource).first)
                #expect(list?.query["limit"] == "500" && stream?.query["allowWatchBookmarks"] == "true" && stream?.query["timeoutSeconds"] == "290")
                #expect(list?.accept.contains("PartialObjectMetadataList") == [.namespaces, .replicaSets].contains(resource))
                #expect(list?.query["fieldSelector"] == (resource == .events ? "type=Warning" : nil))
            }
        }
    }

    @Test("bookmarks move the place from which a broken stream goes on")
    func bookmarks() async throws {
        try await Watched.run { watched in
            let double = watched.double
            await double.untilStream(.pods)
            double.put(.nodes, .node("w2"))
            double.bookmark(.pods)
            double.say(#"{"type":"ADDED","object":{"metadata":{"name":"half"#, in: .pods)
            double.cut(.pods)
            await watched.pauses.until { $0.contains(.seconds(1)) }
            watched.endPauses()
            await double.untilStream(.pods, count: 2)
            let versions = double.streams(.pods).compactMap { $0.query["resourceVersion"].flatMap { Int($0) } }
            #expect(versions.count == 2 && versions[1] == versions[0] + 2)
            let known = await watched.picture()
            #expect(double.lists(.pods).count == 1 && pods(known) == [])
        }
    }

    @Test("a version that is too old has the list read again, however the server says so", arguments: [KubernetesDouble.Gone.status, .event])
    func gone(how: KubernetesDouble.Gone) async throws {
        try await Watched.run { double in
            double.put(.pods, .pod("stays"), .pod("goes"))
        } _: { watched in
            let double = watched.double
            await double.untilStream(.pods)
            double.compact(.pods, how)
            double.set { state in state.objects[KubernetesResource.pods.path]?["shop/goes"] = nil }
            double.cut(.pods)
            await watched.pauses.until { $0.contains(.seconds(1)) }
            watched.endPauses()
            await watched.pauses.until { $0.filter { $0 != Watched.interval }.count >= 2 }
            // What was known stays known until the new list was read.
            #expect(pods(await watched.picture()) == ["shop/goes", "shop/stays"])
            watched.endPauses()
            await double.untilStream(.pods, count: 3)
            let known = await watched.picture()
            #expect(double.lists(.pods).count == 2 && pods(known) == ["shop/stays"])
        }
    }

    @Test("a list comes in pages, and one whose place was lost begins anew", arguments: [nil, 400, 410])
    func pages(refusal: Int?) async throws {
        try await Watched.run { double in
            double.put(.pods, (0..<1_100).map { .pod("web-\($0)") })
            double.set { $0.refusesContinue = refusal }
        } _: { watched in
            let double = watched.double
            if refusal != nil {
                await watched.pauses.until { $0.contains(.seconds(1)) }
                #expect(pods(await watched.picture()) == [])
                watched.endPauses()
            }
            await double.untilStream(.pods)
            #expect(double.lists(.pods).map { $0.query["continue"] } == (refusal == nil ? [] : [nil, "500"]) + [nil, "500", "1000"])
            #expect(pods(await watched.picture()).count == 1_100)
        }
    }

    @Test("a right that is missing limits what is told, and nothing else; when it is given, all is told")
    func denied() async throws {
        try await Watched.run { double in
            double.put(.deployments, .deployment("web", "shop"))
            double.set { $0.denied = [KubernetesResource.deployments.path] }
        } _: { watched in
            let double = watched.double
            await watched.pauses.until { $0.contains(WatchMachine.recheck) }
            await double.until { requests in
                KubernetesResource.allCases.allSatisfy { resource in
                    resource == .deployments || requests.contains { $0.path == resource.path && $0.isStream }
                }
            }
            await watched.pauses.until { $0.contains(Watched.interval) }
            var picture = await watched.picture()
            #expect(picture.modules.first?.condition == .limited && picture.modules.first?.problem?.contains("deployments") == true)
            #expect(picture.object(ObjectKey(.kubernetesNode, "w1")) != nil)
            double.set { $0.denied = [] }
            watched.endPauses()
            await double.untilStream(.deployments)
            picture = await watched.picture()
            #expect(picture.modules.map(\.condition) == [.working] && picture.object(ObjectKey(.kubernetesDeployment, "shop", "web")) != nil)
        }
    }

    @Test("a line that is too long has the list read again; the other kinds go on")
    func oversized() async throws {
        try await Watched.run { double in
            double.put(.pods, .pod("web"))
        } _: { watched in
            let double = watched.double
            await double.untilEverythingIsWatched()
            let filler = String(repeating: "x", count: 1 << 20)
            for _ in 0..<3 { double.say(filler, in: .pods) }
            double.put(.pods, .pod("after"))
            await watched.pauses.until { $0.contains(.seconds(1)) }
            watched.endPauses()
            await double.untilStream(.pods, count: 2)
            #expect(double.lists(.pods).count == 2 && double.lists(.nodes).count == 1)
            #expect(pods(await watched.picture()) == ["shop/after", "shop/web"])
        }
    }

    @Test("lines that are nothing are counted, and what follows them is heard")
    func nonsense() async throws {
        try await Watched.run { watched in
            let double = watched.double
            await double.untilEverythingIsWatched()
            await watched.pauses.until { $0.contains(Watched.interval) }
            double.say("{\"type\":\"ADDED\"}\nnonsense\n{\"type\":\"ADDED\",\"object\":{\"metadata\":{\"name\":\"../x\"}}}\n", in: .pods)
            double.put(.pods, .pod("web"))
            await watched.settle(.pods)
            let picture = await watched.picture()
            #expect(pods(picture) == ["shop/web"] && picture.modules.first?.problem?.hasPrefix("3 objects") == true)
        }
    }

    @Test("a token file is read for every call, so a token that was replaced is used")
    func tokens() async throws {
        let token = Mutex("first")
        let files = SmallFiles { $0 == "/token" ? Array((token.withLock { $0 } + "\n").utf8) : nil }
        try await Watched.run(credential: .tokenFile("/token"), files: files) { double in
            double.set { $0.tokens = ["first"] }
        } _: { watched in
            let double = watched.double
            await double.untilEverythingIsWatched()
            double.set { $0.tokens = ["second"] }
            double.put(.pods, .pod("web"))
            double.end(.pods)
            await watched.pauses.until { $0.contains(.seconds(1)) }
            token.withLock { $0 = "second" }
            watched.endPauses()
            await double.untilStream(.pods, count: 3)
            #expect(double.streams(.pods).map(\.token) == ["first", "first", "second"])
            #expect(pods(await watched.picture()) == ["shop/web"])
        }
    }

    @Test("a client certificate opens a server that demands one, and without it nothing is told")
    func certificate() async throws {
        let double = try KubernetesDouble(demandsCertificate: true)
        let client = try double.authority.client("pulse-agent")
        let identity = ClientIdentity(certificates: client.certificate, key: Redacted(client.key))
        try await Watched.run(double: double, identity: identity) { watched in
            await watched.double.untilEverythingIsWatched()
            await watched.pauses.until { $0.contains(Watched.interval) }
            let picture = await watched.picture()
            guard case .kubernetesCluster(let cluster)? = picture.object(ObjectKey(.kubernetesCluster))?.facts else {
                return #expect(Bool(false), "there is no cluster")
            }
            #expect(picture.object(ObjectKey(.kubernetesNode, "w1")) != nil && cluster.certificates?.map(\.owner) == [.apiServer, .agent])
            #expect(cluster.certificates?.allSatisfy { $0.notAfter == DoubleAuthority.end } == true)
        }
        try await Watched.run(double: try KubernetesDouble(demandsCertificate: true)) { watched in
            for round in 1...3 {
                await watched.pauses.until { $0.filter { $0 == Watched.interval }.count >= round }
                watched.pauses.end()
            }
            let picture = await watched.picture()
            #expect(picture.objects.isEmpty && picture.modules.map(\.condition) == [.failing] && watched.double.requests.isEmpty)
        }
    }

    @Test("a metrics server that comes and goes")
    func metrics() async throws {
        let base = "/apis/metrics.k8s.io/v1beta1/"
        try await Watched.run { double in
            double.put(.pods, .pod("web"))
            double.set { state in
                state.absent = []
                state.fixed[base + "nodes"] =
                    #"{"kind":"NodeMetricsList","metadata":{},"items":[{"metadata":{"name":"w1"},"usage":{"cpu":"2000000000n","memory":"4194304Ki"}}]}"#
                state.fixed[base + "pods"] =
                    #"{"kind":"PodMetricsList","metadata":{},"items":[{"metadata":{"name":"web","namespace":"shop"},"containers":[{"name":"c","usage":{"cpu":"250000000n","memory":"64Mi"}}]}]}"#
            }
        } _: { watched in
            let double = watched.double
            await double.untilEverythingIsWatched()
            await watched.pauses.until { $0.contains(Watched.interval) }
            var picture = await watched.picture()
            #expect(picture.figures(ObjectKey(.kubernetesNode, "w1"))?[.cpu] == .value(0.5))
            #expect(picture.figures(ObjectKey(.kubernetesPod, "shop", "web"))?[.cpu] == .value(0.5))
            for (index, (change, reason)) in [
                ({ (state: inout KubernetesDouble.State) in (state.fixed, state.unavailable) = ([:], [base + "nodes"]) }, Reason.noMetricsServer),
                ({ (state: inout KubernetesDouble.State) in (state.unavailable, state.denied) = ([], [base + "nodes"]) }, Reason.permissionMissing),
            ].enumerated() {
                double.set(change)
                watched.pauses.end()
                await watched.pauses.until { $0.filter { $0 == Watched.interval }.count >= index + 2 }
                picture = await watched.picture()
                #expect(picture.figures(ObjectKey(.kubernetesPod, "shop", "web"))?[.cpu] == .unknown(reason))
            }
            #expect(picture.modules.first?.condition == .limited && picture.modules.first?.nextStep?.contains("metrics.k8s.io") == true)
        }
    }

    @Test("kubelets are asked for claims only where that is allowed")
    func kubelets() async throws {
        let summary =
            #"{"node":{"nodeName":"w1"},"pods":[{"podRef":{"name":"db-0","namespace":"shop","uid":"u"},"volume":[{"name":"data","usedBytes":10,"capacityBytes":100,"pvcRef":{"name":"data","namespace":"shop"}}]}]}"#
        let path = "/api/v1/nodes/w1/proxy/stats/summary"
        for asks in [true, false] {
            try await Watched.run(options: KubernetesOptions(interval: Watched.interval, asksKubelets: asks)) { double in
                double.put(.claims, .claim("data", "shop"))
                double.set { $0.fixed[path] = summary }
            } _: { watched in
                await watched.double.untilEverythingIsWatched()
                await watched.pauses.until { $0.contains(Watched.interval) }
                watched.pauses.end()
                await watched.pauses.until { $0.filter { $0 == Watched.interval }.count >= 2 }
                let figures = await watched.picture().figures(ObjectKey(.kubernetesClaim, "shop", "data"))
                #expect(figures == (asks ? [.diskUsed: .value(10), .diskTotal: .value(100)] : nil))
                #expect(watched.double.requests.contains { $0.path == path } == asks)
            }
        }
    }

    @Test("nothing answers: the module fails with the server's address, and no thing is said to be gone")
    func unreachable() async throws {
        let client = OutboundClient()
        let pauses = Pauses()
        let access = KubernetesAccess(server: "https://127.0.0.1:1", trust: .system, credential: .none, name: "prod")
        let collector = KubernetesCollector(
            access: access, options: KubernetesOptions(interval: Watched.interval), outbound: client, surroundings: pauses.surroundings)
        #expect(await collector.picture(at: Cluster.now).modules.first?.problem == "The cluster is being read for the first time.")
        await withDiscardingTaskGroup { group in
            group.addTask { await collector.run() }
            for round in 1...3 {
                await pauses.until { $0.filter { $0 == Watched.interval }.count >= round }
                pauses.end()
            }
            let module = await collector.picture(at: Cluster.now).modules.first
            #expect(module?.condition == .failing && module?.problem == "Nothing accepts connections at https://127.0.0.1:1.")
            group.cancelAll()
        }
        await client.shutdown()
    }

    @Test("five thousand pods")
    func many() async throws {
        try await Watched.run { double in
            double.put(.pods, (0..<5_000).map { number in .pod("web-\(number)") { $0.owner = ("ReplicaSet", "web-\(number % 50)") } })
            double.put(.replicaSets, (0..<50).map { .owned("web-\($0)", "shop", by: "app-\($0)") })
        } _: { watched in
            let double = watched.double
            await double.untilEverythingIsWatched()
            double.put(.pods, .pod("web-77") { $0.isReady = false })
            await watched.settle(.pods)
            let picture = await watched.picture()
            #expect(pods(picture).count == 5_000 && picture.pod("web-77")?.status == .degraded && picture.facts("web-77")?.ownerName == nil)
            #expect(picture.facts("web-4999")?.ownerName == "app-49" && picture.figures.count == 5_001)
            #expect(double.lists(.pods).count == 10)
        }
    }
}

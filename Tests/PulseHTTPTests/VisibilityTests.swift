import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import PulseAccess
import PulseCore
import PulseHistory
import PulseInventory
import PulsePatrol
import Testing

@testable import PulseHTTP

/// Two sources; the second is hidden from a user whose role is limited, in bytes.
@Suite("What a limited role sees", .timeLimit(.minutes(5)))
struct VisibilityTests {
    private static let lab = SourceSlug(naming: "basement", avoiding: [])
    private static let machine = SourceSlug(naming: "cellar", avoiding: [])
    private static let kubernetes = SourceSlug(naming: "shaft", avoiding: [])
    private static let hidden = ["treasure", "vault-9", "basement", "Basement", "hidden-pool", "cellar", "shaft"]

    private let server: TestServer

    init() throws {
        server = try TestServer()
        try server.inventory.tick(
            [
                Self.observation(at: TestServer.start), EveryAgent.machine(Self.machine, named: "treasure", at: TestServer.start),
                EveryAgent.cluster(Self.kubernetes, named: "treasure", at: TestServer.start),
            ], at: TestServer.start)
        // A minute ago, so that charts that end now have something to draw.
        let samples = SampleCollector.samples(of: [Self.observation(at: TestServer.start)], in: server.inventory.fleet)
        try server.history.append(samples.compactMap { Sample($0.key, at: $0.at - .seconds(60), value: $0.value) }, at: TestServer.start)
    }

    private static func observation(at now: Timestamp, cpu: Double = 0.125, tags: [String] = ["gold"]) -> Observation {
        var metrics = MetricTable()
        metrics[.cpu] = .measured(cpu, at: now)
        metrics[.diskUsed] = .measured(5e9, at: now)
        metrics[.diskTotal] = .measured(9e9, at: now)
        let node = ResourceID.node(lab, "vault-9")
        return Observation(
            source: lab, at: now,
            report: SourceReport(
                source: lab, kind: .proxmoxVE, name: "Basement", condition: .reachable,
                endpoints: [EndpointReport(address: "https://vault-9:8006", node: "vault-9")], interval: .seconds(10)),
            resources: [
                ObservedResource(id: node, name: "vault-9", parent: .cluster(lab), status: .online, facts: .node(NodeFacts(name: "vault-9"))),
                ObservedResource(
                    id: .guest(lab, vmid: 900), name: "treasure", parent: node, status: .running, tags: tags,
                    facts: .guest(GuestFacts(type: .qemu, vmid: 900, node: "vault-9")), metrics: metrics),
                ObservedResource(
                    id: .storage(lab, "hidden-pool", node: nil), name: "hidden-pool", parent: .cluster(lab), status: .available,
                    facts: .storage(StorageFacts(name: "hidden-pool", shared: true, nodes: ["vault-9"])), metrics: metrics),
                ObservedResource(
                    id: .disk(lab, node: "vault-9", "S1"), name: "treasure disk", parent: node, status: .online,
                    facts: .disk(DiskFacts(node: "vault-9", device: "/dev/sda"))),
                ObservedResource(
                    id: .ceph(lab), name: "treasure Ceph", parent: .cluster(lab), status: .online, facts: .ceph(CephFacts())),
            ], completeKinds: [.node, .guest, .storage, .datastore], ledger: ledger(at: now))
    }

    private static func base(of route: String) -> String {
        route.split(separator: ":", maxSplits: 1).first.map { route.contains(":") ? String($0) : route } ?? route
    }

    /// Patrol has found something on what is hidden, somebody has dismissed a part of it, and a rule names it.
    private func patrol() async throws {
        guard server.patrol.ask(by: "admin") else { return }
        await server.patrol.runIfDue()
        let id = FindingIdentity(check: "TEST-NODE-UP", resource: "node:basement/vault-9", instance: "").id
        try server.patrol.change { book in
            try book.dismiss(id, .expected, Standing.Word(at: TestServer.start, by: "admin", note: "treasure"))
            try book.add(
                SuppressionRule(
                    id: "rule", matches: .init(resource: "guest:basement/9*", check: "OTHER"), description: "treasure", until: nil, finding: nil,
                    createdAt: TestServer.start, createdBy: nil))
        }
    }

    /// The cookie of a user with one role of these limits.
    private func headers(_ limits: AccessLimits, _ permissions: PermissionSet = .only([.monitoringRead, .monitoringWrite])) async throws -> HTTPFields
    {
        try await patrol()
        let role = try server.access.roles.add(name: "Limited", permissions: permissions, limits: limits, at: TestServer.start)
        try await server.access.users.add(name: "kim", password: Redacted("correct horse battery"), roles: [role.id], at: TestServer.start)
        try await server.access.users.add(name: "admin", password: Redacted("correct horse battery"), roles: [.administrator], at: TestServer.start)
        let session = try server.access.openSession(for: "kim", method: .password, from: "a", at: TestServer.start)
        return [.cookie: "pulse_session=\(session.cookie.reveal())", .init("X-CSRF-Token")!: session.csrfToken, .contentType: "application/json"]
    }

    private func get(_ path: String, _ headers: HTTPFields, _ method: HTTPRequest.Method = .get, body: String? = nil) async throws -> TestResponse {
        try await server.application.test(.router) { client in
            try await client.executeRequest(uri: path, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) })
        }
    }

    /// Every reading route with what could bring the hidden things to light. A new route has to be added here.
    private static let requests: [String: [String]] = [
        "/api/resources": ["", "?text=treasure", "?source=basement", "?parent=node:basement/vault-9", "?kind=storage,cluster,node"],
        "/api/resources/recent": [""],
        "/api/resources/:id": ["guest%3Abasement%2F900"],
        "/api/resources/:id/:rest": ["guest:basement/900"],
        "/api/history": ["?resource=guest:basement/900", "?resource=guest:basement/900&format=csv"],
        "/api/history/series": ["?resource=guest:basement/900"],
        "/api/history/forecast": ["?resource=guest:basement/900"],
        "/api/metrics-store/history": ["?resourceType=vm&resourceId=Basement-vault-9-900"],
        "/api/metrics-store/stats": [""],
        "/api/charts": [""],
        "/api/storage-charts": [""],
        "/api/state": [""],
        "/metrics": [""],
        "/api/backups/board": ["", "?text=treasure", "?source=basement"],
        "/api/backups/board/:id": ["guest%3Abasement%2F900"],
        "/api/backups/board/:id/:rest": ["guest:basement/900"],
        "/api/backups/leftovers": [""],
        "/api/backups/calendar": [""],
        "/api/backups": [""],
        "/api/backups/unified": [""],
        "/api/backups/pve": [""],
        "/api/backups/pbs": [""],
        "/api/ledger/tasks": ["", "?source=basement"],
        "/api/ledger/jobs": ["", "?source=basement"],
        "/api/ledger/replication": ["", "?source=basement"],
        "/api/ledger/ha": ["", "?source=basement"],
        "/api/ledger/ceph": ["", "?source=basement"],
        "/api/ledger/services": ["", "?source=basement"],
        "/api/ledger/certificates": ["", "?source=basement"],
        "/api/ledger/updates": ["", "?source=basement"],
        "/api/ledger/snapshots": ["", "?source=basement"],
        "/api/ledger/datastore-jobs": ["", "?source=basement"],
        "/api/ledger/tapes": ["", "?source=basement"],
        "/api/ledger/tape-drives": ["", "?source=basement"],
        "/api/ledger/tape-changers": ["", "?source=basement"],
        "/api/ledger/mail": ["", "?source=basement"],
        "/api/ledger/kernels": ["", "?source=basement"],
        "/api/ledger/subscriptions": ["", "?source=basement"],
        "/api/ledger/traffic": ["", "?source=basement"],
        "/api/ledger/mail-domains": ["", "?source=basement"],
        "/api/ledger/viruses": ["", "?source=basement"],
        "/api/ledger/mail-backups": ["", "?source=basement"],
        "/api/containers/images": ["", "?source=cellar"],
        "/api/containers/volumes": ["", "?source=cellar"],
        "/api/containers/networks": ["", "?source=cellar"],
        "/api/containers/swarm-nodes": ["", "?source=cellar"],
        "/api/kubernetes/services": ["", "?source=shaft"],
        "/api/kubernetes/ingresses": ["", "?source=shaft"],
        "/api/kubernetes/volumes": ["", "?source=shaft"],
        "/api/kubernetes/events": ["", "?source=shaft"],
        "/api/infra-updates": ["", "?resourceType=docker"],
        "/api/infra-updates/summary": [""],
        "/api/infra-updates/host/:id": ["host%3Acellar"],
        "/api/infra-updates/:id": ["container%3Acellar%2Fweb"],
        "/api/infra-updates/:id/:rest": ["container:cellar/web"],
        "/api/ai/patrol/status": [""],
        "/api/ai/patrol/findings": ["", "?severity=info&hidden=true", "?check=TEST-GUEST-RUNS"],
        "/api/ai/patrol/findings/:id": [FindingIdentity(check: "TEST-GUEST-RUNS", resource: "guest:basement/900", instance: "").id],
        "/api/ai/patrol/marks": [""],
        // A stream; tested in PatrolStreamTests.
        "/api/ai/patrol/stream": [],
        "/api/ai/patrol/history": [""],
        "/api/ai/patrol/dismissed": [""],
        "/api/ai/patrol/runs": [""],
        "/api/ai/patrol/suppressions": [""],
        "/api/ai/patrol/checks": [""],
        "/api/ai/patrol/checks/:code": ["TEST-GUEST-RUNS"],
        "/api/ai/patrol/schedule": [""],
        // A stream; tested below.
        "/api/events": [],
    ]

    private static let repeated = ["/api/metrics-store/history": "Basement-vault-9-900", "/api/infra-updates/host/:id": "host:cellar"]

    @Test("every reading route is among those that are tried")
    func complete() {
        let reading = server.routes.filter { $0.method == .get && $0.permission == .permission(.monitoringRead) }.map(\.path)
        #expect(Set(reading) == Set(Self.requests.keys))
    }

    @Test(
        "no answer has a byte of what is hidden, and everything else is there",
        arguments: [
            AccessLimits(sources: [TestServer.slug]), AccessLimits(tags: ["prod"]), AccessLimits(sources: [TestServer.slug], kinds: [.guest, .node]),
        ])
    func bytes(limits: AccessLimits) async throws {
        let headers = try await headers(limits)
        for (route, endings) in Self.requests {
            for ending in endings {
                let base = Self.base(of: route)
                let response = try await get(base + ending, headers)
                let text = String(buffer: response.body)
                // What was asked for is repeated by these and by nothing else.
                let asked = Self.repeated[route] ?? ""
                let rest = asked.isEmpty ? text : text.replacingOccurrences(of: asked, with: "")
                for word in Self.hidden { #expect(!rest.contains(word), "\(word) in \(route)\(ending): \(text.prefix(300))") }
            }
        }
        for path in ["/api/resources", "/api/state", "/metrics", "/api/charts"] {
            #expect(String(buffer: try await get(path, headers).body).contains("web") || path == "/api/charts", "\(path)")
        }
        let page = try JSONSerialization.jsonObject(with: Data(try await get("/api/resources?kind=guest", headers).body.readableBytesView))
        #expect((page as? [String: Any])?["total"] as? Int == (limits.tags.isEmpty ? 2 : 1))
    }

    @Test("an administrator sees in each of these answers what the others must not, so the test above can fail")
    func control() async throws {
        _ = try await headers(.none)
        let cookie = try server.access.openSession(for: "admin", method: .password, from: "a", at: TestServer.start).cookie.reveal()
        // These name nothing, whoever asks, or repeat what was asked.
        let nameless = [
            "/api/backups/calendar", "/api/backups/pbs", "/api/history/forecast", "/api/metrics-store/stats", "/api/metrics-store/history",
            "/api/ai/patrol/status", "/api/ai/patrol/checks", "/api/ai/patrol/checks/:code", "/api/ai/patrol/schedule", "/api/ai/patrol/runs",
        ]
        for (route, endings) in Self.requests where !nameless.contains(route) {
            for ending in endings {
                let base = Self.base(of: route)
                let text = String(buffer: try await get(base + ending, [.cookie: "pulse_session=\(cookie)"]).body)
                #expect(Self.hidden.contains { text.contains($0) }, "\(route)\(ending): \(text.prefix(200))")
            }
        }
    }

    @Test("what is hidden is answered as what does not exist, for reading and for writing")
    func sameAsUnknown() async throws {
        let headers = try await headers(AccessLimits(sources: [TestServer.slug]))
        for (hidden, unknown) in [
            ("/api/resources/guest:basement/900", "/api/resources/guest:basement/901"),
            ("/api/history?resource=guest:basement/900", "/api/history?resource=guest:basement/901"),
            ("/api/history/series?resource=guest:basement/900", "/api/history/series?resource=guest:basement/901"),
            ("/api/history/forecast?resource=guest:basement/900", "/api/history/forecast?resource=guest:basement/901"),
        ] {
            let (first, second) = (try await get(hidden, headers), try await get(unknown, headers))
            #expect(first.status == second.status && first.body == second.body, "\(hidden)")
        }
        let annotation = try await get("/api/resources/guest:basement/900/annotation", headers, .put, body: #"{"note":"mine"}"#)
        #expect(annotation.status == .notFound)
        #expect(server.inventory.fleet.resources[.guest(Self.lab, vmid: 900)]?.annotation.note == "")
        #expect(try await get("/api/resources/guest:homelab/101/annotation", headers, .put, body: #"{"note":"mine"}"#).status == .ok)
    }

    @Test("a viewer of everything who is a limited operator reads all and writes some")
    func twoRoles() async throws {
        let headers = try await headers(AccessLimits(tags: ["prod"]))
        let limited = try server.access.users.find("kim").roles
        try server.access.users.setRoles(of: "kim", limited + [.viewer])
        #expect(try await get("/api/resources/guest:basement/900", headers).status == .ok)
        #expect(try await get("/api/resources/guest:basement/900/annotation", headers, .put, body: #"{"note":"x"}"#).status == .notFound)
        #expect(try await get("/api/resources/guest:homelab/101/annotation", headers, .put, body: #"{"note":"x"}"#).status == .ok)
    }

    @Test("a cached state is not confirmed to somebody who sees another part")
    func tags() async throws {
        let headers = try await headers(AccessLimits(sources: [TestServer.slug]))
        let whole = try server.access.openSession(for: "admin", method: .password, from: "a", at: TestServer.start).cookie.reveal()
        let tag = try #require(try await get("/api/state", [.cookie: "pulse_session=\(whole)"]).headers[.eTag])
        var asked = headers
        asked[.ifNoneMatch] = tag
        #expect(try await get("/api/state", asked).status == .ok)
        asked[.ifNoneMatch] = try await get("/api/state", headers).headers[.eTag]
        #expect(try await get("/api/state", asked).status == .notModified)
    }

    @Test("a limited stream has events of its own: what comes into sight is new, what leaves it is removed, the rest is not heard of")
    func stream() throws {
        let visibility = Grants(of: [
            try Role(#require(RoleID("x")), name: "x", permissions: .only([.monitoringRead]), limits: AccessLimits(tags: ["gold"]))
        ])
        .visibility(for: .monitoringRead)
        let hub = server.hub
        let stream = hub.subscribe(visibility)
        defer { hub.unsubscribe(stream.id) }
        func heard(after position: UInt64?) -> [String] {
            hub.events(after: position, visibility).map { String(decoding: $0.piece.plain, as: UTF8.self) }
        }
        func tick(_ second: Int, _ observations: (Timestamp) -> Observation) throws {
            let now = TestServer.start + .seconds(second)
            try server.inventory.tick([observations(now)], at: now)
        }
        let snapshot = try #require(heard(after: nil).first)
        #expect(snapshot.contains("treasure") && !snapshot.contains("homelab") && !snapshot.contains("\"web\"") && !snapshot.contains("8006"))
        #expect(snapshot.contains("id: \(stream.run)-") && stream.run != hub.run)
        // Outside: nothing is sent.
        let position = server.inventory.fleet.sequence
        try tick(10) { TestServer.observation(at: $0, cpu: 0.5) }
        #expect(heard(after: position) == [])
        // Inside: its own handles, which do not count what is hidden.
        try tick(20) { Self.observation(at: $0, cpu: 0.5) }
        #expect(heard(after: position).last?.contains(#""values":{"handles":"0","cpu":[500]}"#) == true)
        // Out of sight, and back.
        let before = server.inventory.fleet.sequence
        try tick(30) { Self.observation(at: $0, tags: []) }
        #expect(heard(after: before).last?.contains(#""removed":["guest:basement/900"],"removedSources":["basement"]"#) == true)
        let gone = server.inventory.fleet.sequence
        try tick(40) { Self.observation(at: $0) }
        #expect(heard(after: gone).last?.contains("treasure") == true)
        // A position of the stream of everything means nothing here.
        #expect(EventPosition.parse("run-\(gone)", run: stream.run) == nil)
    }

    @Test("a limited view ends when nobody listens any more")
    func viewsEnd() throws {
        let visibility = Visibility.limited([AccessLimits(tags: ["gold"])])
        let first = server.hub.subscribe(visibility)
        server.hub.unsubscribe(first.id)
        for step in 1...(EventHub.changesKeptUnheard + 1) {
            let now = TestServer.start + .seconds(step * 10)
            try server.inventory.tick([Self.observation(at: now, cpu: Double(step) / 100)], at: now)
        }
        let second = server.hub.subscribe(visibility)
        defer { server.hub.unsubscribe(second.id) }
        #expect(first.run != second.run)
    }

    @Test("an open stream ends at the next beat after its user was disabled, over a real socket")
    func streamEnds() async throws {
        let headers = try await headers(AccessLimits(sources: [TestServer.slug]))
        let text = try await server.application.test(.live) { client in
            async let answer = client.executeRequest(uri: "/api/events", method: .get, headers: headers, body: nil)
            while server.hub.openStreams == 0 { try await Task.sleep(for: .milliseconds(1)) }
            // Nothing changed for this user: the stream goes on.
            server.hub.beat()
            try server.access.users.setDisabled("kim", true)
            server.hub.beat()
            return String(buffer: try await answer.body)
        }
        #expect(text.contains("event: snapshot") && text.hasSuffix("event: bye\ndata: {}\n\n"))
        #expect(server.hub.openStreams == 0)
    }

    @Test("a stream asks again who it is for at once after a change of access, and once a minute")
    func watch() {
        var watch = StreamWatch(generation: 1, at: TestServer.start)
        let asked = [(1, 59), (1, 60), (1, 61), (2, 62)].map { generation, second in
            watch.isDue(generation: UInt64(generation), at: TestServer.start + .seconds(second))
        }
        #expect(asked == [false, true, false, true])
    }
}

extension VisibilityTests {
    /// Something hidden in every section that there is.
    fileprivate static func ledger(at now: Timestamp) -> SourceLedger {
        var ledger = SourceLedger()
        ledger.revision = 1
        let problem = Problem(code: "forbidden", sentence: "vault-9 refuses", nextStep: "ask treasure")
        var archive = BackupArchive(type: .machine, backupID: "900", at: now - .seconds(3600))
        (archive.size, archive.note, archive.owner) = (1000, "treasure", "backup@pbs!basement")
        archive.volume = "hidden-pool:backup/vzdump-qemu-900.vma.zst"
        var orphan = BackupArchive(type: .machine, backupID: "901", at: now - .seconds(7200))
        (orphan.size, orphan.note) = (1000, "treasure")
        var told = Told([archive, orphan], at: now)
        told.failed(problem)
        ledger.archives[BackupPlace(.storage(lab, "hidden-pool", node: nil))] = told
        var job = BackupJob(id: "backup-treasure", isEnabled: true, selection: .all(except: []))
        (job.schedule, job.storage) = ("02:30", "hidden-pool")
        ledger.jobs = Told([job], at: now)
        ledger.datastoreJobs = Told([DatastoreJob(kind: .verify, id: "v-treasure", datastore: "hidden-pool")], at: now)
        ledger.traffic = Told([TrafficRule(name: "treasure-rule")], at: now)
        ledger.tapes = Told([TapeMedium(id: "t-1", label: "treasure-tape")], at: now)
        ledger.tapeDrives = Told([TapeDevice(name: "treasure-drive")], at: now)
        ledger.tapeChangers = Told([TapeDevice(name: "treasure-library")], at: now)
        ledger.snapshots[900] = Told([GuestSnapshot(name: "treasure-1", at: now)], at: now)
        ledger.highAvailability = Told(HighAvailability(resources: [HAResource(id: "vm:900")]), at: now)
        ledger.ceph = Told(
            CephState(health: "HEALTH_OK", checks: [CephCheck(code: "X", severity: "HEALTH_WARN", message: "vault-9 is slow")]), at: now)
        var mail = MailNodeLedger()
        mail.queues = Told(
            [MailQueue(name: "deferred", count: 1, domains: [MailQueueDomain(domain: "treasure.example", count: 1, byAge: [1])])], at: now)
        mail.backups = Told([MailBackup(file: "treasure.tgz", at: now, size: 1)], at: now)
        ledger.mailNodes["vault-9"] = mail
        ledger.mailDomains = Told([MailDomain(name: "treasure.example", incoming: 1, outgoing: 1)], at: now)
        ledger.viruses = Told([VirusTally(name: "Win.treasure", count: 1)], at: now)
        var node = NodeLedger()
        var task = TaskRecord(
            id: "UPID:vault-9:1", node: "vault-9", type: "vzdump", startedAt: now - .seconds(60), outcome: .failed("treasure is full"))
        (task.subject, task.lastLines) = ("900", ["treasure"])
        node.tasks = Told([task], at: now)
        node.services = Told([ServiceRecord(name: "vault-9-service")], at: now)
        node.kernel = Told(KernelState(running: "7.0-treasure", newestInstalled: nil, isRebootDue: nil), at: now)
        node.subscription = Told(Subscription(status: "treasured"), at: now)
        node.certificates = Told([CertificateRecord(file: "vault-9.pem")], at: now)
        node.updates = Told([PackageUpdate(package: "treasure", available: "2")], at: now)
        node.replication = Told([ReplicationJob(id: "900-0", vmid: 900, target: "vault-9", isEnabled: true)], at: now)
        ledger.nodes["vault-9"] = node
        return ledger
    }
}

import PulseSimulator
import Testing

/// Every fault can be seen by a client.
@Suite(.timeLimit(.minutes(5)))
struct FaultTests {
    @Test("a dead node loses its numbers in two steps, and its guests their names after five minutes")
    func nodeDies() async throws {
        try await withEstate(EstateOptions(guestsPerCluster: 60)) { estate in
            let before = try await Rows(estate)
            try await estate.apply(.nodeDown(node: "pve3"))
            await #expect(throws: (any Error).self) { try await estate.clusters[0].nodes[2].get("/version", as: estate.clusters[0].token) }
            estate.advance(by: .seconds(100))
            let stale = try await Rows(estate)
            #expect(stale.node("pve3")?["status"] == .string("offline"))
            #expect(stale.node("pve3")?["maxmem"] != nil && stale.node("pve3")?["cpu"] == nil && stale.node("pve3")?["uptime"] == nil)
            let guest = try #require(before.guests(on: "pve3").first { $0["status"] == .string("running") && $0["hastate"] == nil })
            let vmid = try #require(guest["vmid"]?.whole)
            #expect(stale.guest(vmid)?["status"] == .string("running") && stale.guest(vmid)?["uptime"] == guest["uptime"])
            estate.advance(by: .seconds(250))
            let expired = try await Rows(estate)
            #expect(expired.node("pve3")?["maxmem"] == nil && expired.node("pve3")?["level"] == nil)
            #expect(
                expired.guest(vmid)?["status"] == .string("unknown") && expired.guest(vmid)?["name"] == nil
                    && expired.guest(vmid)?["maxmem"] == nil)
            #expect(
                expired.rows.filter { $0["node"] == .string("pve3") && $0["type"] == .string("storage") }.allSatisfy { $0["disk"] == nil })
            #expect(expired.guests(on: "pve3").allSatisfy { $0["hastate"] == nil }, "HA guests have moved on")
        }
    }

    @Test("open connections break with the node, and a node that hangs accepts and says nothing")
    func connections() async throws {
        try await withEstate { estate in
            let cluster = estate.clusters[0]
            let line = "Authorization: " + cluster.token.header
            try await withConnection(to: cluster.nodes[1]) { connection in
                let first = try await connection.get("/version", line)
                #expect(first.status == 200)
                try await estate.apply(.nodeDown(node: "pve2"))
                await #expect(throws: (any Error).self) { try await connection.get("/version", line) }
            }
            let unanswered = try await withConnection(to: cluster.nodes[2]) { connection in
                try await estate.apply(.nodeDown(node: "pve3", .hanging))
                try await connection.send("GET /api2/json/version HTTP/1.1\r\nHost: pve\r\n\(line)\r\n\r\n")
                try await estate.untilRequests(1, at: "pve3")
                // It comes back without ever having answered.
                try await estate.apply(.nodeUp(node: "pve3"))
                do { return try await connection.answer().status } catch { return 0 }
            }
            #expect(unanswered == 0)
            let status = try await cluster.nodes[2].get("/cluster/status", as: cluster.token)
            #expect(status.status == 200)
        }
    }

    @Test("a node that comes back has a new uptime and starts its guests one after the other")
    func nodeReturns() async throws {
        try await withEstate { estate in
            try await estate.apply(.nodeDown(node: "pve2"))
            estate.advance(by: .seconds(60))
            try await estate.apply(.nodeUp(node: "pve2"))
            estate.advance(by: .seconds(21))
            let rows = try await Rows(estate)
            #expect((rows.node("pve2")?["uptime"]?.whole ?? 999) <= 21)
            #expect(rows.guests(on: "pve2").contains { $0["status"] == .string("stopped") })
            estate.advance(by: .seconds(120))
            let later = try await Rows(estate)
            #expect(later.guests(on: "pve2").contains { ($0["uptime"]?.whole ?? 0) > 60 })
            #expect(try await estate.clusters[0].nodes[1].get("/version", as: estate.clusters[0].token).status == 200)
        }
    }

    @Test("quorum is lost with the majority")
    func quorum() async throws {
        try await withEstate { estate in
            try await estate.apply(.nodeDown(node: "pve2"))
            try await estate.apply(.nodeDown(node: "pve3"))
            let status = try await estate.clusters[0].nodes[0].get("/cluster/status", as: estate.clusters[0].token).data()
            #expect(status[0]?["quorate"] == .integer(0))
            #expect(status.rows.dropFirst().map { $0["online"] } == [.integer(1), .integer(0), .integer(0)])
        }
    }

    @Test("guests stop, start, move, vanish and are replaced")
    func guests() async throws {
        try await withEstate { estate in
            let rows = try await Rows(estate)
            let guest = try #require(rows.guests(on: "pve1").first { $0["status"] == .string("running") && $0["type"] == .string("qemu") })
            let vmid = try #require(guest["vmid"]?.whole)
            try await estate.apply(.guestStopped(vmid: vmid))
            #expect(try await Rows(estate).guest(vmid)?["status"] == .string("stopped"))
            try await estate.apply(.guestStarted(vmid: vmid))
            estate.advance(by: .seconds(30))
            #expect((try await Rows(estate).guest(vmid)?["uptime"]?.whole ?? 999) <= 30)
            try await estate.apply(.guestMigrated(vmid: vmid, to: "pve2"))
            estate.advance(by: .seconds(30))
            let moved = try await Rows(estate).guest(vmid)
            #expect(moved?["node"] == .string("pve2") && (moved?["netin"]?.whole ?? 0) < (guest["netin"]?.whole ?? 0))
            try await estate.apply(.vmidReused(vmid: vmid, name: "newcomer"))
            #expect(try await Rows(estate).guest(vmid)?["status"] == .string("unknown"))
            estate.advance(by: .seconds(20))
            let replaced = try await Rows(estate).guest(vmid)
            #expect(replaced?["name"] == .string("newcomer") && replaced?["maxmem"] != guest["maxmem"])
            try await estate.apply(.guestDeleted(vmid: vmid))
            #expect(try await Rows(estate).guest(vmid) == nil)
            await #expect(throws: FaultRefused(description: "there is no guest \(vmid)")) {
                try await estate.apply(.guestStopped(vmid: vmid))
            }
        }
    }

    @Test("a hanging agent takes its time and a worker, and then says so")
    func agent() async throws {
        var delays = EstateOptions.Delays.short
        delays.agent = .milliseconds(300)
        try await withEstate(EstateOptions(delays: delays, workersPerNode: 1)) { estate in
            let cluster = estate.clusters[0]
            let endpoint = try #require(try await Endpoint.all(in: estate).first { $0.path.hasSuffix("get-fsinfo") })
            let vmid = try #require(endpoint.path.split(separator: "/").dropFirst(3).first.flatMap { Int($0) })
            try await estate.apply(.agentHanging(vmid: vmid))
            let start = ContinuousClock.now
            async let first = cluster.nodes[0].get(endpoint.path, as: cluster.token)
            async let second = cluster.nodes[0].get(endpoint.path, as: cluster.token)
            let answers = try await [first, second]
            #expect(start.duration(to: .now) >= .milliseconds(600), "one worker: the second waits for the first")
            #expect(answers.allSatisfy { $0.statusLine == "HTTP/1.1 500 VM \(vmid) qmp command 'guest-get-fsinfo' failed - got timeout" })
        }
    }

    @Test("a changed certificate is served at once, on the same address, and told in /nodes")
    func certificate() async throws {
        for kind in EstateOptions.Certificate.allCases {
            try await withEstate(EstateOptions(certificate: kind)) { estate in
                let before = estate.clusters[0].nodes[1]
                #expect(Set(estate.clusters[0].nodes.map(\.fingerprint)).count == 3)
                try await estate.apply(.certificateChanged(node: "pve2"))
                let after = estate.clusters[0].nodes[1]
                #expect(after.fingerprint != before.fingerprint && after.url == before.url && after.fingerprint.count == 95)
                let rows = try await before.get("/nodes", as: estate.clusters[0].token).data().rows
                #expect(rows[1]["ssl_fingerprint"] == .string(after.fingerprint))
            }
        }
    }

    @Test("a client that trusts the authority of the cluster may check names and chain")
    func chain() async throws {
        try await withEstate(EstateOptions(certificate: .clusterAuthority)) { estate in
            let cluster = estate.clusters[0]
            let line = "Authorization: " + cluster.token.header
            let authority = try #require(cluster.authority)
            let answer = try await withConnection(to: cluster.nodes[1], trusting: authority) { try await $0.get("/version", line) }
            #expect(answer.status == 200)
        }
        try await withEstate(EstateOptions(certificate: .clusterAuthority)) { estate in
            let cluster = estate.clusters[0]
            let stranger = try await SimulatedEstate.start(
                EstateOptions(nodesPerCluster: 1, guestsPerCluster: 1, certificate: .clusterAuthority))
            let authority = try #require(stranger.clusters[0].authority)
            await stranger.shutdown()
            await #expect(throws: (any Error).self) {
                try await withConnection(to: cluster.nodes[0], trusting: authority) { try await $0.get("/version") }
            }
        }
    }

    @Test("a slow node is slow, a node with errors fails in part")
    func slowAndFaulty() async throws {
        try await withEstate { estate in
            let cluster = estate.clusters[0]
            try await estate.apply(.slowNode(node: "pve2", .milliseconds(200)))
            let start = ContinuousClock.now
            #expect(try await cluster.nodes[0].get("/nodes/pve2/status", as: cluster.token).status == 200)
            #expect(start.duration(to: .now) >= .milliseconds(200))
            try await estate.apply(.errorRate(node: "pve3", 0.5))
            var statuses: [Int: Int] = [:]
            for _ in 0..<40 { statuses[try await cluster.nodes[2].get("/version", as: cluster.token).status, default: 0] += 1 }
            #expect((statuses[200] ?? 0) > 5 && (statuses[500] ?? 0) > 5)
        }
    }

    @Test("a skewed clock shows in what the node tells about time, and nowhere else")
    func clock() async throws {
        try await withEstate { estate in
            let cluster = estate.clusters[0]
            let before = try await Rows(estate)
            try await estate.apply(.clockSkew(node: "pve2", .seconds(-4_000)))
            let time = try await cluster.nodes[0].get("/nodes/pve2/time", as: cluster.token).data()["time"]?.whole
            #expect(time == Int(estate.now) - 4_000)
            #expect(try await Rows(estate).node("pve2")?["uptime"] == before.node("pve2")?["uptime"])
        }
    }

    @Test("pvestatd that stops lets an online node become unknown")
    func statistics() async throws {
        try await withEstate { estate in
            try await estate.apply(.statisticsStopped(node: "pve2"))
            estate.advance(by: .seconds(400))
            #expect(try await Rows(estate).node("pve2")?["status"] == .string("unknown"))
            let status = try await estate.clusters[0].nodes[0].get("/cluster/status", as: estate.clusters[0].token).data()
            #expect(status.rows.first { $0["name"] == .string("pve2") }?["online"] == .integer(1))
        }
    }

    @Test("an inactive storage is known to its node at once and to the cluster five minutes later")
    func storage() async throws {
        try await withEstate { estate in
            let cluster = estate.clusters[0]
            try await estate.apply(.storageInactive(id: "nas-vm"))
            estate.advance(by: .seconds(60))
            let row = try await cluster.nodes[0].get("/nodes/pve1/storage?storage=nas-vm", as: cluster.token).data()[0]
            #expect(row?["active"] == .integer(0) && row?["total"] == .integer(0) && row?["used_fraction"] == nil)
            #expect(try await Rows(estate).storage("nas-vm")?["status"] == .string("available"))
            estate.advance(by: .seconds(300))
            #expect(try await Rows(estate).storage("nas-vm")?["status"] == .string("unknown"))
        }
    }

    @Test("a standalone node has no cluster row and the number 0, until it joins")
    func standalone() async throws {
        try await withEstate(EstateOptions(standalone: true)) { estate in
            let cluster = estate.clusters[0]
            let alone = try await cluster.nodes[0].get("/cluster/status", as: cluster.token).data()
            #expect(alone.rows.count == 1 && alone[0]?["type"] == .string("node") && alone[0]?["nodeid"] == .integer(0))
            try await estate.apply(.joinsCluster(name: "harbour"))
            let joined = try await cluster.nodes[0].get("/cluster/status", as: cluster.token).data()
            #expect(joined[0]?["name"] == .string("harbour") && joined[1]?["nodeid"] == .integer(1))
        }
    }

    @Test("faults can be ordered in JSON, and a wrong order is explained")
    func orders() async throws {
        try await withEstate { estate in
            try await estate.apply(json: #"{"fault":"node-down","node":"pve2","how":"refused"}"#)
            let answer = try await estate.clusters[0].nodes[0].get("/nodes/pve2/status", as: estate.clusters[0].token)
            #expect(answer.statusLine == "HTTP/1.1 595 Connection refused")
            for order in ["{}", "[]", #"{"fault":"nonsense"}"#, #"{"fault":"node-down"}"#, #"{"fault":"node-up","node":"nowhere"}"#] {
                await #expect(throws: FaultRefused.self) { try await estate.apply(json: order) }
            }
        }
    }
}

/// `/cluster/resources` as the first node tells it.
struct Rows {
    let rows: [JSONValue]

    init(_ estate: SimulatedEstate) async throws {
        rows = try await estate.clusters[0].nodes[0].get("/cluster/resources", as: estate.clusters[0].token).data().rows
    }

    func node(_ name: String) -> JSONValue? { rows.first { $0["id"] == .string("node/\(name)") } }
    func guest(_ vmid: Int) -> JSONValue? { rows.first { $0["vmid"] == .integer(vmid) } }
    func guests(on node: String) -> [JSONValue] { rows.filter { $0["vmid"] != nil && $0["node"] == .string(node) } }
    func storage(_ id: String) -> JSONValue? { rows.first { $0["storage"] == .string(id) } }
}

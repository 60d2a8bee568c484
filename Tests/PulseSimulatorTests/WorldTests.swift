import PulseSimulator
import Testing

/// The world: the same from the same seed, alive, and large when asked.
@Suite(.timeLimit(.minutes(5)))
struct WorldTests {
    private static let paths = [
        "/cluster/resources", "/nodes/pve1/status", "/nodes/pve2/qemu?full=1", "/nodes/pve1/tasks", "/nodes/pve1/rrddata?timeframe=hour",
    ]

    private func bodies(_ seed: UInt64, advance: Duration = .zero) async throws -> [String] {
        let estate = try await SimulatedEstate.start(EstateOptions(seed: seed))
        estate.advance(by: advance)
        var bodies: [String] = []
        for path in Self.paths { bodies.append(try await estate.clusters[0].nodes[0].get(path, as: estate.clusters[0].token).text) }
        await estate.shutdown()
        return bodies
    }

    @Test("the same seed and time give the same bytes; another seed or time does not")
    func determinism() async throws {
        let first = try await bodies(7)
        #expect(try await bodies(7) == first)
        let other = try await bodies(8)
        let later = try await bodies(7, advance: .seconds(86_400))
        for (position, body) in first.enumerated() { #expect(body != other[position] && body != later[position]) }
    }

    @Test("counters only grow, and load changes")
    func counters() async throws {
        try await withEstate { estate in
            var before = try await Rows(estate)
            var changed = 0
            for _ in 0..<10 {
                estate.advance(by: .seconds(600))
                let after = try await Rows(estate)
                for row in after.rows where row["status"] == .string("running") {
                    let old = before.guest(row["vmid"]?.whole ?? 0)
                    for counter in ["netin", "netout", "diskread", "diskwrite", "uptime"] {
                        #expect((row[counter]?.whole ?? 0) >= (old?[counter]?.whole ?? 0), "\(counter) of \(row["id"]?.text ?? "")")
                    }
                    if row["cpu"] != old?["cpu"] { changed += 1 }
                }
                before = after
            }
            #expect(changed > 200)
        }
    }

    @Test("forty guests have every peculiarity, whatever the seed", arguments: [1, 2, 99] as [UInt64])
    func variety(seed: UInt64) async throws {
        try await withEstate(EstateOptions(seed: seed)) { estate in
            let guests = try await Rows(estate).rows.filter { $0["vmid"] != nil }
            #expect(guests.contains { $0["type"] == .string("lxc") } && guests.contains { $0["type"] == .string("qemu") })
            for status in ["running", "stopped", "paused"] { #expect(guests.contains { $0["status"] == .string(status) }, "\(status)") }
            #expect(guests.contains { $0["template"] == .integer(1) })
            #expect(guests.contains { $0["tags"]?.text?.contains(";") ?? false })
            #expect(guests.contains { $0["name"] == .string("VM \($0["vmid"]?.whole ?? 0)") })
            #expect(
                guests.contains { $0["lock"] != nil } && guests.contains { $0["hastate"] != nil } && guests.contains { $0["pool"] != nil })
            #expect(guests.allSatisfy { ($0["disk"]?.whole ?? 0) == 0 || $0["type"] == .string("lxc") })
        }
    }

    @Test("a cluster's nodes tell addresses at which they answer on its port")
    func peers() async throws {
        try await withEstate(EstateOptions(clusters: 2, nodesPerCluster: 4)) { estate in
            #expect(Set(estate.clusters.map { $0.nodes[0].port }).count == 2)
            for cluster in estate.clusters {
                let rows = try await cluster.nodes[3].get("/cluster/status", as: cluster.token).data().rows.dropFirst()
                #expect(rows.map { $0["ip"]?.text } == cluster.nodes.map(\.address))
                #expect(Set(cluster.nodes.map(\.port)).count == 1)
                for node in cluster.nodes { #expect(try await node.get("/version", as: cluster.token).status == 200) }
            }
        }
    }

    @Test("the log tells who asked what, and whether they showed a credential")
    func log() async throws {
        try await withEstate { estate in
            let cluster = estate.clusters[0]
            _ = try await cluster.nodes[0].get("/version", as: cluster.token)
            _ = try await cluster.nodes[1].get("/access/domains")
            #expect(estate.requests(node: "pve1").map(\.path) == ["/api2/json/version"])
            #expect(
                estate.requests(node: "pve1").map(\.credential) == [.token] && estate.requests(node: "pve2").map(\.credential) == [.none])
            #expect(estate.requests(node: "pve3").isEmpty && estate.connections(node: "pve3") == 0 && estate.connections(node: "pve1") == 1)
            estate.forgetRequests()
            #expect(estate.requests().isEmpty)
        }
    }

    @Test("ten thousand guests from one source")
    func large() async throws {
        try await withEstate(EstateOptions(nodesPerCluster: 20, guestsPerCluster: 10_000)) { estate in
            let cluster = estate.clusters[0]
            let answer = try await cluster.nodes[0].get("/cluster/resources", as: cluster.token)
            #expect(try answer.data().rows.count { $0["vmid"] != nil } == 10_000)
        }
    }
}

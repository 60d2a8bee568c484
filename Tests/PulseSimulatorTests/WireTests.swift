import PulseSimulator
import Testing

/// What is on the wire and no HTTP library shows: reason phrases, empty bodies, and when the connection ends.
@Suite(.timeLimit(.minutes(5)))
struct WireTests {
    @Test("a missing privilege is named in the reason phrase and in the body")
    func forbidden() async throws {
        try await withEstate { estate in
            let cluster = estate.clusters[0]
            let answer = try await cluster.nodes[0].get("/nodes/pve1/status", as: cluster.freshToken)
            #expect(answer.statusLine == "HTTP/1.1 403 Permission check failed (/nodes/pve1, Sys.Audit)")
            #expect(try JSONValue(answer.body)["message"] == .string("Permission check failed (/nodes/pve1, Sys.Audit)\n"))
            #expect(answer.headers["server"] == "pve-api-daemon/3.0")
            #expect(answer.headers["connection"] == "close")
        }
    }

    @Test("a peer that is off is a 595, one that hangs a 596, a confused proxy a 599, all without a body")
    func pseudoCodes() async throws {
        try await withEstate { estate in
            let cluster = estate.clusters[0]
            try await estate.apply(.nodeDown(node: "pve2"))
            let off = try await cluster.nodes[0].get("/nodes/pve2/status", as: cluster.token)
            #expect(off.statusLine == "HTTP/1.1 595 No route to host")
            #expect(off.body.isEmpty)
            try await estate.apply(.nodeDown(node: "pve2", .refused))
            let refused = try await cluster.nodes[0].get("/nodes/pve2/status", as: cluster.token)
            #expect(refused.statusLine == "HTTP/1.1 595 Connection refused")
            try await estate.apply(.nodeDown(node: "pve3", .hanging))
            let hanging = try await cluster.nodes[0].get("/nodes/pve3/status", as: cluster.token)
            #expect(hanging.statusLine == "HTTP/1.1 596 Connection timed out")
            try await estate.apply(.body(.proxyConfused, path: "/nodes/pve1"))
            let confused = try await cluster.nodes[0].get("/nodes/pve1/status", as: cluster.token)
            #expect(confused.statusLine == "HTTP/1.1 599 Too many redirections" && confused.body.isEmpty)
        }
    }

    @Test("what is sent is counted, and what is in work both at the node that is asked and at the one it is about")
    func counted() async throws {
        try await withEstate(EstateOptions(backupServers: 1)) { estate in
            let cluster = estate.clusters[0]
            try await estate.apply(.slowNode(node: "pve2", .milliseconds(300)))
            async let first = cluster.nodes[0].get("/nodes/pve2/status", as: cluster.token)
            async let second = cluster.nodes[0].get("/nodes/pve2/services", as: cluster.token)
            #expect(try await [first.statusLine, second.statusLine].allSatisfy { $0.hasSuffix("200 OK") })
            #expect(estate.peakRequests(node: "pve1") == 2 && estate.peakRequests(node: "pve2") == 0)
            #expect(estate.peakRequests(node: "pve2", isAbout: true) == 2 && estate.peakRequests(node: "pve1", isAbout: true) == 0)
            #expect(estate.requests().map(\.subject) == ["pve2", "pve2"])
            let groups = try await estate.backupServers[0].get("/admin/datastore/main/groups")
            #expect(estate.backupServers[0].sentBytes == groups.body.count)
            estate.forgetRequests()
            #expect(estate.backupServers[0].sentBytes == 0 && estate.peakRequests(node: "pve2", isAbout: true) == 0)
        }
    }

    @Test(
        "a 401 comes late and without a body; new versions do not tell why",
        arguments: [("8.4", "invalid token value!"), ("9.2", "Authentication failed!")])
    func unauthorised(release: String, phrase: String) async throws {
        let version = try #require(SimulatedVersion(release))
        var delays = EstateOptions.Delays.short
        delays.refusal = .milliseconds(300)
        try await withEstate(EstateOptions(version: version, delays: delays)) { estate in
            let node = estate.clusters[0].nodes[0]
            let header = "Authorization: PVEAPIToken=\(estate.clusters[0].token.id)=wrong"
            let start = ContinuousClock.now
            let answer = try await withConnection(to: node) { connection in try await connection.get("/version", header) }
            #expect(answer.statusLine == "HTTP/1.1 401 \(phrase)")
            #expect(answer.body.isEmpty)
            #expect(start.duration(to: .now) >= .milliseconds(300))
            #expect(try await node.get("/version").statusLine == "HTTP/1.1 401 No ticket")
        }
    }

    @Test("unknown paths, guests, nodes and parameters have the sentences of the original")
    func sentences() async throws {
        try await withEstate { estate in
            let cluster = estate.clusters[0]
            let expected = [
                ("/no/such", "501 Method 'GET /no/such' not implemented"),
                ("/nodes/pve1/qemu/9999/config", "500 Configuration file 'nodes/pve1/qemu-server/9999.conf' does not exist"),
                (
                    "/nodes/elsewhere/status",
                    "500 hostname lookup 'elsewhere' failed - failed to get address info for: elsewhere: Name or service not known"
                ),
                ("/nodes/pve1/rrddata", "400 Parameter verification failed."), ("/version?verbose=1", "400 Parameter verification failed."),
                ("/cluster/resources?type=pool", "400 Parameter verification failed."),
            ]
            for (path, line) in expected {
                let answer = try await cluster.nodes[0].get(path, as: cluster.token)
                #expect(answer.statusLine == "HTTP/1.1 " + line)
            }
        }
    }

    @Test("a connection serves a hundred requests, and none after an error")
    func keepAlive() async throws {
        try await withEstate { estate in
            let cluster = estate.clusters[0]
            let line = "Authorization: " + cluster.token.header
            let served = try await withConnection(to: cluster.nodes[0]) { connection in
                var served = 0
                while served < 200 {
                    served += 1
                    if try await connection.get("/version", line).headers["connection"] == "close" { break }
                }
                _ = try await connection.untilClosed()
                return served
            }
            #expect(served == 100)
            try await withConnection(to: cluster.nodes[0]) { connection in
                let last = try await connection.get("/no/such", line)
                let rest = try await connection.untilClosed()
                #expect(last.headers["connection"] == "close" && rest.isEmpty)
            }
        }
    }

    @Test("an idle connection is closed")
    func idle() async throws {
        // Counted from the connection on, so it has to be longer than a handshake takes, and how long that is depends on the machine.
        for limit in [Duration.seconds(1), .seconds(5)] {
            if let (status, rest) = try? await closed(after: limit) {
                return #expect(status == 200 && rest.isEmpty)
            }
        }
        let (status, rest) = try await closed(after: .seconds(25))
        #expect(status == 200 && rest.isEmpty)
    }

    /// The status of a request, and what came behind its answer until the server closed the connection.
    private func closed(after limit: Duration) async throws -> (status: Int, rest: [UInt8]) {
        var delays = EstateOptions.Delays.short
        delays.keepAliveIdle = limit
        return try await withEstate(EstateOptions(delays: delays)) { estate in
            let line = "Authorization: " + estate.clusters[0].token.header
            return try await withConnection(to: estate.clusters[0].nodes[0]) { connection in
                let last = try await connection.get("/version", line)
                return (last.status, try await connection.untilClosed())
            }
        }
    }

    @Test("large bodies are compressed for those who ask")
    func gzip() async throws {
        try await withEstate { estate in
            let cluster = estate.clusters[0]
            let line = "Authorization: " + cluster.token.header
            let (packed, plain, small) = try await withConnection(to: cluster.nodes[0]) { connection in
                (
                    try await connection.get("/cluster/resources", line, "Accept-Encoding: gzip"),
                    try await connection.get("/cluster/resources", line),
                    try await connection.get("/version", line, "Accept-Encoding: gzip")
                )
            }
            #expect(packed.headers["content-encoding"] == "gzip")
            #expect(packed.body.starts(with: [0x1F, 0x8B]))
            #expect(packed.body.count * 3 < plain.body.count)
            #expect(small.headers["content-encoding"] == nil)
        }
    }

    @Test("a body on GET is refused")
    func bodyOnGet() async throws {
        try await withEstate { estate in
            let line = "Authorization: " + estate.clusters[0].token.header
            let answer = try await withConnection(to: estate.clusters[0].nodes[0]) { connection in
                try await connection.send("GET /api2/json/version HTTP/1.1\r\nHost: pve\r\nContent-Length: 2\r\n\(line)\r\n\r\n{}")
                return try await connection.answer()
            }
            #expect(answer.statusLine == "HTTP/1.1 501 Unexpected content for method 'GET'")
        }
    }
}

import PulseSimulator
import Testing

/// Bodies no client may trip over arrive as ordered.
@Suite(.timeLimit(.minutes(5)))
struct BadInputTests {
    @Test(
        "spoilt bodies",
        arguments: [
            (BodyFault.html, 200, "<!DOCTYPE"), (.badGateway, 502, "<html>"), (.empty, 200, ""),
            (.wrongShape, 200, "{\"data\":{\"surprise\""),
            (.redirect, 302, ""),
        ])
    func bodies(fault: BodyFault, status: Int, start: String) async throws {
        try await withEstate { estate in
            let cluster = estate.clusters[0]
            try await estate.apply(.body(fault, path: "/cluster"))
            let answer = try await cluster.nodes[0].get("/cluster/resources", as: cluster.token)
            #expect(answer.status == status)
            #expect(answer.text.hasPrefix(start))
            #expect(answer.headers["location"] == (status == 302 ? "/api2/json/cluster/resources?again=1" : nil))
            #expect(try await cluster.nodes[0].get("/version", as: cluster.token).status == 200)
            try await estate.apply(.bodiesRestored)
            #expect(try await cluster.nodes[0].get("/cluster/resources", as: cluster.token).data().rows.count > 40)
        }
    }

    @Test("a truncated body promises more than comes")
    func truncated() async throws {
        try await withEstate { estate in
            try await estate.apply(.body(.truncated, path: "/cluster/resources"))
            await #expect(throws: WireError.closed) {
                try await estate.clusters[0].nodes[0].get("/cluster/resources", as: estate.clusters[0].token)
            }
        }
    }

    @Test("a huge body has the size ordered and is JSON to its end or nearly so")
    func huge() async throws {
        try await withEstate { estate in
            try await estate.apply(.body(.huge(bytes: 3_000_000), path: "/cluster/resources"))
            let answer = try await estate.clusters[0].nodes[0].get("/cluster/resources", as: estate.clusters[0].token)
            #expect(answer.body.count == 3_000_000)
        }
    }

    @Test("a dripped body has a quick head")
    func dripping() async throws {
        try await withEstate { estate in
            try await estate.apply(.body(.dripping(every: .milliseconds(30)), path: "/cluster/resources"))
            let line = "Authorization: " + estate.clusters[0].token.header
            try await withConnection(to: estate.clusters[0].nodes[0]) { connection in
                try await connection.send("GET /api2/json/cluster/resources HTTP/1.1\r\nHost: pve\r\n\(line)\r\n\r\n")
                let head = try await connection.part()
                #expect(head.starts(with: "HTTP/1.1 200 OK".utf8))
                // The rows are many kilobytes; the head does not wait for them.
                #expect(head.count < 1000)
            }
        }
    }

    @Test("NaN, a negative uptime and a vmid on two nodes")
    func values() async throws {
        try await withEstate { estate in
            try await estate.apply(.negativeUptime(true))
            try await estate.apply(.duplicateVmid(true))
            let rows = try await Rows(estate).rows
            #expect(rows.contains { ($0["uptime"]?.whole ?? 0) < 0 })
            let vmids = rows.compactMap { $0["vmid"]?.whole }
            #expect(vmids.count == Set(vmids).count + 1)
            try await estate.apply(.notANumber(true))
            let answer = try await estate.clusters[0].nodes[0].get("/cluster/resources", as: estate.clusters[0].token)
            #expect(answer.text.contains("\"cpu\":NaN"))
            #expect(throws: (any Error).self) { try answer.data() }
        }
    }

    @Test("strange names arrive as they are, in rows and in reason phrases")
    func names() async throws {
        try await withEstate { estate in
            try await estate.apply(.strangeNames)
            let names = Set(try await Rows(estate).rows.filter { $0["vmid"] != nil }.compactMap { $0["name"]?.text })
            #expect(
                names.isSuperset(of: ["<script>alert(1)</script>", "データベース", "tab\tnew\nline", "\"quoted\" 'single' `tick`", "🐙🚀", ""]))
            let answer = try await estate.clusters[0].nodes[0].get("/nodes/a%0D%0AX:b/status", as: estate.clusters[0].token)
            #expect(answer.status == 500 && answer.headers["x"] == nil)
        }
    }
}

import PulseSimulator
import Testing

/// Every answer of the mail gateway against the vendor's schema and against what was recorded.
@Suite(.enabled(if: Reference.isThere, Reference.missing), .timeLimit(.minutes(5)))
struct MailSchemaTests {
    private static let endpoints = [
        Endpoint("/version"), Endpoint("/access/auth-realm"), Endpoint("/access/users"), Endpoint("/nodes"), Endpoint("/config/cluster/nodes"),
        Endpoint("/config/cluster/status"), Endpoint("/config/cluster/status", "/config/cluster/status?list_single_node=1"),
        Endpoint("/statistics/mail"), Endpoint("/statistics/mailcount"), Endpoint("/statistics/recent", "/statistics/recent?hours=1&timespan=60"),
        Endpoint("/statistics/domains"), Endpoint("/statistics/virus"), Endpoint("/quarantine/spamstatus"), Endpoint("/quarantine/virusstatus"),
        Endpoint("/nodes/{node}/status", "/nodes/mail1/status"), Endpoint("/nodes/{node}/time", "/nodes/localhost/time"),
        Endpoint("/nodes/{node}/rrddata", "/nodes/mail1/rrddata?timeframe=hour"),
        Endpoint("/nodes/{node}/postfix/qshape", "/nodes/mail1/postfix/qshape?queue=deferred"),
        Endpoint("/nodes/{node}/postfix/queue/{queue}", "/nodes/mail1/postfix/queue/deferred"),
        Endpoint("/nodes/{node}/services", "/nodes/mail1/services"), Endpoint("/nodes/{node}/clamav/database", "/nodes/mail1/clamav/database"),
        Endpoint("/nodes/{node}/spamassassin/rules", "/nodes/mail1/spamassassin/rules"),
        Endpoint("/nodes/{node}/certificates/info", "/nodes/mail1/certificates/info"),
        Endpoint("/nodes/{node}/subscription", "/nodes/mail1/subscription"), Endpoint("/nodes/{node}/apt/update", "/nodes/mail1/apt/update"),
        Endpoint("/nodes/{node}/apt/versions", "/nodes/mail1/apt/versions"),
        Endpoint("/nodes/{node}/backup", "/nodes/mail1/backup"), Endpoint("/nodes/{node}/tasks", "/nodes/mail1/tasks?limit=500"),
    ]

    /// Where the recording contradicts the schema (facts, section 5).
    private static func isContradiction(_ difference: String) -> Bool {
        difference.contains(".nsigs should be integer") || difference.contains(".avgbytes should be number")
            || difference.contains(".avgspam should be number")
    }

    @Test("every answer is what the schema says, alone, in a cluster, and with a node away", arguments: [(1, false), (3, false), (3, true)])
    func schema(nodes: Int, isOneAway: Bool) async throws {
        let paths = try #require(try Reference.json("schema/pmg-9.1.json")["paths"])
        try await withGateway(nodes: nodes) { estate, _, session in
            try await estate.apply(mail: .destinationRefuses(domain: "partner.example"))
            try await estate.apply(mail: .signaturesOld(node: "mail1"))
            if isOneAway { try await estate.apply(mail: .nodeDown(node: "mail3")) }
            estate.advance(by: .seconds(7_000))
            for endpoint in Self.endpoints {
                let answer = try await session.get(endpoint.path)
                #expect(answer.status == 200, "\(endpoint.path): \(answer.statusLine)")
                guard answer.status == 200 else { continue }
                let schema = try #require(paths[endpoint.template]?["GET"]?["returns"], "\(endpoint.template) is not in the schema")
                var check = SchemaCheck()
                check.check(try answer.data(), against: schema, at: endpoint.template)
                let differences = check.differences.filter { !Self.isContradiction($0) }
                #expect(differences.isEmpty, "\(endpoint.path): \(differences.prefix(5))")
            }
        }
    }

    @Test("parameters are those of the schema")
    func parameters() async throws {
        let paths = try #require(try Reference.json("schema/pmg-9.1.json")["paths"])
        try await withGateway { _, _, session in
            for endpoint in Self.endpoints {
                let query = endpoint.path.contains("?") ? "&" : "?"
                let refused = try await session.get(endpoint.path + query + "surprise=1")
                #expect(refused.status == 400, "\(endpoint.path)")
                let known = paths[endpoint.template]?["GET"]?["parameters"]?["properties"]?.keys ?? []
                for pair in endpoint.path.split(separator: "?").dropFirst().joined().split(separator: "&") {
                    #expect(known.contains(String(pair.prefix { $0 != "=" })), "\(endpoint.path)")
                }
            }
        }
    }

    @Test("what was recorded has the same types here")
    func recordings() async throws {
        try await withGateway { _, _, session in
            for endpoint in Self.endpoints {
                let recorded = try RecordedShapes(template: endpoint.template, product: "pmg")
                for (key, value) in RecordedShapes.places(try await session.get(endpoint.path).data(), endpoint.template) {
                    guard let types = recorded.types[key] else { continue }
                    #expect(types.contains(value.type), "\(endpoint.template) \(key): \(value.type), recorded \(types)")
                }
            }
        }
    }
}

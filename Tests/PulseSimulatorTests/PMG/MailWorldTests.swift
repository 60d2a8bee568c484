import PulseSimulator
import Testing

/// What the mail gateway tells about its mail, and how it changes.
@Suite(.timeLimit(.minutes(5)))
struct MailWorldTests {
    private static let day = 86_400

    @Test("statistics of a day go by midnight: without parameters it is yesterday, with the time of now it is today")
    func wholeDays() async throws {
        try await withGateway { estate, _, session in
            let now = Int(estate.now)
            let midnight = now / Self.day * Self.day
            func count(_ query: String) async throws -> Int { try await session.get("/statistics/mail\(query)").data()["count"]?.whole ?? -1 }
            let yesterday = try await count("")
            #expect(try await count("?starttime=\(midnight - Self.day)&endtime=\(midnight)") == yesterday)
            #expect(try await count("?starttime=\(midnight - 1)&endtime=\(now)") == yesterday)
            let today = try await count("?starttime=\(now)")
            #expect(today > 0 && today < yesterday)
            #expect(try await count("?day=21&month=9&year=2026") == today)
            #expect(try await session.get("/statistics/mail?starttime=\(now)&day=21").status == 400)
            #expect(try await session.get("/statistics/mail?day=32").status == 400)
            estate.advance(by: .seconds(3_600))
            #expect(try await count("?starttime=\(now)") > today)
        }
    }

    @Test("the parts are what the whole is made of")
    func sums() async throws {
        try await withGateway { _, _, session in
            let data = try await session.get("/statistics/mail").data()
            func value(_ key: String) -> Int { data[key]?.whole ?? -1 }
            #expect(value("count") == value("count_in") + value("count_out"))
            let parts = ["viruscount_in", "spamcount_in", "glcount", "spfcount", "rbl_rejects", "pregreet_rejects"].map(value).reduce(0, +)
            #expect(value("junk_in") == parts)
            let hours = try await session.rows("/statistics/mailcount?starttime=\(1_790_000_000 / Self.day * Self.day - Self.day)")
            #expect(hours.count == 24)
            #expect(hours.compactMap { $0["count"]?.whole }.reduce(0, +) == value("count"))
            let domains = try await session.rows("/statistics/domains")
            #expect(domains.compactMap { $0["count_out"]?.whole }.reduce(0, +) <= value("count_out"))
        }
    }

    @Test("recent counts are exact, slots without mail are there, and too many are refused")
    func recent() async throws {
        try await withGateway { estate, _, session in
            let fine = try await session.rows("/statistics/recent?hours=1&timespan=60")
            let coarse = try await session.rows("/statistics/recent?hours=1")
            #expect(fine.count == 60 && coarse.count == 2)
            func sum(_ rows: [JSONValue]) -> Int { rows.compactMap { $0["count_in"]?.whole }.reduce(0, +) }
            #expect(sum(fine) == sum(coarse) && sum(fine) > 0)
            #expect(fine.last?["time"] == .integer(Int(estate.now) - 60))
            #expect(try await session.rows("/statistics/recent").count == 24)
            #expect(try await session.get("/statistics/recent?hours=24&timespan=10").status == 500)
            #expect(try await session.get("/statistics/recent?hours=25").status == 400)
        }
    }

    @Test("a destination that refuses makes the queue grow, with its reason; when it accepts again the queue drains")
    func backlog() async throws {
        try await withGateway(nodes: 2) { estate, gateway, _ in
            func shape(_ node: String) async throws -> (total: Int, partner: Int) {
                let session = try await MailSession.open(gateway.nodes[0], gateway.user)
                let rows = try await session.rows("/nodes/\(node)/postfix/qshape")
                #expect(rows.first?["domain"] == .string("TOTAL"))
                #expect(rows.allSatisfy { row in row.keys.allSatisfy { row[$0]?.text != nil } })
                func total(_ domain: String) -> Int { Int(rows.first { $0["domain"] == .string(domain) }?["total"]?.text ?? "0") ?? -1 }
                #expect(rows.dropFirst().compactMap { Int($0["total"]?.text ?? "") }.reduce(0, +) == total("TOTAL"))
                return (total("TOTAL"), total("partner.example"))
            }
            try await estate.apply(mail: .destinationRefuses(domain: "partner.example"))
            let before = try await shape("mail1").partner
            estate.advance(by: .seconds(7_200))
            let grown = try await shape("mail1")
            #expect(grown.partner > before + 20)
            #expect(abs(try await shape("mail2").partner - grown.partner) < 10)
            let session = try await MailSession.open(gateway.nodes[0], gateway.user)
            let list = try await session.get("/nodes/mail1/postfix/queue/deferred?limit=20")
            let whole = try JSONValue(list.body)
            #expect(whole["total"]?.whole == grown.total)
            #expect(whole["data"]?.rows.count == 20)
            let reasons = whole["data"]?.rows.compactMap { $0["reason"]?.text } ?? []
            #expect(reasons.contains { $0.contains("refused to talk to me") })
            let arrivals = whole["data"]?.rows.compactMap { $0["arrival_time"]?.whole } ?? []
            #expect(arrivals == arrivals.sorted())
            try await estate.apply(mail: .destinationAccepts(domain: "partner.example"))
            estate.advance(by: .seconds(450))
            let draining = try await shape("mail1").partner
            #expect(draining < grown.partner && draining > 0)
            estate.advance(by: .seconds(900))
            #expect(try await shape("mail1").partner < 4)
        }
    }

    @Test("a cluster tells how its nodes are, and of one that is away why; a node alone lists nothing unless asked")
    func cluster() async throws {
        try await withGateway(nodes: 2) { estate, gateway, session in
            let rows = try await session.rows("/config/cluster/status")
            #expect(rows.map { $0["type"] } == [.string("master"), .string("node")])
            #expect(rows.allSatisfy { $0["insync"] == .integer(1) && $0["memory"]?["total"] != nil })
            #expect(rows[1]["fingerprint"]?.text == gateway.nodes[1].fingerprint)
            try await estate.apply(mail: .notInSync(node: "mail2"))
            #expect(try await session.rows("/config/cluster/status")[1]["insync"] == .integer(0))
            try await estate.apply(mail: .nodeDown(node: "mail2"))
            let away = try await session.rows("/config/cluster/status")[1]
            #expect(away["conn_error"]?.text?.contains("No route to host") == true && away["uptime"] == nil)
            #expect(try await session.get("/nodes/mail2/status").statusLine == "HTTP/1.1 595 No route to host")
        }
        try await withGateway { _, _, session in
            let unasked = try await session.get("/config/cluster/status").data()
            let asked = try await session.rows("/config/cluster/status?list_single_node=1")
            #expect(unasked == .array([]) && asked.map { $0["type"] } == [.string("-")])
        }
    }

    @Test("services, signatures, certificates and clocks go wrong one by one")
    func health() async throws {
        try await withGateway { estate, _, session in
            func service(_ name: String) async throws -> JSONValue? {
                let rows = try await session.rows("/nodes/mail1/services")
                return rows.first { $0["service"] == .string(name) }?["active-state"]
            }
            #expect(try await service("postfix") == .string("active"))
            try await estate.apply(mail: .serviceFailed(node: "mail1", service: "postfix"))
            #expect(try await service("postfix") == .string("failed"))
            try await estate.apply(mail: .serviceStarted(node: "mail1", service: "postfix"))
            #expect(try await service("postfix") == .string("active"))
            await #expect(throws: FaultRefused.self) { try await estate.apply(mail: .serviceFailed(node: "mail1", service: "emacs")) }

            func daily() async throws -> String? {
                let rows = try await session.rows("/nodes/mail1/clamav/database")
                return rows.first { $0["name"] == .string("daily") }?["build_time"]?.text
            }
            #expect(try await daily() == "20 Sep 2026 06-27 +0000")
            try await estate.apply(mail: .signaturesOld(node: "mail1"))
            #expect(try await daily() == "11 Sep 2026 06-27 +0000")

            try await estate.apply(mail: .certificateEnds(node: "mail1", in: .seconds(86_400 * 3)))
            let ends = try await session.rows("/nodes/mail1/certificates/info").first?["notafter"]?.whole ?? 0
            #expect(ends - Int(estate.now) == 86_400 * 3)
            try await estate.apply(mail: .clockSkew(node: "mail1", .seconds(-200)))
            #expect(try await session.get("/nodes/mail1/status").data()["time"]?.whole == Int(estate.now) - 200)
        }
    }

    @Test("every fault of the mail gateway that is listed can be ordered")
    func listed() async throws {
        try await withGateway(nodes: 2) { estate, _, _ in
            let fields = #""node":"mail2","service":"postfix","role":"audit","seconds":1"#
            for (name, _) in SimulatedEstate.knownFaults where name.hasPrefix("mail-") {
                try await estate.apply(json: "{\"fault\":\"\(name)\",\(fields)}")
            }
            await #expect(throws: FaultRefused.self) { try await estate.apply(json: #"{"fault":"mail-unheard-of"}"#) }
            #expect(estate.state.contains("\"mailGateways\":[{\"index\":0"))
        }
    }
}

import PulseCore
import Testing

@testable import PulseProxmox

@Suite("Answers of a mail gateway as values", .timeLimit(.minutes(5)))
struct PMGWireTests {
    private func rows(_ text: String) throws -> [JSONObject] { try Envelope.rows(Array(#"{"data":\#(text)}"#.utf8)) { $0 }.content }
    private func value(_ text: String) throws -> JSON { try Envelope.value(Array(#"{"data":\#(text)}"#.utf8)).content }

    @Test("the status of Proxmox VE is none of a mail gateway")
    func otherProduct() throws {
        #expect(PMGNodeStatus(try value(#"{"cpu":0.1,"pveversion":"pve-manager/9.2.10/43df"}"#)) == nil)
        #expect(PMGNodeStatus(try value(#"{"cpu":0.1,"insync":"0","pmgversion":"pmg-api/9.1.2/42"}"#))?.isInSync == false)
    }

    @Test("a shape without its sum is none, and counters are text")
    func shape() throws {
        #expect(PMGQueueShape(try rows("[]")) == nil)
        let shape = try #require(
            PMGQueueShape(
                try rows(
                    #"""
                    [{"domain":"TOTAL","total":"9"},{"domain":"a.example","total":"2","5m":"2"},
                    {"domain":"b.example","total":7,"5m":"1","10m":"0","20m":"0","40m":"2","80m":"0","160m":"0","320m":"0","640m":"0","1280m":"0","1280m+":"4"}]
                    """#)))
        #expect(shape.count == 9 && shape.domains.map(\.domain) == ["b.example", "a.example"])
        #expect(shape.domains[0].byAge == [1, 0, 0, 2, 0, 0, 0, 0, 0, 4] && shape.domains[1].byAge.isEmpty)
    }

    @Test(
        "when ClamAV built a database, with its own way to write the time",
        arguments: [
            ("16 Dec 2025 23-18 +0000", 1_765_927_080), ("2 Jan 2026 06-27 +0100", 1_767_331_620), ("16 Foo 2025 23-18 +0000", nil),
            ("yesterday", nil),
            ("31 Feb 2026 00-00 +0000", nil),
        ] as [(String, Int64?)])
    func built(text: String, seconds: Int64?) {
        #expect(PMGHealthRows.built(text)?.seconds == seconds)
    }

    @Test("a slot that does not tell makes the sum unknown, not smaller")
    func recent() throws {
        let whole = PMGRecentMail(try rows(#"[{"count_in":3,"count_out":"1","spam_in":1,"spam_out":0},{"count_in":4,"count_out":0,"spam":2}]"#))
        #expect(whole.incoming == 7 && whole.outgoing == 1 && whole.spam == 3 && whole.virus == nil)
        #expect(PMGRecentMail(try rows(#"[{"count_in":3},{"count_in":null}]"#)).incoming == nil)
        #expect(PMGRecentMail([]).incoming == nil)
    }

    @Test("what was turned away before a message was taken is not counted as spam twice")
    func hour() throws {
        let row = try rows(
            #"[{"time":3600,"count_in":100,"count_out":20,"spamcount_in":60,"spamcount_out":1,"viruscount_in":2,"rbl_rejects":40,"pregreet_rejects":5}]"#
        )
        let hour = try #require(PMGHourRow.hour(row[0]))
        #expect(hour.spam == 16 && hour.rejected == 45 && hour.virus == 2 && hour.bounces == nil)
        #expect(PMGHourRow.hour(try rows(#"[{"time":3600,"count_in":100}]"#)[0]) == nil)
    }

    @Test("averages and sizes of a quarantine come as text too, and megabytes are binary")
    func quarantine() throws {
        let found = PMGHealthRows.quarantine(try value(#"{"count":"8","mbytes":"0.5","avgbytes":"534.0"}"#), name: "spam")
        #expect(found?.count == 8 && found?.bytes == 524_288)
        #expect(PMGHealthRows.quarantine(try value("{}"), name: "spam") == nil)
    }

    @Test(
        "everything there is of mail gateways is understood", .enabled(if: !Recording.mailGateway.isEmpty, Recording.missing),
        arguments: Recording.mailGateway)
    func recorded(recording: Recording) throws {
        let body = try recording.body()
        func list<Row: Sendable>(_ make: (JSONObject) -> Row?) throws -> [Row] {
            let answer = try Envelope.rows(body, make)
            #expect(answer.dropped == 0)
            return answer.content
        }
        switch recording.template {
        case "/nodes/{node}/status":
            let status = try #require(PMGNodeStatus(try Envelope.value(body).content))
            #expect(status.uptime == 716_766 && status.time?.seconds == 1_790_078_488 && status.isInSync == true)
            #expect(status.loadAverage == [0.82, 1.94, 1.70] && status.memoryUsed == 5_851_820_032 && status.swapTotal == 8_589_930_496)
            #expect(status.rootAvailable == 39_514_324_992 && status.kernel == "7.2.5" && status.version == "9.1.2")
            #expect(status.processors.threads == 8 && status.processors.cores == 6 && status.processors.model == "Core i3-1315U")
        case "/nodes/{node}/postfix/qshape":
            let shape = try #require(PMGQueueShape(try list { $0 }))
            #expect(shape.count == 7 && shape.domains == [MailQueueDomain(domain: "home.arpa", count: 7, byAge: [5, 0, 0, 2, 0, 0, 0, 0, 0, 0])])
        case "/nodes/{node}/clamav/database":
            let found = try list(PMGHealthRows.virusDatabase)
            #expect(found.map(\.signatures) == [3_287_027, 355_666] && found.allSatisfy { $0.builtAt != nil && $0.version != nil })
        case "/nodes/{node}/spamassassin/rules":
            let found = try list(PMGHealthRows.spamRules)
            #expect(found.map(\.builtAt?.seconds) == [1_790_078_571, nil] && found.allSatisfy { $0.isUpdateAvailable == false })
        case "/nodes/{node}/services": #expect(try list(NodeRows.service).map(\.activeState) == ["active", "inactive", "unknown", "active"])
        case "/nodes/{node}/certificates/info": #expect(try list(NodeRows.certificate).map(\.notAfter?.seconds) == [1_790_164_800, nil])
        case "/nodes/{node}/subscription": #expect(NodeRows.subscription(try Envelope.value(body).content)?.status == "notfound")
        case "/quarantine/spamstatus": #expect(PMGHealthRows.quarantine(try Envelope.value(body).content, name: "spam")?.bytes == 32_768)
        case "/quarantine/virusstatus": #expect(PMGHealthRows.quarantine(try Envelope.value(body).content, name: "virus")?.count == 2)
        case "/statistics/recent": #expect(PMGRecentMail(try list { $0 }).incoming == 123)
        // Whole days; Pulse keeps its own history and asks the live table.
        case "/statistics/mail": #expect(try Envelope.value(body).content.object?.count("count") == 40)
        default: Issue.record("nothing reads \(recording.template)")
        }
    }
}

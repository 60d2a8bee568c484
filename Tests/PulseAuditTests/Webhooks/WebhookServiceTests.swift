import Foundation
import PulseAudit
import PulseCore
import PulseDelivery
import PulseEvaluation
import PulseTestPrograms
import Testing

@Suite("Audit webhooks", .timeLimit(.minutes(2)))
struct WebhookServiceTests {
    private func desk<Value: Sendable>(_ body: (WebhookDesk) async throws -> Value) async throws -> Value {
        let desk = try WebhookDesk()
        let result: Result<Value, any Error>
        do { result = .success(try await body(desk)) } catch { result = .failure(error) }
        await desk.close()
        return try result.get()
    }

    private func sequences(_ receiver: LoopbackReceiver) throws -> [(sequence: Int, previous: Int)] {
        try receiver.got.map { got in
            let body = try #require(try JSONSerialization.jsonObject(with: Data(got.body)) as? [String: Any])
            let data = try #require(body["data"] as? [String: Any])
            return (try #require(data["sequence"] as? Int), try #require(body["previousDeliveredSequence"] as? Int))
        }
    }

    @Test("what is appended arrives, in order, each naming the one before it")
    func arrives() async throws {
        try await LoopbackReceiver().run { receiver in
            try await desk { desk in
                _ = try desk.add(receiver.url)
                try desk.append("login", "source.add")
                try desk.append("logout")
                await desk.dispatcher.drain()
                let got = try sequences(receiver)
                #expect(got.map(\.sequence) == [1, 2, 3] && got.map(\.previous) == [0, 1, 2])
                #expect(receiver.got.map { $0.header("x-pulse-event") } == ["login", "source.add", "logout"])
            }
        }
    }

    @Test("a filter leaves events out, and what comes names the one that came before, not the one that was left out")
    func filtered() async throws {
        try await LoopbackReceiver().run { receiver in
            try await desk { desk in
                _ = try desk.add(receiver.url, events: ["login", "user."], outcomes: [.success])
                try desk.append("login", "source.add", "user.create", "logout")
                try desk.append("login", outcome: .denied)
                try desk.append("login")
                await desk.dispatcher.drain()
                let got = try sequences(receiver)
                #expect(got.map(\.sequence) == [1, 3, 6] && got.map(\.previous) == [0, 1, 3])
            }
        }
    }

    @Test("without a licence nothing goes out and nothing is lost; with one everything follows")
    func licence() async throws {
        try await LoopbackReceiver().run { receiver in
            try await desk { desk in
                _ = try desk.add(receiver.url)
                desk.isLicensed.set(false)
                try desk.append("login", "logout")
                await desk.dispatcher.drain()
                #expect(receiver.got.isEmpty)
                #expect(try desk.service.all()[0].status.waiting == 2)
                desk.isLicensed.set(true)
                await desk.dispatcher.drain()
                #expect(receiver.got.count == 2)
            }
        }
    }

    @Test("410 disables and is recorded; others learn of it, the endpoint itself does not")
    func gone() async throws {
        let receiver = LoopbackReceiver { _ in .status(410) }
        let other = LoopbackReceiver()
        try await receiver.run { receiver in
            try await other.run { other in
                try await desk { desk in
                    let id = try desk.add(receiver.url).view.endpoint.id
                    _ = try desk.add(other.url)
                    try desk.append("login")
                    await desk.dispatcher.drain()
                    let event = try #require(desk.trail.events.first)
                    #expect(event.event == "webhook.disabled" && event.actor == .system && event.details["endpoint"] == id)
                    // As the log would append what was recorded.
                    try desk.append(event.event, outcome: .failure, details: event.details)
                    await desk.dispatcher.drain()
                    #expect(other.got.map { $0.header("x-pulse-event") } == ["login", "webhook.disabled"])
                    #expect(try desk.service.find(id).status.waiting == 1)
                    #expect(desk.trail.events.count == 1)
                }
            }
        }
    }

    @Test("two endpoints that are both dead do not tell each other about it for ever")
    func noLoop() async throws {
        try await desk { desk in
            for path in ["a", "b"] { _ = try desk.add("http://127.0.0.1:1/\(path)") }
            try desk.append("login")
            var told = 0
            for _ in 0..<1500 {
                await desk.dispatcher.drain()
                for event in desk.trail.events.dropFirst(told) { try desk.append(event.event, outcome: .failure, details: event.details) }
                told = desk.trail.events.count
                desk.advance(.seconds(3600))
            }
            // A dead login at each, and what one learns of the other dies without another word.
            #expect(told == 2)
            #expect(try desk.service.all().map(\.status.waiting) == [0, 0])
            #expect(try desk.service.all().map(\.status.dead) == [2, 2])
        }
    }

    @Test("the test button sends a marked message now, beside the queue, and says what was answered")
    func trial() async throws {
        try await LoopbackReceiver { _ in .status(202, body: "thanks") }.run { receiver in
            try await desk { desk in
                let id = try desk.add(receiver.url).view.endpoint.id
                let trial = try await desk.service.test(id, at: { desk.clock.value })
                #expect(trial.outcome == .delivered(status: 202) && trial.answer == "thanks")
                #expect(String(decoding: receiver.got[0].body, as: UTF8.self).contains(#""test":true"#))
                #expect(receiver.got[0].header("x-pulse-event") == "webhook.test")
                #expect(try desk.service.find(id).status.waiting == 0)
            }
        }
    }

    @Test("a new secret signs at once, the old one beside it for a day")
    func rotation() async throws {
        try await LoopbackReceiver().run { receiver in
            try await desk { desk in
                let made = try desk.add(receiver.url)
                let old = try #require(made.secret)
                let new = try desk.service.rotateSecret(of: made.view.endpoint.id, at: desk.clock.value)
                for wait in [Duration.zero, .seconds(24 * 3600)] {
                    desk.advance(wait)
                    try desk.append("login")
                    await desk.dispatcher.drain()
                }
                let signatures = receiver.got.map { $0.header("webhook-signature")?.split(separator: " ").map(String.init) ?? [] }
                func signed(_ index: Int, _ secret: WebhookSecret) -> String {
                    let got = receiver.got[index]
                    return secret.signature(
                        id: got.header("webhook-id") ?? "", seconds: Int64(got.header("webhook-timestamp") ?? "") ?? 0, body: got.body)
                }
                #expect(signatures == [[signed(0, new), signed(0, old)], [signed(1, new)]])
            }
        }
    }

    @Test("a secret is shown once, kept sealed, and may be one's own")
    func secrets() async throws {
        try await desk { desk in
            let made = try desk.add("https://siem.example.com/hook")
            let secret = try #require(made.secret)
            let file = try Data(contentsOf: URL(fileURLWithPath: desk.path)) + (try Data(contentsOf: URL(fileURLWithPath: desk.path + "-wal")))
            #expect(file.range(of: Data("siem.example.com".utf8)) != nil)
            #expect(file.range(of: Data(secret.text.reveal().dropFirst(6).utf8)) == nil)
            #expect(try desk.add("https://other.example.com/", secret: WebhookSecret.make().text.reveal()).secret == nil)
        }
    }

    @Test("v5's list: what stands in it keeps its settings, the rest goes, what is new comes")
    func urls() async throws {
        try await desk { desk in
            let kept = try desk.add("https://a.example.com/x,y", events: ["login"]).view.endpoint.id
            let syslog = try desk.add("tcp://127.0.0.1:514", kind: .syslogTCP).view.endpoint.id
            _ = try desk.add("https://b.example.com/")
            try WebhookURLs(desk.service).replace(urls: ["https://c.example.com/", "https://a.example.com/x,y"], at: WebhookDesk.start)
            #expect(try WebhookURLs(desk.service).all() == ["https://a.example.com/x,y", "https://c.example.com/"])
            #expect(try desk.service.find(kept).endpoint.settings.filter.events == ["login"])
            #expect(try desk.service.find(syslog).endpoint.settings.kind == .syslogTCP)
            #expect(throws: WebhookError.duplicate(url: "https://d.example.com/")) {
                try WebhookURLs(desk.service).replace(urls: ["https://d.example.com/", "https://d.example.com/"], at: WebhookDesk.start)
            }
            try WebhookURLs(desk.service).replace(urls: [], at: WebhookDesk.start)
            #expect(try desk.service.all().map(\.endpoint.id) == [syslog])
        }
    }

    @Test("an address of a forbidden network is refused when it is entered, one behind a name when it is called")
    func notAllowed() async throws {
        let desk = try WebhookDesk(allowed: [])
        for address in ["http://127.0.0.1/", "http://[::1]/", "http://169.254.169.254/latest", "http://10.0.0.1/", "http://[::ffff:127.0.0.1]/"] {
            #expect { try desk.add(address) } throws: { if case .notAllowed? = $0 as? WebhookError { true } else { false } }
        }
        try await LoopbackReceiver().run { receiver in
            _ = try desk.add("http://localhost:\(receiver.port)/")
            try desk.append("login")
            await desk.dispatcher.drain()
            #expect(receiver.connections == 0)
            #expect(try desk.service.all()[0].status.lastError?.contains("this machine itself") == true)
        }
        await desk.close()
    }

    @Test("there is a most of endpoints, and an unknown one is named")
    func limits() async throws {
        try await desk { desk in
            for index in 0..<WebhookService.mostEndpoints { _ = try desk.add("https://example.com/\(index)") }
            #expect(throws: WebhookError.tooMany(WebhookService.mostEndpoints)) { try desk.add("https://example.com/more") }
            #expect(throws: WebhookError.noSuchEndpoint("x")) { try desk.service.remove("x") }
        }
    }

    @Test("a change that somebody makes is tried at once, though the endpoint was waited for or disabled")
    func changed() async throws {
        try await LoopbackReceiver().run { receiver in
            try await desk { desk in
                let view = try desk.add("http://127.0.0.1:1/").view
                try desk.append("login")
                await desk.dispatcher.drain()
                #expect(try desk.service.find(view.endpoint.id).status.nextAttemptAt != nil)
                let settings = try WebhookSettings(name: "SIEM", kind: .webhook, format: .ecs, url: receiver.url, filter: WebhookFilter())
                _ = try desk.service.change(view.endpoint.id, settings)
                await desk.dispatcher.drain()
                // What was queued before keeps its form.
                #expect(try sequences(receiver).map(\.sequence) == [1])
            }
        }
    }
}

@Suite("Settings of audit webhooks", .timeLimit(.minutes(5)))
struct WebhookSettingsTests {
    private func settings(_ url: String, _ kind: WebhookKind = .webhook, _ format: AuditFormat? = nil) throws(WebhookError) -> WebhookSettings {
        try WebhookSettings(name: "", kind: kind, format: format, url: url, filter: try WebhookFilter())
    }

    @Test(
        "addresses that can be used",
        arguments: [
            ("https://siem.example.com/hook?x=1", WebhookKind.webhook, "siem.example.com", 443),
            ("http://[fd00::1]:8080/", .webhook, "fd00::1", 8080),
            ("HTTPS://a/", .webhook, "a", 443), ("https://splunk:8088/services/collector/event", .splunk, "splunk", 8088),
            ("tcp://log.example.com", .syslogTCP, "log.example.com", 514), ("syslog://log:1514/", .syslogTCP, "log", 1514),
            ("tls://log.example.com", .syslogTLS, "log.example.com", 6514), ("syslog://[fd00::1]", .syslogTLS, "fd00::1", 6514),
        ])
    func addresses(url: String, kind: WebhookKind, host: String, port: Int) throws {
        let address = try settings(url, kind).address
        #expect(address.host == host && address.port == port)
        #expect(try settings(address.url, kind).address == address)
    }

    @Test(
        "addresses that cannot",
        arguments: [
            ("", WebhookKind.webhook), ("siem.example.com", .webhook), ("ftp://a/", .webhook), ("https://", .webhook), ("https:///x", .webhook),
            ("https://user:secret@a/", .webhook), ("https://user@a/", .webhook), ("https://a/#x", .webhook), ("https://a:0/", .webhook),
            ("https://a:99999/", .webhook), ("https://a b/", .webhook), ("https://a/\r\nX: y", .webhook), ("http+unix://%2Frun/x", .webhook),
            ("https://a/", .syslogTCP), ("tcp://a/path", .syslogTCP), ("tcp://a?x", .syslogTCP), ("tcp://a", .syslogTLS),
            ("https://a/" + String(repeating: "x", count: 3000), .webhook), ("file:///etc/passwd", .webhook), ("https://é/", .webhook),
        ])
    func wrongAddresses(url: String, kind: WebhookKind) {
        #expect { try settings(url, kind) } throws: { ($0 as? WebhookError)?.field == "url" }
    }

    @Test("each kind has its formats", arguments: WebhookKind.allCases, AuditFormat.allCases)
    func formats(kind: WebhookKind, format: AuditFormat) throws {
        let url = kind == .syslogTCP ? "tcp://a" : kind == .syslogTLS ? "tls://a" : "https://a/"
        if kind.formats.contains(format) {
            #expect(try settings(url, kind, format).format == format)
        } else {
            #expect(throws: WebhookError.format(kind, format)) { try settings(url, kind, format) }
        }
    }

    @Test("a filter holds a bounded number of plain words")
    func filters() {
        for events in [[""], ["a b"], ["a;b"], [String(repeating: "a", count: 65)], Array(repeating: "a", count: 51), ["é"]] {
            #expect { try WebhookFilter(events: events) } throws: { ($0 as? WebhookError)?.field == "filter" }
        }
    }

    @Test("an authority has to be certificates")
    func authority() async throws {
        let desk = try WebhookDesk()
        #expect(throws: WebhookError.authority) { try desk.add("https://a.example.com/", authority: "no certificate") }
        await desk.close()
    }

    /// Whatever is entered is taken or refused with a sentence; what is taken reads back as it was.
    @Test("made-up settings: never a crash, and what is taken is kept as it is")
    func fuzz() async throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededRandom(seed: seed)
        let desk = try WebhookDesk()
        let pieces = [
            "https", "http", "://", "tcp", "tls", "syslog", "[", "]", "::1", "fd00::1", "%", "%2f", "@", ":", "/", "?", "#", "..", "127.1",
            "example.com",
            "\u{0}", "\r\n", "é", "8080", "-1", "99999999999", "\\", " ",
        ]
        var taken = 0
        for _ in 0..<3000 {
            let start = ["https://", "http://", "tcp://", "tls://", ""].randomElement(using: &random)!
            let url = start + (0..<random.whole(0...5)).map { _ in pieces.randomElement(using: &random)! }.joined()
            let kind = WebhookKind.allCases.randomElement(using: &random)!
            guard let made = try? settings(url, kind, (AuditFormat.allCases.map(Optional.some) + [nil]).randomElement(using: &random)!) else {
                continue
            }
            taken += 1
            #expect(!made.address.host.isEmpty && (1...65_535).contains(made.address.port), "\(url.debugDescription), seed \(seed)")
            do {
                let view = try desk.service.add(made, secret: kind == .splunk ? "token" : nil, at: WebhookDesk.start)
                #expect(try desk.service.find(view.view.endpoint.id).endpoint.settings == made, "\(url.debugDescription), seed \(seed)")
                try desk.service.remove(view.view.endpoint.id)
            } catch let error as WebhookError { #expect(!error.sentence.isEmpty) }
        }
        #expect(taken > 50, "\(taken) were taken, seed \(seed)")
        await desk.close()
    }
}

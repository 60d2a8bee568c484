import PulseCore
import PulseSimulator
import PulseTransport
import Testing

@testable import PulseProxmox

@Suite("Bad input from a mail gateway", .timeLimit(.minutes(5)))
struct PMGBadInputTests {
    struct Spoilt: Sendable, CustomTestStringConvertible {
        let fault: BodyFault
        let code: String
        var testDescription: String { "\(fault) -> \(code)" }
    }

    static let bodies = [
        Spoilt(fault: .html, code: "not_proxmox"), Spoilt(fault: .truncated, code: "truncated"), Spoilt(fault: .redirect, code: "redirected"),
        Spoilt(fault: .wrongShape, code: "not_proxmox"), Spoilt(fault: .empty, code: "truncated"), Spoilt(fault: .badGateway, code: "server_error"),
        Spoilt(fault: .huge(bytes: 20_000_000), code: "too_large"),
        Spoilt(fault: .exactly(status: 501, phrase: "Method 'GET /nodes' not implemented", body: #"{"data":null}"#), code: "unsupported"),
        Spoilt(fault: .exactly(status: 200, phrase: "OK", body: #"{"data":[]}"#), code: "not_proxmox"),
    ]

    @Test("an answer that is none: a sentence for a person, no crash, and the source comes back", arguments: bodies)
    func nodes(spoilt: Spoilt) async throws {
        try await MailStage.run { stage in
            let source = stage.source()
            await stage.watch(source, for: .seconds(30))
            try await stage.estate.apply(mail: .body(spoilt.fault, path: "/nodes"))
            stage.advance(.seconds(30))
            let observation = await source.poll(now: stage.now)
            #expect(observation.codes == [spoilt.code], "\(observation.report.problems)")
            #expect(observation.report.condition == .unreachable)
            #expect(observation.resources.isEmpty && observation.completeKinds.isEmpty)
            // What was known stays known, as old as it is.
            #expect(observation.ledger?.mailHours.value?.isEmpty == false)
            try await stage.estate.apply(mail: .bodiesRestored)
            stage.advance(.seconds(30))
            #expect(await source.poll(now: stage.now).report.condition == .reachable)
        }
    }

    @Test(
        "what is spoilt beside the main flight costs only itself, and says why",
        arguments: [BodyFault.html, .truncated, .wrongShape, .empty, .redirect, .badGateway])
    func details(fault: BodyFault) async throws {
        try await MailStage.run { stage in
            let source = stage.source()
            await stage.watch(source, for: .seconds(30))
            for path in ["/nodes/mail1/postfix", "/nodes/mail1/services", "/statistics", "/quarantine"] {
                try await stage.estate.apply(mail: .body(fault, path: path))
            }
            let observation = await stage.watch(source, for: .seconds(900))
            #expect(observation.report.condition == .reachable, "\(observation.report.problems)")
            #expect(observation["node:mx/mail1"]?.metrics[.cpu]?.isCurrent == true)
            #expect(observation["mail:mx"]?.metrics[.queueLength]?.isCurrent == false)
            #expect(observation["mail:mx"]?.metrics[.mailIn]?.isCurrent == false)
            let ledger = try #require(observation.ledger)
            for problem in [ledger.mailNodes["mail1"]?.queues.problem, ledger.nodes["mail1"]?.services.problem, ledger.quarantines.problem] {
                #expect(problem != nil)
            }
            #expect(ledger.nodes["mail1"]?.services.value?.isEmpty == false)
        }
    }

    @Test("a body that drips is given up at the deadline of its call")
    func dripped() async throws {
        try await MailStage.run { stage in
            let source = stage.source()
            await stage.watch(source, for: .seconds(30))
            try await stage.estate.apply(mail: .body(.dripping(every: .seconds(1)), path: "/nodes/mail1/status"))
            stage.advance(.seconds(30))
            // The whole body would take hours, so that this returns at all is the proof.
            let observation = await source.poll(now: stage.now)
            #expect(observation["node:mx/mail1"]?.status == .unknown && observation.codes == ["node_unreachable"])
        }
    }

    @Test("a wrong port, a closed one, a name that isn't there, an unconfirmed or changed certificate: each in its words")
    func wrongAddress() async throws {
        try await MailStage.run { stage in
            let pin = stage.gateway.nodes[0].fingerprint
            let url = stage.gateway.nodes[0].url
            for (endpoint, code) in [
                (ProxmoxEndpoint(url: "https://127.0.0.1:1", fingerprint: pin), "connection_refused"),
                (ProxmoxEndpoint(url: "https://no-such-host.invalid:8006", fingerprint: pin), "name_not_found"),
                (ProxmoxEndpoint(url: url), "certificate_untrusted"), (ProxmoxEndpoint(url: url, fingerprint: "AB:CD"), "fingerprint_unreadable"),
                (ProxmoxEndpoint(url: url, fingerprint: stage.estate.clusters[0].nodes[0].fingerprint), "certificate_changed"),
            ] {
                let observation = await stage.source(endpoints: [endpoint]).poll(now: stage.now)
                #expect(observation.codes == [code], "\(observation.report.problems)")
                #expect(observation.report.problems.allSatisfy { !$0.sentence.isEmpty && !$0.nextStep.isEmpty })
            }
            #expect(stage.estate.mailRequests().isEmpty)
        }
    }

    @Test("another gateway at a second address is not believed")
    func otherGateway() async throws {
        try await MailStage.run(nodes: 2) { stage in
            let source = stage.source()
            await stage.watch(source, for: .seconds(60))
            try await stage.estate.apply(mail: .nodeDown(node: "mail1"))
            let alone = #"{"data":[{"node":"stranger"}]}"#
            try await stage.estate.apply(mail: .body(.exactly(status: 200, phrase: "OK", body: alone), path: "/nodes"))
            let observation = await source.poll(now: stage.now)
            #expect(observation.report.condition == .unreachable && observation.completeKinds.isEmpty, "\(observation.report)")
            #expect(observation.report.endpoints.contains { $0.problem?.code == "other_cluster" })
        }
    }
}

import PulseCore
import PulseSimulator
import Testing

@testable import PulseProxmox

@Suite("Bad input", .timeLimit(.minutes(5)))
struct BadInputTests {
    struct Spoilt: Sendable, CustomTestStringConvertible {
        let fault: BodyFault
        let code: String
        var testDescription: String { "\(fault) -> \(code)" }
    }

    static let bodies = [
        Spoilt(fault: .html, code: "not_proxmox"), Spoilt(fault: .truncated, code: "truncated"), Spoilt(fault: .redirect, code: "redirected"),
        Spoilt(fault: .wrongShape, code: "not_proxmox"), Spoilt(fault: .empty, code: "truncated"), Spoilt(fault: .badGateway, code: "server_error"),
        Spoilt(fault: .huge(bytes: 100_000_000), code: "too_large"),
    ]

    @Test("an answer that is none: a sentence for a person, no crash, and the source comes back", arguments: bodies)
    func spoiltBody(spoilt: Spoilt) async throws {
        try await Stage.run(EstateOptions(guestsPerCluster: 6, standalone: true)) { stage in
            let source = stage.source()
            await stage.watch(source, for: .seconds(10))
            try await stage.estate.apply(.body(spoilt.fault, path: "/cluster/resources"))
            stage.advance(.seconds(10))
            let observation = await source.poll(now: stage.now)
            #expect(observation.codes == [spoilt.code], "\(observation.report.problems)")
            #expect(observation.report.condition == .unreachable)
            #expect(observation.resources.isEmpty && observation.completeKinds.isEmpty)
            #expect(observation.report.problems.allSatisfy { !$0.sentence.isEmpty && !$0.nextStep.isEmpty })
            try await stage.estate.apply(.bodiesRestored)
            stage.advance(.seconds(10))
            #expect(await source.poll(now: stage.now).report.condition == .reachable)
        }
    }

    @Test("a body that drips is given up at the deadline of the call")
    func dripped() async throws {
        try await Stage.run(EstateOptions(guestsPerCluster: 6)) { stage in
            let source = stage.source()
            await stage.watch(source, for: .seconds(10))
            try await stage.estate.apply(.body(.dripping(every: .seconds(1)), path: "/cluster/status"))
            stage.advance(.seconds(60))
            // The whole body would take hours, so that this returns at all is the proof; and the rows had come before it.
            let observation = await source.poll(now: stage.now)
            #expect(observation.kind(.guest).count == stage.cluster.vmids.count)
        }
    }

    @Test("spoilt answers about nodes and guests cost only themselves")
    func spoiltDetails() async throws {
        try await Stage.run(EstateOptions(guestsPerCluster: 10)) { stage in
            let source = stage.source()
            for fault in [BodyFault.html, .truncated, .wrongShape, .empty, .redirect, .badGateway] {
                try await stage.estate.apply(.body(fault, path: "/nodes/"))
                let observation = await stage.watch(source, for: .seconds(130))
                #expect(observation.kind(.guest).count == 10)
                #expect(observation.kind(.guest).filter { $0.status == .running }.allSatisfy { $0.metrics[.cpu]?.isCurrent == true })
            }
        }
    }

    @Test("figures that are no numbers are unknown, and said to be", arguments: [Fault.notANumber(true), .negativeUptime(true)])
    func nonsense(fault: Fault) async throws {
        try await Stage.run(EstateOptions(guestsPerCluster: 10)) { stage in
            let source = stage.source()
            await stage.watch(source, for: .seconds(20))
            try await stage.estate.apply(fault)
            let observation = await stage.watch(source, for: .seconds(30))
            #expect(observation.kind(.guest).count == 10)
            for resource in observation.resources {
                for entry in resource.metrics.entries { #expect(entry.measurement.value?.isFinite ?? true) }
                if let start = resource.guest?.startedAt { #expect(start <= stage.now) }
            }
            if fault == .notANumber(true) { #expect(observation.codes == ["numbers_invalid"]) }
        }
    }

    @Test("two rows for one number give one guest and a problem")
    func duplicates() async throws {
        try await Stage.run(EstateOptions(guestsPerCluster: 10)) { stage in
            try await stage.estate.apply(.duplicateVmid(true))
            let observation = await stage.source().poll(now: stage.now)
            #expect(observation.codes == ["duplicate_vmid"])
            #expect(Set(observation.resources.map(\.id)).count == observation.resources.count)
        }
    }

    @Test("names in every script, with mark-up, quotes and control characters arrive as they are")
    func strangeNames() async throws {
        try await Stage.run(EstateOptions(guestsPerCluster: 20)) { stage in
            try await stage.estate.apply(.strangeNames)
            let observation = await stage.watch(stage.source(), for: .seconds(30))
            #expect(observation.kind(.guest).count == stage.cluster.vmids.count)
            #expect(observation.kind(.guest).contains { $0.name?.contains("<script>") == true })
            #expect(observation.report.condition == .reachable, "\(observation.report)")
        }
    }

    @Test("ten thousand guests from one source")
    func tenThousand() async throws {
        try await Stage.run(EstateOptions(nodesPerCluster: 20, guestsPerCluster: 10_000)) { stage in
            let source = stage.source()
            let observation = await stage.watch(source, for: .seconds(10))
            #expect(observation.kind(.guest).count == 10_000)
            #expect(observation.report.condition == .reachable, "\(observation.report.problems)")
        }
    }

    @Test("a wrong port, a closed one, a name that isn't there: each in its words")
    func wrongAddress() async throws {
        try await Stage.run(EstateOptions(guestsPerCluster: 4, standalone: true)) { stage in
            let pin = stage.cluster.nodes[0].fingerprint
            for (url, code) in [
                ("https://127.0.0.1:1", "connection_refused"), ("https://no-such-host.invalid:8006", "name_not_found"),
            ] {
                let observation = await stage.source(endpoints: [ProxmoxEndpoint(url: url, fingerprint: pin)]).poll(now: stage.now)
                #expect(observation.codes == [code], "\(observation.report.problems)")
                #expect(observation.report.condition == .unreachable)
            }
            let untrusted = await stage.source(endpoints: [ProxmoxEndpoint(url: stage.cluster.nodes[0].url)]).poll(now: stage.now)
            #expect(untrusted.codes == ["certificate_untrusted"])
            #expect(stage.estate.requests().isEmpty)
            let garbled = await stage.source(endpoints: [ProxmoxEndpoint(url: stage.cluster.nodes[0].url, fingerprint: "AB:CD")]).poll(now: stage.now)
            #expect(garbled.codes == ["fingerprint_unreadable"])
            let plain = await stage.source(endpoints: [ProxmoxEndpoint(url: "http://127.0.0.1:80", fingerprint: pin)]).poll(now: stage.now)
            #expect(plain.report.condition == .unreachable)
            #expect(stage.estate.requests().isEmpty)
        }
    }
}

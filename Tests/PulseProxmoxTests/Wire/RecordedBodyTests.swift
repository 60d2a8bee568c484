import PulseCore
import PulseSimulator
import PulseTransport
import Testing

@testable import PulseProxmox

@Suite("Recorded bodies", .enabled(if: !Recording.all.isEmpty, Recording.missing), .timeLimit(.minutes(5)))
struct RecordedBodyTests {
    @Test("every one is read, and those we use make sense")
    func decode() throws {
        var used: [String: Int] = [:]
        for recording in Recording.all where recording.status == 200 {
            let body = try recording.body()
            do {
                let value = try Envelope.value(body).content
                if try Self.check(recording, body, value) { used[recording.template, default: 0] += 1 }
            } catch {
                Issue.record("\(recording.file): \(error)")
            }
        }
        #expect(used["/cluster/resources", default: 0] >= 15)
        #expect(used["/nodes/{node}/storage", default: 0] >= 5)
        #expect(used["/nodes/{node}/qemu/{vmid}/status/current", default: 0] >= 10)
        #expect(used["/version", default: 0] >= 10)
        #expect(used["/nodes/{node}/tasks", default: 0] >= 15)
        #expect(used["/nodes/{node}/tasks/{upid}/log", default: 0] >= 15)
        #expect(used["/nodes/{node}/storage/{storage}/content", default: 0] >= 5)
        #expect(used["/cluster/ha/status/current", default: 0] >= 10)
        #expect(RecordedDepth.templates.allSatisfy { used[$0, default: 0] > 0 })
    }

    @Test(
        "those put together by hand or shortened are read too", .enabled(if: !Recording.mixed.isEmpty, Recording.missing),
        arguments: Recording.mixed)
    func mixed(recording: Recording) throws {
        let body = try recording.body()
        _ = try Self.check(recording, body, try Envelope.value(body).content)
    }

    @Test("every one comes through the same sockets, TLS, compression and client as the simulator's answers")
    func overTheWire() async throws {
        try await Stage.run(EstateOptions(guestsPerCluster: 2, standalone: true)) { stage in
            let (client, endpoint) = (ProxmoxClient(outbound: stage.client, product: .virtualEnvironment), stage.endpoint(stage.cluster.nodes[0]))
            for recording in Recording.all {
                try await stage.estate.apply(.bodiesRestored)
                try await stage.estate.apply(
                    .body(.exactly(status: recording.status, phrase: recording.phrase, body: try recording.text()), path: recording.path))
                let recorded = try recording.body()
                do throws(ProxmoxError) {
                    let body = try await Self.ask(recording, client, endpoint)
                    #expect(recording.status == 200 && body == (body == nil ? nil : recorded), "\(recording.file)")
                } catch {
                    #expect(Self.isExpected(error, of: recording), "\(recording.file): \(error)")
                }
            }
        }
    }

    /// Tickets by the client's own way of signing in; everything else as a GET, whatever method was recorded. Nil when a ticket was taken.
    private static func ask(_ recording: Recording, _ client: ProxmoxClient, _ endpoint: ProxmoxEndpoint) async throws(ProxmoxError) -> [UInt8]? {
        let deadline = Duration.seconds(20)
        guard recording.template == "/access/ticket" else {
            return try await client.get(recording.path, at: endpoint, proof: (name: "Authorization", value: Redacted("x")), deadline: deadline)
        }
        _ = try await client.signIn(user: "monitor@pve", password: Redacted("x"), at: endpoint, deadline: deadline)
        return nil
    }

    private static func isExpected(_ error: ProxmoxError, of recording: Recording) -> Bool {
        switch (recording.status, error) {
        // A ticket that was only checked is not repeated in the answer.
        case (200, .notProxmox): recording.template == "/access/ticket"
        case (401, .unauthorised(let reason)): reason == recording.phrase
        case (400, .refused(400, let reason)), (500, .refused(500, let reason)): reason == recording.phrase.printable(limit: 200)
        default: false
        }
    }

    @Test(
        "every recorded cluster goes through a whole flight: each guest once, nothing negative, nothing dropped",
        arguments: Recording.all.filter { $0.template == "/cluster/resources" && $0.status == 200 })
    func flight(recording: Recording) async throws {
        try await Stage.run(EstateOptions(guestsPerCluster: 2, standalone: true)) { stage in
            for other in Recording.all where other.server == recording.server && other.status == 200 && other.method == "GET" {
                guard ["/cluster/status", "/version", "/access/permissions"].contains(other.path) else { continue }
                try await stage.estate.apply(.body(.exactly(status: 200, phrase: "OK", body: try other.text()), path: other.path))
            }
            try await stage.estate.apply(.body(.exactly(status: 200, phrase: "OK", body: try recording.text()), path: "/cluster/resources"))
            let rows = try Envelope.rows(try recording.body(), PVEResourceRow.init).content
            let observation = await stage.source().poll(now: stage.now)
            #expect([.reachable, .degraded].contains(observation.report.condition), "\(observation.report.problems)")
            #expect(!observation.codes.contains("rows_not_understood") && !observation.codes.contains("numbers_invalid"))
            #expect(observation.kind(.guest).count == Set(rows.filter { $0.vmid > 0 }.map(\.vmid)).count)
            #expect(Set(observation.resources.map(\.id)).count == observation.resources.count)
            for resource in observation.resources {
                #expect(resource.metrics.entries.allSatisfy { ($0.measurement.value ?? 0) >= 0 }, "\(resource.id)")
            }
        }
    }

    /// False for templates Pulse doesn't ask for.
    private static func check(_ recording: Recording, _ body: [UInt8], _ value: JSON) throws -> Bool {
        switch (recording.method, recording.template) {
        case (_, "/cluster/resources"): try checkResources(recording, body)
        case (_, "/cluster/status"):
            let rows = value.array?.compactMap(\.object) ?? []
            #expect(PVEMembership(rows).members.count > 0, "\(recording.file)")
        case (_, "/nodes"): #expect(try Envelope.rows(body, PVENodeRow.init).dropped == 0, "\(recording.file)")
        case (_, "/version"): #expect((PVEVersion(value)?.major ?? 0) >= 6, "\(recording.file)")
        case (_, "/access/permissions"): #expect(ProxmoxPermissions(value) != nil, "\(recording.file)")
        // A ticket that was only checked is not repeated in the answer.
        case ("POST", "/access/ticket"): #expect(ProxmoxTicket(value) != nil || value.object?["ticket"] == nil, "\(recording.file)")
        case (_, "/nodes/{node}/status"): #expect(PVENodeStatus(value)?.memoryTotal != nil, "\(recording.file)")
        case (_, "/nodes/{node}/storage"): #expect(try Envelope.rows(body, PVEStorageRow.init).dropped == 0, "\(recording.file)")
        case (_, "/nodes/{node}/qemu/{vmid}/status/current"): #expect(PVEGuestStatus(value) != nil, "\(recording.file)")
        // An agent that does not know the question says so in the place of the result.
        case (_, "/nodes/{node}/qemu/{vmid}/agent/network-get-interfaces"):
            let named = value.object?.array("result")?.compactMap { $0.object?.text("name") }.filter { $0 != "lo" }
            #expect(PVEGuestWire.agentInterfaces(value)?.map(\.name) == named, "\(recording.file)")
        default: return try RecordedDepth.check(recording, body)
        }
        return true
    }

    private static func checkResources(_ recording: Recording, _ body: [UInt8]) throws {
        let answer = try Envelope.rows(body, PVEResourceRow.init)
        #expect(answer.dropped == 0, "\(recording.file)")
        for row in answer.content where row.kind == .qemu || row.kind == .lxc {
            #expect(row.vmid >= 100, "\(recording.file)")
            // What was put together by hand leaves out what it was not made for.
            if row.status == "running", recording.kind == "recorded" { #expect(row.maxMemory != nil && row.name != nil, "\(recording.file)") }
        }
    }
}

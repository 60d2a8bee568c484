import PulseCore
import PulseSimulator
import PulseTransport
import Testing

@testable import PulseProxmox

@Suite("Connection test", .timeLimit(.minutes(5)))
struct ConnectionTestTests {
    private func test(
        _ stage: Stage, _ credentials: ProxmoxCredentials? = nil, pin: String?, address: String? = nil
    ) async -> ProxmoxConnectionReport {
        await ProxmoxConnectionTest(client: stage.client, now: { stage.now }).run(
            .virtualEnvironment, address: address ?? stage.cluster.nodes[0].url + "/api2/json/",
            credentials: credentials ?? Stage.credentials(stage.cluster.token),
            fingerprint: pin)
    }

    @Test("without a confirmed fingerprint it ends after the handshake, and no request is made")
    func unconfirmed() async throws {
        try await Stage.run(EstateOptions(guestsPerCluster: 6)) { stage in
            let report = await test(stage, pin: nil)
            #expect(report.needsConfirmation && report.problem == nil && !report.succeeded)
            #expect(report.certificate?.fingerprint.description == stage.cluster.nodes[0].fingerprint)
            #expect(report.certificate?.subject != nil && report.certificate?.issuer != nil)
            #expect(report.steps.count == 1)
            #expect(stage.estate.requests().isEmpty)
        }
    }

    @Test(
        "with it: version, cluster, nodes, guests, and the endpoints to store",
        arguments: [
            EstateOptions.Certificate.selfSigned, .clusterAuthority,
        ])
    func confirmed(certificate: EstateOptions.Certificate) async throws {
        try await Stage.run(EstateOptions(guestsPerCluster: 6, certificate: certificate)) { stage in
            for credentials in [Stage.credentials(stage.cluster.token), Stage.credentials(stage.cluster.user)] {
                let report = await test(stage, credentials, pin: stage.cluster.nodes[0].fingerprint.lowercased())
                #expect(report.succeeded, "\(report)")
                #expect(report.version == "9.2.10" && report.clusterName == stage.cluster.name && report.guests == 6)
                #expect(report.nodes == stage.cluster.nodes.map(\.name))
                #expect(report.endpoints.map(\.url) == stage.cluster.nodes.map(\.url))
                #expect(report.endpoints.map { $0.fingerprint?.uppercased() } == stage.cluster.nodes.map(\.fingerprint))
                #expect(report.missingPrivileges.isEmpty)
                #expect(report.steps.allSatisfy { $0.succeeded })
            }
        }
    }

    @Test("another fingerprint than the confirmed one ends it after the handshake")
    func mismatch() async throws {
        try await Stage.run(EstateOptions(guestsPerCluster: 6)) { stage in
            let report = await test(stage, pin: stage.cluster.nodes[1].fingerprint)
            #expect(report.problem?.code == "certificate_changed")
            #expect(await test(stage, pin: "nonsense").problem?.code == "fingerprint_unreadable")
            #expect(stage.estate.requests().isEmpty)
        }
    }

    @Test("wrong secret, no privilege, wrong address: each with its problem")
    func problems() async throws {
        try await Stage.run(EstateOptions(guestsPerCluster: 6)) { stage in
            let pin = stage.cluster.nodes[0].fingerprint
            let wrong = ProxmoxCredentials.token(id: stage.cluster.token.id, secret: Redacted("x"))
            #expect(await test(stage, wrong, pin: pin).problem?.code == "credentials_refused")
            let fresh = await test(stage, Stage.credentials(stage.cluster.freshToken), pin: pin)
            #expect(fresh.problem == nil && !fresh.missingPrivileges.isEmpty && fresh.guests == 0)
            #expect(await test(stage, pin: nil, address: "http://pve1").problem?.code == "address_invalid")
            #expect(await test(stage, pin: nil, address: "127.0.0.1:1").problem?.code == "connection_refused")
            try await stage.estate.apply(.body(.html, path: "/"))
            #expect(await test(stage, pin: pin).problem?.code == "not_proxmox")
        }
    }
}

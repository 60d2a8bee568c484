import PulseCore
import PulseSimulator
import PulseTransport
import Testing

@testable import PulseProxmox

@Suite("Signing in to a mail gateway, and what a role may see", .timeLimit(.minutes(5)))
struct PMGAccessTests {
    @Test("one sign-in, a cookie, a renewal after an hour, and a new one when the ticket has expired")
    func ticket() async throws {
        try await MailStage.run { stage in
            let source = stage.source()
            #expect(await stage.watch(source, for: .seconds(60)).report.condition == .reachable)
            #expect(source.callCounts["sign_in"] == 1)
            #expect(stage.estate.mailRequests().allSatisfy { $0.method == "POST" || $0.credential == .cookie })
            stage.advance(.seconds(3_601))
            #expect(await source.poll(now: stage.now).report.condition == .reachable)
            #expect(source.callCounts["sign_in"] == 2)
            stage.advance(.seconds(8_000))
            #expect(await source.poll(now: stage.now).report.condition == .reachable)
            #expect(source.callCounts["sign_in"] == 3)
        }
    }

    @Test("a wrong password, a disabled user and a second factor are refused in words, and not tried again for minutes")
    func refused() async throws {
        try await MailStage.run { stage in
            let wrong = ProxmoxCredentials.password(user: stage.gateway.user.name, password: Redacted("no"))
            let careful = MailStage.credentials(stage.gateway.secondFactorUser)
            for (credentials, code) in [(wrong, "credentials_refused"), (careful, "second_factor")] {
                stage.estate.forgetRequests()
                let observation = await stage.watch(stage.source(credentials), for: .seconds(240))
                #expect(observation.report.condition == .refused && observation.codes == [code])
                #expect(observation.resources.isEmpty && observation.completeKinds.isEmpty)
                #expect(stage.estate.mailRequests().count == 1)
            }
            let source = stage.source()
            await stage.watch(source, for: .seconds(60))
            try await stage.estate.apply(mail: .userDisabled(user: stage.gateway.user.name))
            #expect(await stage.watch(source, for: .seconds(60)).report.condition == .refused)
            try await stage.estate.apply(mail: .userEnabled(user: stage.gateway.user.name))
            #expect(await stage.watch(source, for: .seconds(600)).report.condition == .reachable)
        }
    }

    @Test("a token, which the product doesn't know, is refused in words")
    func token() async throws {
        try await MailStage.run { stage in
            let token = ProxmoxCredentials.token(id: "pulse@pmg!monitor", secret: Redacted("00000000-0000-0000-0000-000000000000"))
            let observation = await stage.source(token).poll(now: stage.now)
            #expect(observation.codes == ["credentials_refused"])
            #expect(observation.report.problems[0].sentence.contains("API tokens not implemented"))
            #expect(observation.report.problems[0].nextStep.contains("no API tokens"), "\(observation.report.problems[0].nextStep)")
        }
    }

    @Test("a role that sees only a part: what is missing, what it hides, how to give it, and nothing taken for zero")
    func quarantineManager() async throws {
        try await MailStage.run { stage in
            let source = stage.source(MailStage.credentials(stage.gateway.quarantineManager))
            let observation = await stage.watch(source, for: .seconds(120))
            #expect(observation.report.condition == .degraded && observation.codes.isEmpty)
            let missing = try #require(observation.report.missingPrivileges.first)
            #expect(missing.privilege == "audit" && missing.command == "pmgsh set /access/users/'quarantine@pmg' --role audit")
            #expect(missing.hides.contains("queues") && missing.hides.contains("services") && !missing.hides.contains("spam and viruses"))
            #expect(observation["mail:mx"]?.metrics[.queueLength]?.quality == .unknown(.permissionMissing))
            #expect(observation["mail:mx"]?.metrics[.mailIn]?.isCurrent == true)
            #expect(observation.ledger?.nodes["mail1"]?.services.isHidden == true)
            let asked = source.callCounts["services"]
            await stage.watch(source, for: .seconds(600))
            #expect(source.callCounts["services"] == asked)
        }
    }

    @Test("a user of the quarantine sees the nodes' names, and a role that is given later opens the rest")
    func quarantineUser() async throws {
        try await MailStage.run { stage in
            let source = stage.source(MailStage.credentials(stage.gateway.quarantineUser))
            let observation = await stage.watch(source, for: .seconds(60))
            #expect(observation.report.condition == .degraded)
            #expect(observation["node:mx/mail1"]?.metrics[.cpu]?.quality == .unknown(.permissionMissing))
            #expect(observation["mail:mx"]?.metrics[.mailIn]?.quality == .unknown(.permissionMissing))
            try await stage.estate.apply(mail: .roleChanged(user: stage.gateway.quarantineUser.name, role: "audit"))
            let opened = await stage.watch(source, for: .seconds(1_200), every: .seconds(60))
            #expect(opened.report.condition == .reachable, "\(opened.report)")
        }
    }

    @Test("a connection test tells step by step what it asked, and what the role lacks")
    func connectionTest() async throws {
        try await MailStage.run(nodes: 2) { stage in
            let test = ProxmoxConnectionTest(client: stage.client, now: { stage.now })
            let node = stage.gateway.nodes[0]
            let unconfirmed = await test.run(
                .mailGateway, address: node.url, credentials: MailStage.credentials(stage.gateway.user), fingerprint: nil)
            #expect(unconfirmed.needsConfirmation && unconfirmed.certificate?.fingerprint.description == node.fingerprint)
            #expect(stage.estate.mailRequests().isEmpty)
            let report = await test.run(
                .mailGateway, address: node.url, credentials: MailStage.credentials(stage.gateway.user), fingerprint: node.fingerprint)
            #expect(report.succeeded && report.missingPrivileges.isEmpty, "\(report)")
            #expect(report.version == "9.1.2" && report.nodes == ["mail1", "mail2"])
            #expect(report.endpoints.map(\.node) == ["mail1", "mail2"])
            #expect(report.endpoints.map(\.fingerprint) == stage.gateway.nodes.map(\.fingerprint))
            let part = await test.run(
                .mailGateway, address: node.url, credentials: MailStage.credentials(stage.gateway.quarantineManager), fingerprint: node.fingerprint)
            #expect(part.succeeded && part.missingPrivileges.count == 1)
            #expect(part.steps.contains { !$0.succeeded && $0.answered.hasPrefix("403") })
            let wrong = await test.run(
                .mailGateway, address: node.url, credentials: .password(user: "pulse@pmg", password: Redacted("no")), fingerprint: node.fingerprint)
            #expect(wrong.problem?.code == "credentials_refused" && !wrong.succeeded)
        }
    }

    @Test("Proxmox VE listens on the same port; it is not taken for a mail gateway")
    func wrongProduct() async throws {
        try await MailStage.run { stage in
            let node = stage.estate.clusters[0].nodes[0]
            let user = try #require(stage.estate.clusters[0].users.first { $0.name == "pulse@pve" })
            let report = await ProxmoxConnectionTest(client: stage.client, now: { stage.now }).run(
                .mailGateway, address: node.url, credentials: .password(user: user.name, password: Redacted(user.password)),
                fingerprint: node.fingerprint)
            #expect(!report.succeeded, "\(report.steps)")
        }
    }
}

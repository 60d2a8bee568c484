import PulseCore
import PulseSimulator
import Testing

@testable import PulseProxmox

@Suite("Signing in to the simulated estate", .timeLimit(.minutes(5)))
struct AuthenticationTests {
    private func conditions(_ stage: Stage, _ token: RunningToken) async -> Observation {
        await stage.source(Stage.credentials(token)).poll(now: stage.now)
    }

    @Test("with a user and a password: one sign-in, a cookie, and a renewal after an hour")
    func ticket() async throws {
        try await Stage.run { stage in
            let source = stage.source(Stage.credentials(stage.cluster.user))
            var observation = await stage.watch(source, for: .seconds(60))
            #expect(observation.report.condition == .reachable, "\(observation.report)")
            #expect(source.callCounts["sign_in"] == 1)
            #expect(stage.estate.requests().allSatisfy { $0.method == "POST" || $0.credential == .cookie })
            stage.advance(.seconds(3601))
            observation = await source.poll(now: stage.now)
            #expect(observation.report.condition == .reachable)
            #expect(source.callCounts["sign_in"] == 2)
            // So long away that the ticket itself has expired.
            stage.advance(.seconds(8000))
            #expect(await source.poll(now: stage.now).report.condition == .reachable)
            #expect(source.callCounts["sign_in"] == 3)
        }
    }

    @Test("wrong and expired credentials are refused in words, and not tried again for minutes")
    func refused() async throws {
        try await Stage.run { stage in
            let wrong = ProxmoxCredentials.token(id: stage.cluster.token.id, secret: Redacted("00000000-0000-0000-0000-000000000000"))
            for credentials in [
                wrong, Stage.credentials(stage.cluster.expiredToken), .password(user: stage.cluster.user.name, password: Redacted("no")),
            ] {
                stage.estate.forgetRequests()
                let source = stage.source(credentials)
                let observation = await stage.watch(source, for: .seconds(240))
                #expect(observation.report.condition == .refused)
                #expect(observation.codes == ["credentials_refused"])
                #expect(observation.resources.isEmpty && observation.completeKinds.isEmpty)
                // One call in four minutes, to one of three nodes.
                #expect(stage.estate.requests().count == 1)
            }
        }
    }

    @Test("a second factor can't be given")
    func secondFactor() async throws {
        try await Stage.run { stage in
            let careful = try #require(stage.cluster.users.first { $0.name.hasPrefix("careful") })
            let observation = await stage.source(Stage.credentials(careful)).poll(now: stage.now)
            #expect(observation.codes == ["second_factor"])
            #expect(observation.report.condition == .refused)
        }
    }

    @Test("a token that expires is told, and works again once it is renewed")
    func expiry() async throws {
        try await Stage.run { stage in
            let source = stage.source()
            await stage.watch(source, for: .seconds(20))
            try await stage.estate.apply(.tokenExpired(id: stage.cluster.token.id))
            #expect(await stage.watch(source, for: .seconds(20)).report.condition == .refused)
            try await stage.estate.apply(.tokenRenewed(id: stage.cluster.token.id))
            #expect(await stage.watch(source, for: .seconds(310)).report.condition == .reachable)
        }
    }

    @Test("a token without privileges: what is missing, what it hides, how to grant it, and nothing taken for deleted")
    func noPrivileges() async throws {
        try await Stage.run { stage in
            let observation = await conditions(stage, stage.cluster.freshToken)
            #expect(observation.report.condition == .degraded)
            #expect(
                Set(observation.report.missingPrivileges.map(\.privilege)) == ["Sys.Audit", "VM.Audit", "Datastore.Audit", "VM.GuestAgent.Audit"])
            #expect(observation.completeKinds == [.node])
            #expect(observation.kind(.guest).isEmpty)
            #expect(observation.kind(.node).allSatisfy { $0.metrics[.cpu] == .unknown(.permissionMissing) })
        }
    }

    @Test("a token that sees a part of the guests does not make the others disappear")
    func limited() async throws {
        try await Stage.run { stage in
            let observation = await conditions(stage, stage.cluster.limitedToken)
            #expect(!observation.completeKinds.contains(.guest) && !observation.completeKinds.contains(.storage))
            #expect(observation.kind(.guest).count < stage.cluster.vmids.count)
            #expect(observation.report.missingPrivileges.contains { $0.privilege == "VM.Audit" })
        }
    }

    @Test("without the agent's privilege the disks of virtual machines are unknown for that reason", arguments: [SimulatedVersion.pve8, .pve9])
    func agentForbidden(version: SimulatedVersion) async throws {
        try await Stage.run(EstateOptions(version: version)) { stage in
            if version.major == 9 { try await stage.estate.apply(.permissionRemoved(privilege: "VM.GuestAgent.Audit", from: stage.cluster.token.id)) }
            let observation = await stage.watch(stage.source(), for: .seconds(400))
            let forbidden = observation.kind(.guest).filter { $0.guest?.agent == .forbidden }
            #expect(!forbidden.isEmpty)
            #expect(forbidden.allSatisfy { $0.metrics[.diskUsed] == .unknown(.permissionMissing) || $0.status != .running })
            #expect(observation.report.missingPrivileges.map(\.privilege) == [version.major == 9 ? "VM.GuestAgent.Audit" : "VM.Monitor"])
        }
    }
}

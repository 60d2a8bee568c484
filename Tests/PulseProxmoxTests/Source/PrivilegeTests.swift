import PulseCore
import PulseSimulator
import Testing

@testable import PulseProxmox

@Suite("A privilege is taken away", .timeLimit(.minutes(5)))
struct PrivilegeTests {
    private let options = EstateOptions(guestsPerCluster: 12)

    private func polled(_ stage: Stage, _ source: PVESource) async -> Observation {
        stage.advance(.seconds(10))
        return await source.poll(now: stage.now)
    }

    @Test("no guest is taken for deleted: all stay, unknown for that reason, and the report says what to grant")
    func guests() async throws {
        try await Stage.run(options) { stage in
            let source = stage.source()
            let before = await stage.watch(source, for: .seconds(20))
            try await stage.estate.apply(.permissionRemoved(privilege: "VM.Audit", from: stage.cluster.token.id))
            let asked = source.callCounts["permissions", default: 0]
            var observation = await polled(stage, source)
            #expect(source.callCounts["permissions"] == asked + 1)
            for _ in 0..<5 {
                #expect(observation.kind(.guest).map(\.id) == before.kind(.guest).map(\.id))
                #expect(!observation.completeKinds.contains(.guest) && observation.completeKinds.contains(.node))
                for guest in observation.kind(.guest) {
                    #expect(guest.status == .unknown && guest.statusReason == .permissionMissing && !guest.isFresh)
                    #expect(guest.metrics.entries.allSatisfy { !$0.measurement.isCurrent })
                }
                #expect(observation.report.condition == .degraded)
                let missing = try #require(observation.report.missingPrivileges.first { $0.privilege == "VM.Audit" })
                #expect(missing.command.hasPrefix("pveum acl modify /vms"))
                observation = await polled(stage, source)
            }
            #expect(source.callCounts["permissions"] == asked + 1, "it was asked again and again")
            try await stage.estate.apply(.permissionsRestored(for: stage.cluster.token.id))
            observation = await polled(stage, source)
            #expect(observation.kind(.guest).allSatisfy { $0.isFresh })
            #expect(observation.completeKinds.contains(.guest) && observation.report.missingPrivileges.isEmpty)
        }
    }

    @Test("nor a storage, local or shared")
    func storages() async throws {
        try await Stage.run(options) { stage in
            let source = stage.source()
            let before = await stage.watch(source, for: .seconds(20))
            try await stage.estate.apply(.permissionRemoved(privilege: "Datastore.Audit", from: stage.cluster.token.id))
            let observation = await polled(stage, source)
            #expect(Set(observation.kind(.storage).map(\.id)) == Set(before.kind(.storage).map(\.id)))
            #expect(!observation.completeKinds.contains(.storage))
            #expect(observation.kind(.storage).allSatisfy { $0.status == .unknown && $0.statusReason == .permissionMissing && !$0.isFresh })
            #expect(observation.report.missingPrivileges.contains { $0.privilege == "Datastore.Audit" })
        }
    }

    @Test("figures of nodes are missing for that reason at once")
    func nodes() async throws {
        try await Stage.run(options) { stage in
            let source = stage.source()
            await stage.watch(source, for: .seconds(20))
            try await stage.estate.apply(.permissionRemoved(privilege: "Sys.Audit", from: stage.cluster.token.id))
            let observation = await polled(stage, source)
            #expect(observation.kind(.node).count == 3)
            #expect(observation.kind(.node).allSatisfy { $0.status == .online && $0.metrics[.cpu] == .unknown(.permissionMissing) })
            #expect(observation.report.missingPrivileges.contains { $0.privilege == "Sys.Audit" })
        }
    }

    @Test("a guest that was deleted is gone at once, for one call more")
    func deletion() async throws {
        try await Stage.run(options) { stage in
            let source = stage.source()
            await stage.watch(source, for: .seconds(20))
            let asked = source.callCounts["permissions", default: 0]
            try await stage.estate.apply(.guestDeleted(vmid: stage.cluster.vmids[0]))
            for _ in 0..<4 {
                let observation = await polled(stage, source)
                #expect(observation.kind(.guest).count == 11 && observation.completeKinds.contains(.guest))
            }
            #expect(source.callCounts["permissions"] == asked + 1)
        }
    }

    @Test("while the permissions cannot be asked nothing is taken for deleted")
    func permissionsUnknown() async throws {
        try await Stage.run(options) { stage in
            let source = stage.source()
            await stage.watch(source, for: .seconds(20))
            try await stage.estate.apply(.body(.badGateway, path: "/access/permissions"))
            try await stage.estate.apply(.guestDeleted(vmid: stage.cluster.vmids[0]))
            for _ in 0..<3 { #expect(await polled(stage, source).completeKinds.isEmpty) }
            try await stage.estate.apply(.bodiesRestored)
            #expect(await stage.watch(source, for: .seconds(70)).completeKinds.contains(.guest))
        }
    }
}

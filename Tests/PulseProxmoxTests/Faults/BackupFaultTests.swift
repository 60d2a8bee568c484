import PulseCore
import PulseSimulator
import Testing

@testable import PulseProxmox

@Suite("What goes wrong with backups and replication, as a source tells it", .timeLimit(.minutes(5)))
struct BackupFaultTests {
    private static let options = EstateOptions(nodesPerCluster: 3, guestsPerCluster: 12, backupServers: 1)
    private static let nightly = "backup-1f0c7d2a-91e4"

    /// Everything was asked once.
    private func watched(_ stage: Stage, _ source: PVESource) async throws -> SourceLedger {
        try #require(await stage.watch(source, for: .seconds(400)).ledger)
    }

    @Test(
        "a backup that fails: the task, the guest, the reason and the end of the log, and the other guests are saved",
        arguments: ["audit", "archives"])
    func failingJob(token: String) async throws {
        try await Stage.run(Self.options) { stage in
            let source = stage.source(Stage.credentials(token == "archives" ? stage.cluster.archiveToken : stage.cluster.token))
            let before = try await watched(stage, source)
            let vmid = stage.cluster.vmids[0]
            try await stage.estate.apply(.backupFails(vmid: vmid, .noSpace))
            try await stage.estate.apply(.backupRuns(job: Self.nightly))
            let ledger = try #require(await stage.watch(source, for: .seconds(3600), step: .seconds(60)).ledger)
            let known = Set(before.nodes.values.flatMap { $0.tasks.value ?? [] }.map(\.id))
            let runs = ledger.nodes.values.flatMap { $0.tasks.value ?? [] }.filter { $0.type == "vzdump" && !known.contains($0.id) }
            let failed = try #require(runs.first { run in run.guests?.contains { $0.vmid == vmid } == true }, "\(runs)")
            #expect(failed.outcome == .failed("job errors"))
            let guest = try #require(failed.guests?.first { $0.vmid == vmid })
            guard case .failed(let reason) = guest.outcome else { return #expect(Bool(false), "\(guest)") }
            #expect(reason.contains("ENOSPC"))
            #expect(failed.lastLines?.last?.contains("job errors") == true, "\(failed.lastLines ?? [])")
            #expect(failed.lastLines.map { $0.count <= TaskLogTail.most } == true)
            let others = runs.flatMap { $0.guests ?? [] }.filter { $0.vmid != vmid }
            #expect(others.count > 3 && others.contains { $0.outcome == .succeeded })
        }
    }

    @Test("a disk that is excluded is named in what the job takes of its guest, with the reason")
    func excludedDisk() async throws {
        try await Stage.run(Self.options) { stage in
            let vmid = stage.cluster.vmids[0]
            try await stage.estate.apply(.diskExcluded(vmid: vmid))
            let ledger = try await watched(stage, stage.source())
            let job = try #require(ledger.jobs.value?.first { $0.id == Self.nightly })
            let volumes = try #require(job.coverage?.first { $0.vmid == vmid }?.volumes)
            #expect(volumes.map(\.isIncluded) == [true, false])
            #expect(volumes.last?.reason?.isEmpty == false && volumes.allSatisfy { $0.volume != nil })
        }
    }

    @Test("archives are listed for those who may make them; to all others they are hidden, never none")
    func archives() async throws {
        try await Stage.run(Self.options) { stage in
            let hidden = try await watched(stage, stage.source())
            #expect(!hidden.archives.isEmpty)
            for told in hidden.archives.values {
                // Proxmox answers with an empty list, so the answer is one with a gap.
                #expect(told.problem?.code == Problem.inPart && told.value?.isEmpty != false)
                #expect(told.problem?.nextStep.contains("Proxmox Backup Server source") == true)
            }
            let shown = try await watched(stage, stage.source(Stage.credentials(stage.cluster.archiveToken)))
            let listed = shown.archives.values.compactMap(\.value).joined()
            #expect(listed.count > 100 && listed.allSatisfy { $0.volume != nil && $0.vmid != nil })
            #expect(shown.archives.values.allSatisfy { $0.problem == nil })
        }
    }

    @Test("the right to list archives is taken away: what was listed stays, as old as it is, with the reason")
    func archivesHidden() async throws {
        try await Stage.run(Self.options) { stage in
            let source = stage.source(Stage.credentials(stage.cluster.archiveToken))
            let before = try await watched(stage, source)
            for privilege in ["VM.Backup", "Datastore.AllocateSpace", "Datastore.Allocate"] {
                try await stage.estate.apply(.permissionRemoved(privilege: privilege, from: stage.cluster.archiveToken.id))
            }
            let after = try #require(await stage.watch(source, for: .seconds(4000), step: .seconds(100)).ledger)
            for (place, told) in after.archives {
                // What was listed is no answer in part; an empty list that is given again is one.
                #expect(told.problem?.code == (told.value?.isEmpty == false ? "privilege_missing" : Problem.inPart), "\(place)")
                #expect(told.value?.isEmpty == before.archives[place]?.value?.isEmpty, "\(place): an empty list took the place of what was listed")
            }
        }
    }

    @Test("replication that fails: the error, how often, and when it last worked")
    func replication() async throws {
        try await Stage.run(EstateOptions(nodesPerCluster: 3, guestsPerCluster: 30)) { stage in
            let source = stage.source()
            let before = try await watched(stage, source)
            let jobs = before.nodes.values.flatMap { $0.replication.value ?? [] }
            let job = try #require(jobs.first)
            #expect(jobs.allSatisfy { $0.error == nil && $0.failures == 0 && $0.lastSync != nil })
            try await stage.estate.apply(.replicationFails(vmid: job.vmid))
            let after = try #require(await stage.watch(source, for: .seconds(1800), step: .seconds(60)).ledger)
            let found = after.nodes.values.flatMap { $0.replication.value ?? [] }
            let failed = try #require(found.first { $0.id == job.id })
            #expect(failed.error?.contains("got signal 13") == true && failed.failures ?? 0 > 1)
            #expect(failed.lastSync.map { stage.now.since($0) > .seconds(900) } == true && failed.schedule == job.schedule)
            #expect(found.filter { $0.id != job.id }.allSatisfy { $0.error == nil })
            try await stage.estate.apply(.replicationWorks(vmid: job.vmid))
            let restored = try #require(await stage.watch(source, for: .seconds(1200), step: .seconds(60)).ledger)
            #expect(restored.nodes.values.flatMap { $0.replication.value ?? [] }.allSatisfy { $0.error == nil })
        }
    }
}

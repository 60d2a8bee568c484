import PulseCore
import PulseSimulator
import Testing

@testable import PulseServer

@Suite("Patrol and guests that come and go", .timeLimit(.minutes(5)))
struct PatrolServerGuestTests {
    private static let nightly = "backup-1f0c7d2a-91e4"

    @Test("a guest that is deleted takes its findings along, whatever was said of them, by a look of its own")
    func deleted() async throws {
        try await withEstate { live in
            await live.collect()
            let before = try await live.settled()
            let finding = try #require(try await live.findings("&resource_id=guest:lab/102").first)
            try await live.post("dismiss", #"{"finding_id": "\#(finding.id)", "reason": "not_an_issue"}"#)
            try await live.estate.apply(.guestDeleted(vmid: 102))
            let run = try await live.eventRun(within: 8)
            #expect(run.triggeredBy == "guest lab/102 is gone" && run.resolvedIds == [finding.id])
            #expect(try await live.finding(finding.id).resolution == "resource_removed")
            #expect(try await live.findings().count == before.count - 1)
        }
    }

    @Test("a guest that is deleted while nobody can see it is missed when its cluster answers again, and not before")
    func deletedUnseen() async throws {
        try await withEstate(EstateOptions(nodesPerCluster: 1, guestsPerCluster: 10, standalone: true)) { live in
            await live.collect()
            _ = try await live.settled()
            let finding = try #require(try await live.findings("&resource_id=guest:lab/102").first)
            try await live.estate.apply(.nodeDown(node: "pve"))
            try await live.estate.apply(.guestDeleted(vmid: 102))
            await live.step(12, of: .seconds(30))
            #expect(try await live.patrol().resolvedIds == [])
            #expect(try await live.finding(finding.id).state == "open")
            try await live.estate.apply(.nodeUp(node: "pve"))
            await live.step(4, of: .seconds(30))
            _ = try await live.patrol()
            #expect(try await live.finding(finding.id).resolution == "resource_removed")
        }
    }

    @Test("a backup that fails asks for a look at its guest, and what failed before the start does not")
    func failedBackup() async throws {
        try await withEstate { live in
            try await live.estate.apply(.backupFails(vmid: 101))
            try await live.estate.apply(.backupRuns(job: Self.nightly))
            await live.step(1, of: .seconds(3600))
            await live.collect()
            _ = try await live.settled()
            #expect(try await failed(live) == ["guest:lab/101"])
            #expect(try await live.runs().map(\.trigger).contains("event") == false)
            try await live.estate.apply(.backupFails(vmid: 103))
            try await live.estate.apply(.backupRuns(job: Self.nightly))
            let run = try await live.eventRun(within: 20)
            #expect(run.triggeredBy?.hasPrefix("a backup failed on pve") == true && run.scoped)
            // Whose backup failed is in the task's log, which is read after the list.
            for _ in 0..<2 where try await failed(live) != ["guest:lab/101", "guest:lab/103"] { _ = try await live.eventRun(within: 40) }
            #expect(try await failed(live) == ["guest:lab/101", "guest:lab/103"])
        }
    }

    private func failed(_ live: LiveEstate) async throws -> [String] {
        try await live.findings("&check=PVE-BACKUP-FAILED").map(\.resourceId)
    }

    @Test("what was found on a guest is not said of another one that has its number")
    func reused() async throws {
        try await withEstate(EstateOptions(nodesPerCluster: 1, guestsPerCluster: 10, standalone: true)) { live in
            await live.collect()
            _ = try await live.settled()
            let finding = try #require(try await live.findings("&resource_id=guest:lab/102").first)
            try await live.estate.apply(.vmidReused(vmid: 102, name: "another"))
            await live.step(4, of: .seconds(30))
            #expect(try await live.patrol().resolvedIds == [finding.id])
        }
    }

    @Test("the failed backup of a guest ends with it, and is not said of the new guest that has its number")
    func failedBackupOfFormer() async throws {
        try await withEstate { live in
            await live.collect()
            _ = try await live.settled()
            try await live.estate.apply(.backupFails(vmid: 103))
            try await live.estate.apply(.backupRuns(job: Self.nightly))
            for _ in 0..<3 where try await failed(live) != ["guest:lab/103"] { _ = try await live.eventRun(within: 40) }
            let finding = try #require(try await live.findings("&check=PVE-BACKUP-FAILED").first)
            try await live.estate.apply(.vmidReused(vmid: 103, name: "another"))
            await live.collect()
            _ = try await live.patrol()
            #expect(try await failed(live) == [])
            let ended = try await live.finding(finding.id)
            #expect(ended.state == "resolved", "\(ended.unjudged ?? "judged")")
        }
    }
}

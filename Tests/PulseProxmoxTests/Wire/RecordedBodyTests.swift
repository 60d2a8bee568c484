import Foundation
import Testing

@testable import PulseProxmox

/// Bodies recorded from real servers, which live outside the repository. Where they are missing the test says so.
@Suite("Recorded bodies")
struct RecordedBodyTests {
    struct Recording: Decodable, Sendable {
        let file: String
        let product: String
        let method: String
        let template: String
        let status: Int
        let kind: String
    }

    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../../shared/fixtures").standardizedFileURL

    static let recordings: [Recording] = {
        guard let index = try? Data(contentsOf: folder.appending(path: "index.json")) else { return [] }
        let all = (try? JSONDecoder().decode([Recording].self, from: index)) ?? []
        return all.filter { $0.product == "pve" && $0.kind == "recorded" && $0.file.hasSuffix(".json") }
    }()

    @Test("every one is read, and those we use make sense", .enabled(if: !recordings.isEmpty, "no recordings in \(folder.path)"))
    func decode() throws {
        var used: [String: Int] = [:]
        for recording in Self.recordings where recording.status == 200 {
            let body = [UInt8](try Data(contentsOf: Self.folder.appending(path: recording.file)))
            do {
                let value = try PVEEnvelope.value(body).content
                if try Self.check(recording, body, value) { used[recording.template, default: 0] += 1 }
            } catch {
                Issue.record("\(recording.file): \(error)")
            }
        }
        #expect(used["/cluster/resources", default: 0] >= 15)
        #expect(used["/nodes/{node}/storage", default: 0] >= 5)
        #expect(used["/nodes/{node}/qemu/{vmid}/status/current", default: 0] >= 10)
        #expect(used["/version", default: 0] >= 10)
    }

    /// False for templates Pulse doesn't ask for.
    private static func check(_ recording: Recording, _ body: [UInt8], _ value: JSON) throws -> Bool {
        switch (recording.method, recording.template) {
        case (_, "/cluster/resources"): try checkResources(recording, body)
        case (_, "/cluster/status"):
            let rows = value.array?.compactMap(\.object) ?? []
            #expect(PVEMembership(rows).members.count > 0, "\(recording.file)")
        case (_, "/nodes"): #expect(try PVEEnvelope.rows(body, PVENodeRow.init).dropped == 0, "\(recording.file)")
        case (_, "/version"): #expect((PVEVersion(value)?.major ?? 0) >= 6, "\(recording.file)")
        case (_, "/access/permissions"): #expect(PVEPermissions(value) != nil, "\(recording.file)")
        // A ticket that was only checked is not repeated in the answer.
        case ("POST", "/access/ticket"): #expect(PVETicket(value) != nil || value.object?["ticket"] == nil, "\(recording.file)")
        case (_, "/nodes/{node}/status"): #expect(PVENodeStatus(value)?.memoryTotal != nil, "\(recording.file)")
        case (_, "/nodes/{node}/storage"): #expect(try PVEEnvelope.rows(body, PVEStorageRow.init).dropped == 0, "\(recording.file)")
        case (_, "/nodes/{node}/qemu/{vmid}/status/current"): #expect(PVEGuestStatus(value) != nil, "\(recording.file)")
        default: return false
        }
        return true
    }

    private static func checkResources(_ recording: Recording, _ body: [UInt8]) throws {
        let answer = try PVEEnvelope.rows(body, PVEResourceRow.init)
        #expect(answer.dropped == 0, "\(recording.file)")
        for row in answer.content where row.kind == .qemu || row.kind == .lxc {
            #expect(row.vmid >= 100, "\(recording.file)")
            if row.status == "running" { #expect(row.maxMemory != nil && row.name != nil, "\(recording.file)") }
        }
    }
}

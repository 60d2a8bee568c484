import PulseSimulator
import Testing

/// What a cluster tells of its backups and what the backup server tells of the same must be one world.
@Suite(.timeLimit(.minutes(5)))
struct BackupAgreementTests {
    @Test("the namespace of a cluster holds exactly its guests that a job covers, and what is left of two that are gone")
    func guests() async throws {
        try await withEstate(EstateOptions(clusters: 2, backupServers: 1)) { estate in
            for (cluster, namespace) in zip(estate.clusters, ["", "meadow"]) {
                let job = try #require(try await cluster.nodes[0].get("/cluster/backup", as: cluster.token).data()[0])
                let excluded = Set((job["exclude"]?.text ?? "").split(separator: ",").map(String.init))
                let groups = try await estate.backupServers[0].get("/admin/datastore/main/groups?ns=\(namespace)").data().rows
                let saved = Set(groups.compactMap { $0["backup-id"]?.text })
                #expect(saved == Set(cluster.vmids.map(String.init)).subtracting(excluded).union(["9001", "9002"]))
                #expect(!excluded.isEmpty)
            }
        }
    }

    @Test("kinds and names are those of the guests")
    func kinds() async throws {
        try await withEstate(EstateOptions(backupServers: 1)) { estate in
            let cluster = estate.clusters[0]
            let guests = try await cluster.nodes[0].get("/cluster/resources?type=vm", as: cluster.token).data().rows
            let snapshots = try await estate.backupServers[0].get("/admin/datastore/main/snapshots").data().rows
            for snapshot in snapshots where !["9001", "9002"].contains(snapshot["backup-id"]?.text) {
                let guest = try #require(guests.first { $0["vmid"]?.whole.map(String.init) == snapshot["backup-id"]?.text })
                #expect((guest["type"] == .string("qemu") ? "vm" : "ct") == snapshot["backup-type"]?.text)
                if let comment = snapshot["comment"] { #expect(comment == guest["name"]) }
            }
        }
    }

    @Test("a world has snapshots that are verified, failed, not verified, protected, encrypted and running")
    func states() async throws {
        try await withEstate(EstateOptions(backupServers: 1)) { estate in
            let rows = try await estate.backupServers[0].get("/admin/datastore/main/snapshots").data().rows
            #expect(rows.contains { $0["verification"]?["state"] == .string("ok") })
            #expect(rows.contains { $0["verification"]?["state"] == .string("failed") })
            #expect(rows.contains { $0["protected"] == .bool(true) } && rows.contains { $0["protected"] == .bool(false) })
            #expect(rows.contains { $0["fingerprint"] != nil } && rows.contains { $0["fingerprint"] == nil })
            let hosts = try await estate.backupServers[0].get("/admin/datastore/archive/snapshots").data().rows
            #expect(hosts.count { $0["size"] == nil } == 1 && hosts.allSatisfy { $0["verification"] == nil })
        }
    }

    @Test("the night brings every covered guest one snapshot more")
    func night() async throws {
        try await withEstate(EstateOptions(backupServers: 1)) { estate in
            func counts() async throws -> [String: Int] {
                let groups = try await estate.backupServers[0].get("/admin/datastore/main/groups").data().rows
                return Dictionary(uniqueKeysWithValues: groups.map { ($0["backup-id"]?.text ?? "", $0["last-backup"]?.whole ?? 0) })
            }
            let before = try await counts()
            estate.advance(by: .seconds(86_400))
            let after = try await counts()
            let stale = after.filter { before[$0.key] == $0.value }.keys.sorted()
            // One guest carries the lock of a backup that died, and two are gone.
            #expect(stale.count == 3 && stale.contains("9001") && stale.contains("9002"), "\(stale)")
        }
    }
}

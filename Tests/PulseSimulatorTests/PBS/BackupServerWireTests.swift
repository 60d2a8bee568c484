import PulseSimulator
import Testing

/// A backup server on the wire: what differs from Proxmox VE there.
@Suite(.timeLimit(.minutes(5)))
struct BackupServerWireTests {
    private let options = EstateOptions(clusters: 2, backupServers: 1)

    @Test("errors are plain text under a header that says JSON, and the connection stays")
    func errors() async throws {
        try await withEstate(options) { estate in
            let server = estate.backupServers[0]
            let line = "Authorization: " + server.token.header
            try await withConnection(to: server.door) { connection in
                let missing = try await connection.get("/admin/datastore/nowhere/status", line)
                #expect(missing.status == 400 && missing.text == "no such datastore 'nowhere'")
                #expect(missing.headers["content-type"]?.hasPrefix("application/json") == true)
                let unknown = try await connection.get("/no/such/path", line)
                #expect(unknown.status == 404 && unknown.text == "Path '/no/such/path' not found.")
                let parameter = try await connection.get("/version?x=1", line)
                #expect(parameter.status == 400 && parameter.text.contains("'x'"))
                #expect(try await connection.get("/version", line).status == 200)
            }
        }
    }

    @Test("a wrong token is refused late and without reasons, an expired one as well")
    func tokens() async throws {
        try await withEstate(options) { estate in
            let server = estate.backupServers[0]
            let wrong = ["PBSAPIToken=\(server.token.id)=\(server.token.secret)", "PVEAPIToken=a@pam!b=c", server.expiredToken.header]
            for header in wrong {
                let start = ContinuousClock.now
                let answer = try await withConnection(to: server.door) { try await $0.get("/version", "Authorization: " + header) }
                #expect(answer.status == 401 && answer.text == "authentication failed")
                #expect(start.duration(to: .now) >= .milliseconds(60))
            }
            #expect(try await server.get("/version").status == 200)
            #expect(try await withConnection(to: server.door) { try await $0.get("/ping") }.status == 200)
        }
    }

    @Test("rights hide rows, or refuse")
    func rights() async throws {
        try await withEstate(options) { estate in
            let server = estate.backupServers[0]
            let nothing = try await server.get("/admin/datastore", as: server.freshToken).data()
            #expect(nothing.rows.isEmpty)
            #expect(try await server.get("/nodes/localhost/status", as: server.freshToken).status == 403)
            #expect(try await server.get("/nodes/localhost/certificates/info").status == 403)
            #expect(try await server.get("/nodes/localhost/certificates/info", as: server.operatorToken).status == 200)
            #expect(try await server.get("/admin/datastore/main/snapshots", as: server.freshToken).text == "permission check failed")
        }
    }

    @Test("a long list comes in chunks and is complete")
    func chunks() async throws {
        try await withEstate(EstateOptions(guestsPerCluster: 100, backupServers: 1, snapshotsPerServer: 4_000)) { estate in
            let answer = try await estate.backupServers[0].get("/admin/datastore/main/snapshots")
            #expect(answer.headers["transfer-encoding"] == "chunked" && answer.headers["content-length"] == nil)
            let rows = try answer.data().rows
            #expect(rows.count > 3_500 && rows.count < 4_500)
            let groups = try await estate.backupServers[0].get("/admin/datastore/main/groups").data().rows
            #expect(groups.reduce(0) { $0 + ($1["backup-count"]?.whole ?? 0) } == rows.count)
        }
    }
}

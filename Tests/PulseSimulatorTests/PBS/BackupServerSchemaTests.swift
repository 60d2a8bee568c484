import PulseSimulator
import Testing

/// Every answer of a backup server against the vendor's schema and the few recordings there are.
@Suite(.enabled(if: Reference.isThere, Reference.missing), .timeLimit(.minutes(5)))
struct BackupServerSchemaTests {
    private static let endpoints: [Endpoint] = [
        Endpoint("/version"), Endpoint("/ping"), Endpoint("/access/domains"), Endpoint("/access/permissions"),
        Endpoint("/status/datastore-usage"), Endpoint("/admin/datastore"),
        Endpoint("/admin/datastore/{store}/status", "/admin/datastore/main/status?verbose=1"),
        Endpoint("/admin/datastore/{store}/status", "/admin/datastore/archive/status"),
        Endpoint("/admin/datastore/{store}/namespace", "/admin/datastore/archive/namespace"),
        Endpoint("/admin/datastore/{store}/groups", "/admin/datastore/main/groups"),
        Endpoint("/admin/datastore/{store}/snapshots", "/admin/datastore/main/snapshots"),
        Endpoint("/admin/datastore/{store}/snapshots", "/admin/datastore/archive/snapshots?ns="),
        Endpoint("/admin/datastore/{store}/gc", "/admin/datastore/main/gc"), Endpoint("/config/datastore"),
        Endpoint("/config/datastore/{name}", "/config/datastore/main"), Endpoint("/admin/gc"), Endpoint("/admin/sync"),
        Endpoint("/admin/verify"), Endpoint("/admin/prune"), Endpoint("/config/remote"), Endpoint("/admin/traffic-control"),
        Endpoint("/nodes/{node}/tasks", "/nodes/localhost/tasks?limit=0"), Endpoint("/nodes/{node}/status", "/nodes/localhost/status"),
        Endpoint("/nodes/{node}/time", "/nodes/localhost/time"), Endpoint("/nodes/{node}/services", "/nodes/localhost/services"),
        Endpoint("/nodes/{node}/subscription", "/nodes/localhost/subscription"),
        Endpoint("/nodes/{node}/certificates/info", "/nodes/localhost/certificates/info"),
        Endpoint("/nodes/{node}/apt/update", "/nodes/localhost/apt/update"),
        Endpoint("/nodes/{node}/apt/versions", "/nodes/localhost/apt/versions"),
        Endpoint("/nodes/{node}/disks/list", "/nodes/localhost/disks/list"),
        Endpoint("/nodes/{node}/disks/smart", "/nodes/localhost/disks/smart?disk=sda"),
        Endpoint("/nodes/{node}/disks/smart", "/nodes/localhost/disks/smart?disk=nvme0n1"),
        Endpoint("/nodes/{node}/disks/zfs", "/nodes/localhost/disks/zfs"),
        Endpoint("/nodes/{node}/disks/zfs/{name}", "/nodes/localhost/disks/zfs/backup"),
        Endpoint("/nodes/{node}/disks/directory", "/nodes/localhost/disks/directory"), Endpoint("/tape/drive"), Endpoint("/tape/changer"),
        Endpoint("/tape/backup"), Endpoint("/tape/media/list"),
    ]

    /// Where the server's source and its recordings contradict the schema.
    private static func isContradiction(_ difference: String) -> Bool {
        // Declared names, sent as objects of name, mode and size: that is what proxmox-backup serialises.
        if difference.contains(".files["), difference.contains("should be string, is object") { return true }
        // What a type of guests has none of is recorded as null; so are comments and the worker's name.
        return difference.hasSuffix("is null") || difference.contains("groups is missing") || difference.contains("snapshots is missing")
    }

    @Test("every answer is what the schema says", arguments: [0, 1])
    func schema(server: Int) async throws {
        let paths = try #require(try Reference.json("schema/pbs-4.2.json")["paths"])
        try await withEstate(EstateOptions(seed: 3, clusters: 3, backupServers: 2)) { estate in
            for endpoint in Self.endpoints {
                let answer = try await estate.backupServers[server].get(endpoint.path, as: estate.backupServers[server].operatorToken)
                #expect(answer.status == 200, "\(endpoint.path): \(answer.statusLine) \(answer.text.prefix(200))")
                guard answer.status == 200 else { continue }
                let schema = try #require(paths[endpoint.template]?["GET"]?["returns"], "\(endpoint.template) is not in the schema")
                var check = SchemaCheck()
                check.check(try answer.data(), against: schema, at: endpoint.template)
                let differences = check.differences.filter { !Self.isContradiction($0) }
                #expect(differences.isEmpty, "\(endpoint.path): \(differences.prefix(5))")
                try Self.expectKnown(try answer.data(), schema, endpoint.path)
            }
        }
    }

    /// A key that is neither in the schema nor recorded is an invention.
    private static func expectKnown(_ data: JSONValue, _ schema: JSONValue, _ path: String) throws {
        guard let properties = (schema["items"] ?? schema)["properties"], !properties.keys.isEmpty else { return }
        for row in data.type == "array" ? data.rows : [data] {
            let unknown = row.keys.subtracting(properties.keys)
            #expect(unknown.isEmpty, "\(path): \(unknown)")
        }
    }

    @Test("recorded keys come with their recorded types")
    func recordings() async throws {
        try await withEstate(EstateOptions(seed: 5, backupServers: 1)) { estate in
            for endpoint in Self.endpoints {
                let recorded = try RecordedShapes(template: endpoint.template, product: "pbs")
                guard !recorded.isEmpty else { continue }
                let answer = try await estate.backupServers[0].get(endpoint.path, as: estate.backupServers[0].operatorToken)
                for (key, value) in RecordedShapes.places(try answer.data(), endpoint.template) {
                    // A kind of which there is nothing is recorded as null.
                    guard let types = recorded.types[key], !key.hasPrefix("counts.") else { continue }
                    #expect(types.contains(value.type), "\(endpoint.path) \(key): \(value.type), recorded \(types)")
                }
            }
        }
    }
}

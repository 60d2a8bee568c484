import PulseSimulator
import Testing

/// Every answer against the vendor's schema and against what was recorded on real servers.
@Suite(.enabled(if: Reference.isThere, Reference.missing), .timeLimit(.minutes(5)))
struct SchemaTests {
    /// Where real servers contradict the schema, with the reason to follow them.
    private static func isContradiction(_ difference: String) -> Bool {
        // Declared an integer, recorded as text on every version.
        if difference.hasPrefix("/cluster/nextid should be integer") { return true }
        // Declared integers, recorded as text (facts, section 5).
        if difference.contains(".prune-backups.keep-"), difference.contains("should be integer, is string") { return true }
        // Declared required or not null, recorded otherwise (facts, section 5).
        if difference.hasSuffix(".mounted is missing") { return true }
        let nulls = [".osdid-list", ".target_size", ".target_size_ratio", ".pg_num_min"]
        if difference.hasSuffix("is null"), nulls.contains(where: { difference.contains($0 + " ") }) { return true }
        if difference.contains(".osdid-list[") || difference.contains(".osdid should") { return true }
        // The schema of 8.4 has the two mixed up; 9.2 and the recordings have them right.
        if difference.contains("/ceph/mon["), difference.contains(".host should") || difference.contains(".direxists should") { return true }
        // Declared numbers, text in the rows of containers (facts, section 5).
        return difference.contains("/lxc") && difference.contains(".pressure") && difference.contains("should be number, is string")
    }

    @Test("every answer is what the schema of its version says", arguments: [("8.4", false), ("9.2", false), ("8.4", true), ("9.2", true)])
    func schema(release: String, nodeIsDead: Bool) async throws {
        let version = try #require(SimulatedVersion(release))
        let paths = try #require(try Reference.json("schema/pve-\(release).json")["paths"])
        try await withEstate(EstateOptions(seed: 3, version: version)) { estate in
            let endpoints = try await Endpoint.all(in: estate)
            if nodeIsDead {
                try await estate.apply(.nodeDown(node: "pve3"))
                estate.advance(by: .seconds(400))
            }
            for endpoint in endpoints {
                let answer = try await estate.clusters[0].nodes[0].get(endpoint.path, as: estate.clusters[0].operatorToken)
                if nodeIsDead, answer.status == 595 { continue }
                #expect(answer.status == 200, "\(endpoint.path): \(answer.statusLine)")
                guard answer.status == 200 else { continue }
                let schema = try #require(paths[endpoint.template]?["GET"]?["returns"], "\(endpoint.template) is not in \(release)")
                var check = SchemaCheck()
                check.check(try answer.data(), against: schema, at: endpoint.template)
                let differences = check.differences.filter { !Self.isContradiction($0) }
                #expect(differences.isEmpty, "\(endpoint.path): \(differences.prefix(5))")
            }
        }
    }

    @Test("no key has a type that was never recorded", arguments: ["8.4", "9.2"])
    func recordings(release: String) async throws {
        let version = try #require(SimulatedVersion(release))
        let paths = try #require(try Reference.json("schema/pve-\(release).json")["paths"])
        // What the older schema leaves out the newer one documents.
        let newer = try #require(try Reference.json("schema/pve-9.2.json")["paths"])
        try await withEstate(EstateOptions(seed: 5, version: version)) { estate in
            for endpoint in try await Endpoint.all(in: estate) {
                let recorded = try RecordedShapes(template: endpoint.template)
                let answer = try await estate.clusters[0].nodes[0].get(endpoint.path, as: estate.clusters[0].operatorToken)
                let schemas = [paths, newer].map { $0[endpoint.template]?["GET"]?["returns"] ?? .null }
                for (key, value) in RecordedShapes.places(try answer.data(), endpoint.template) {
                    let isRecorded = recorded.types[key]?.contains(value.type) ?? false
                    let isKnown = isRecorded || schemas.contains { Evidence.other(key, value, endpoint.template, $0) }
                    #expect(isKnown, "\(endpoint.template) \(key): \(value.type)")
                }
            }
        }
    }

    @Test("the ticket answer has the recorded keys")
    func ticket() async throws {
        let recorded = try RecordedShapes(template: "/access/ticket")
        try await withEstate { estate in
            let user = estate.clusters[0].user
            let form = "username=\(user.name)&password=\(user.password)"
            let answer = try await withConnection(to: estate.clusters[0].nodes[0]) { connection in
                try await connection.post("/access/ticket", form: form)
            }
            for (key, value) in RecordedShapes.places(try answer.data(), "/access/ticket") {
                #expect(recorded.types[key]?.contains(value.type) ?? false, "\(key): \(value.type)")
            }
        }
    }
}

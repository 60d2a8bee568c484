import Foundation
import PulseSimulator

extension BenchClient {
    func add(_ server: RunningBackupServer) async throws {
        try await add(
            """
            {"kind":"pbs","address":"\(server.url)","fingerprint":"\(server.fingerprint)",
            "authentication":{"type":"token","tokenId":"\(server.token.id)","tokenSecret":"\(server.token.secret)"}}
            """)
    }

    func add(_ gateway: RunningMailGateway) async throws {
        let node = gateway.nodes[0]
        try await add(
            """
            {"kind":"pmg","address":"\(node.url)","fingerprint":"\(node.fingerprint)",
            "authentication":{"type":"password","username":"\(gateway.user.name)","password":"\(gateway.user.password)"}}
            """)
    }

    /// Snapshots in all datastores, as the page tells.
    func snapshotCount() async throws -> Int {
        struct Page: Decodable {
            struct Resource: Decodable {
                struct Facts: Decodable { let snapshots: Int? }
                let facts: Facts
            }
            let resources: [Resource]
        }
        let page = try JSONDecoder().decode(Page.self, from: try await get("/api/resources?kind=datastore&limit=500").body)
        return page.resources.reduce(0) { $0 + ($1.facts.snapshots ?? 0) }
    }
}

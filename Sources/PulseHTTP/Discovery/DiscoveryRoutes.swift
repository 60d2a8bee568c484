import HTTPTypes
import Hummingbird
import PulseAccess
import PulseCore

/// Searching networks for servers of Proxmox, with v5's address and members and our own beside them.
struct DiscoveryRoutes {
    let discovery: any DiscoveryAdministration

    func add(to routes: inout RouteTable) {
        routes.get("/api/discover", .permission(.settingsRead), "The search that runs or the last one, what it found, and the settings", report)
        routes.change(
            .post, "/api/discover", .permission(.settingsWrite), audit: "discovery.search", "Search networks for servers of Proxmox", start)
        routes.change(.delete, "/api/discover", .permission(.settingsWrite), audit: "discovery.cancel", "Stop the search that runs", cancel)
        routes.change(
            .put, "/api/discover/settings", .permission(.settingsWrite), audit: "discovery.change", "Which networks are searched, and how often", save
        )
    }

    private struct SearchBody: Decodable {
        let networks: [String]?
        /// v5's: one network, or several separated by commas.
        let subnet: String?
        let ports: [Int]?
        let useCache: Bool?

        enum CodingKeys: String, CodingKey {
            case networks, subnet, ports
            case useCache = "use_cache"
        }
    }

    private struct SettingsBody: Decodable {
        let networks: [String]
        let ports: [Int]?
        let everyHours: Int
    }

    @Sendable private func report(_ request: Request, _ context: PulseContext) async throws -> Response {
        .json(DiscoveryAnswer.report(try discovery.report()))
    }

    @Sendable private func start(_ request: Request, _ context: PulseContext) async throws -> Response {
        let body = try await request.decoded(as: SearchBody.self, context)
        let known = try discovery.report()
        if body.useCache == true, known.search != nil { return .json(DiscoveryAnswer.report(known)) }
        let search = try discovery.start(
            networks: try body.networks ?? body.subnet.map(Self.networks), ports: body.ports, by: context.identity?.actor ?? .anonymous)
        context.notes.note("networks", search.networks.joined(separator: " "))
        context.notes.note("ports", search.ports.map(String.init).joined(separator: " "))
        return .json(DiscoveryAnswer.report(try discovery.report()), status: .accepted)
    }

    @Sendable private func cancel(_ request: Request, _ context: PulseContext) async throws -> Response {
        guard discovery.cancel() else { throw APIError(.conflict, "no_search_running", "No search is running.") }
        return .noContent
    }

    @Sendable private func save(_ request: Request, _ context: PulseContext) async throws -> Response {
        let body = try await request.decoded(as: SettingsBody.self, context)
        let before = try discovery.report().preferences
        let after = try discovery.save(networks: body.networks, ports: body.ports, everyHours: body.everyHours)
        for (when, preferences) in [("before", before), ("after", after)] {
            context.notes.note("\(when).networks", preferences.networks.joined(separator: " "))
            context.notes.note("\(when).everyHours", "\(preferences.everyHours)")
        }
        return try .json(after)
    }

    /// v5 guessed its own network for `auto`. Pulse looks at nothing that nobody named.
    private static func networks(_ subnet: String) throws -> [String] {
        guard subnet != "auto" else {
            throw APIError.invalid("subnet", "Pulse does not guess a network to search. Name it, for example 192.168.1.0/24.")
        }
        return [subnet]
    }
}

import Hummingbird
import PulseAccess
import PulseCore
import PulseStorage

/// Export and import of the configuration, with v5's addresses and members.
struct ConfigurationRoutes {
    /// The one place that says who may export and who may import.
    private static let (exporting, importing) = (RoutePermission.permission(.configExport), RoutePermission.permission(.configImport))
    /// Of exports and imports together, by one address.
    private static let (most, window) = (5, Duration.seconds(300))
    /// The text of an export, and the passphrase and braces round it; JSON may write a slash as two characters.
    private static let largestBody = ExportText.longest + ExportText.longest / 32 + 16 * 1024

    let configuration: any ConfigurationAdministration
    let now: @Sendable () -> Timestamp
    private let limiter = RequestLimiter(most: most, window: window)

    init(configuration: any ConfigurationAdministration, now: @escaping @Sendable () -> Timestamp) {
        self.configuration = configuration
        self.now = now
    }

    func add(to routes: inout RouteTable) {
        routes.change(
            .post, "/api/config/export", Self.exporting, audit: "config.export", "The configuration with its secrets, sealed by a passphrase", export)
        routes.change(
            .post, "/api/config/import", Self.importing, audit: "config.import", "Take over an exported configuration, or say what it would change",
            bring)
    }

    struct ExportBody: Decodable {
        let passphrase: String
    }

    struct ImportBody: Decodable {
        let data: String
        let passphrase: String
        let dryRun: Bool?
    }

    @Sendable private func export(_ request: Request, _ context: PulseContext) async throws -> Response {
        struct Answer: Encodable {
            let status = "success"
            let data: String
        }
        try limiter.count(context.client.address, at: now())
        let body = try await request.decoded(as: ExportBody.self, context)
        let exported = try await configuration.export(passphrase: Redacted(body.passphrase))
        for (name, value) in exported.auditDetails { context.notes.note(name, value) }
        return try .json(Answer(data: exported.text))
    }

    @Sendable private func bring(_ request: Request, _ context: PulseContext) async throws -> Response {
        try limiter.count(context.client.address, at: now())
        let body = try await request.decoded(as: ImportBody.self, context, limit: Self.largestBody)
        context.notes.note("dryRun", body.dryRun == true ? "true" : "false")
        let imported = try await configuration.bring(
            body.data, passphrase: Redacted(body.passphrase), importer: context.identity?.actor ?? .anonymous,
            mayManageAccess: context.identity?.grants.permissions == .all, isDryRun: body.dryRun ?? false)
        for (name, value) in imported.auditDetails { context.notes.note(name, value) }
        return .json(imported.json)
    }
}

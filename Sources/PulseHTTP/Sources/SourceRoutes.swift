import HTTPTypes
import Hummingbird
import PulseAccess
import PulseCore

/// Sources: listed, tested, added, changed, removed.
struct SourceRoutes {
    let sources: any SourceAdministration

    func add(to routes: inout RouteTable) {
        routes.get("/api/sources", .permission(.settingsRead), "The configured sources and how they are", list)
        routes.change(.post, "/api/sources/test", .permission(.settingsWrite), audit: "source.test", "Ask a source without keeping it", test)
        routes.change(.post, "/api/sources", .permission(.settingsWrite), audit: "source.add", "Add a source", add)
        routes.change(.put, "/api/sources/:source", .permission(.settingsWrite), audit: "source.change", "Change a source", update)
        routes.change(.delete, "/api/sources/:source", .permission(.settingsWrite), audit: "source.remove", "Remove a source", remove)
    }

    @Sendable private func list(_ request: Request, _ context: PulseContext) async throws -> Response {
        let all = try sources.configuredSources()
        var json = JSONWriter()
        json.object { json in
            json.name("sources"); json.array(all) { $0.configured($1) }
        }
        return .json(json.bytes)
    }

    @Sendable private func test(_ request: Request, _ context: PulseContext) async throws -> Response {
        let body = try await request.decoded(as: SourceBody.self, context)
        let stored = try body.source.map(slug)
        let result = try await sources.test(try body.draft(), stored: stored)
        var json = JSONWriter()
        json.testResult(result)
        return .json(json.bytes)
    }

    @Sendable private func add(_ request: Request, _ context: PulseContext) async throws -> Response {
        let draft = try await request.decoded(as: SourceBody.self, context).draft()
        guard draft.address != nil else { throw APIError.invalid("address", "Where is the server? Enter a name or an address.") }
        guard draft.credentials != nil else { throw APIError.invalid("authentication", "Enter an API token, or a user and a password.") }
        return answer(try await sources.add(draft, context.notes), status: .created)
    }

    @Sendable private func update(_ request: Request, _ context: PulseContext) async throws -> Response {
        let draft = try await request.decoded(as: SourceBody.self, context).draft()
        return answer(try await sources.update(try slug(try context.parameters.require("source")), draft, context.notes), status: .ok)
    }

    @Sendable private func remove(_ request: Request, _ context: PulseContext) async throws -> Response {
        try await sources.remove(try slug(try context.parameters.require("source")), context.notes)
        return .noContent
    }

    private func answer(_ source: ConfiguredSource, status: HTTPResponse.Status) -> Response {
        var json = JSONWriter()
        json.configured(source)
        return .json(json.bytes, status: status)
    }

    private func slug(_ text: String) throws -> SourceSlug {
        guard let slug = SourceSlug(text) else { throw APIError.notFound("There is no source '\(text.printable(limit: 64))'.") }
        return slug
    }
}

/// The body of test, POST and PUT.
private struct SourceBody: Decodable {
    struct Authentication: Decodable {
        let type: String
        let tokenId: String?
        let tokenSecret: String?
        let username: String?
        let password: String?
    }

    let source: String?
    let kind: String?
    let name: String?
    let address: String?
    let authentication: Authentication?
    let fingerprint: String?

    func draft() throws -> SourceDraft {
        SourceDraft(
            kind: try kind.map(SourceKind.init(entered:)), name: trimmed(name)?.printable(limit: 100), address: trimmed(address),
            credentials: try authentication.map(credentials), fingerprint: trimmed(fingerprint))
    }

    private func credentials(_ given: Authentication) throws -> SourceDraft.Credentials {
        switch given.type {
        case "token":
            guard let id = trimmed(given.tokenId), let secret = trimmed(given.tokenSecret) else {
                throw APIError.invalid("authentication", "A token has an id (user@realm!name) and a secret.")
            }
            return .token(id: id, secret: Redacted(secret))
        case "password":
            guard let user = trimmed(given.username), let password = given.password, !password.isEmpty else {
                throw APIError.invalid("authentication", "Enter a user (name@realm) and a password.")
            }
            return .password(user: user, password: Redacted(password))
        default: throw APIError.invalid("authentication", "authentication.type is token or password.")
        }
    }

    private func trimmed(_ text: String?) -> String? {
        guard let text else { return nil }
        let kept = text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()
        return kept.isEmpty ? nil : String(kept)
    }
}

extension SourceKind {
    /// What can be entered: `pve`, `pbs`, `pmg`.
    init(entered text: String) throws {
        guard let kind = SourceKind(rawValue: text), kind.isEntered else {
            throw APIError.invalid("kind", "A source is pve (Proxmox VE), pbs (Proxmox Backup Server) or pmg (Proxmox Mail Gateway).")
        }
        self = kind
    }

    /// True of servers whose address and credentials somebody entered; the others tell of themselves.
    var isEntered: Bool {
        switch self {
        case .proxmoxVE, .backupServer, .mailGateway: true
        case .thisHost, .agent, .kubernetes: false
        }
    }
}

extension JSONWriter {
    fileprivate mutating func configured(_ source: ConfiguredSource) {
        object { json in
            json.name("source"); json.string(source.slug.description)
            json.name("kind"); json.string(source.kind.rawValue)
            json.name("name"); json.string(source.name)
            json.name("addresses")
            json.array(source.addresses) { json, address in
                json.object { json in
                    json.name("address"); json.string(address.address)
                    json.name("node"); json.string(address.node)
                    json.name("fingerprint"); json.string(address.fingerprint)
                }
            }
            json.name("authentication"); source.authentication.write(into: &json)
            json.name("intervalSeconds"); json.integer(source.interval.components.seconds)
            json.name("report")
            if let report = source.report { json.source(report) } else { json.null() }
        }
    }

    fileprivate mutating func testResult(_ result: ConnectionTestResult) {
        object { json in
            json.name("ok"); json.bool(result.problem == nil)
            json.name("problem"); json.problem(result.problem)
            json.name("steps")
            json.array(result.steps) { json, step in
                json.object { json in
                    json.name("asked"); json.string(step.asked)
                    json.name("answered"); json.string(step.answered)
                    json.name("ok"); json.bool(step.ok)
                }
            }
            json.name("certificate"); json.certificate(result.certificate)
            json.name("version"); json.string(result.version)
            json.name("clusterName"); json.string(result.clusterName)
            json.name("nodes"); json.array(result.nodes) { $0.string($1) }
            json.name("guests"); json.integer(result.guests)
            json.name("datastores"); json.array(result.datastores) { $0.string($1) }
            json.name("missingPrivileges"); json.array(result.missingPrivileges) { $0.missingPrivilege($1) }
            json.name("features")
            json.array(result.features) { json, access in
                json.object { json in
                    json.name("feature"); json.string(access.feature)
                    json.name("readable"); json.bool(access.isReadable)
                    json.name("changes"); json.bool(access.changes)
                    json.name("missing")
                    if let missing = access.missing { json.missingPrivilege(missing) } else { json.null() }
                }
            }
        }
    }

    private mutating func certificate(_ certificate: ConnectionTestResult.Certificate?) {
        guard let certificate else { return null() }
        object { json in
            json.name("fingerprint"); json.string(certificate.fingerprint)
            json.name("subject"); json.string(certificate.subject)
            json.name("issuer"); json.string(certificate.issuer)
            json.name("notAfter"); json.string(certificate.notAfter)
            json.name("trustedBySystem"); json.bool(certificate.trustedBySystem)
            json.name("needsConfirmation"); json.bool(certificate.needsConfirmation)
        }
    }
}

extension ConfiguredSource.Authentication {
    fileprivate func write(into json: inout JSONWriter) {
        json.object { json in
            json.name("type")
            switch self {
            case .token(let id):
                json.string("token")
                json.name("tokenId"); json.string(id)
            case .password(let user):
                json.string("password")
                json.name("username"); json.string(user)
            case .none: json.string("none")
            }
        }
    }
}

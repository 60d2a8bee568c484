import PulseCore
import PulseTransport

/// The questions of a connection test as any product is asked them, each with its line in the report.
struct ProxmoxInterview {
    let client: ProxmoxClient
    let endpoint: ProxmoxEndpoint
    let credentials: ProxmoxCredentials
    let now: Timestamp
    private var proof: ProxmoxClient.Proof = (name: "", value: Redacted(""))

    init(client: ProxmoxClient, endpoint: ProxmoxEndpoint, credentials: ProxmoxCredentials, now: Timestamp) {
        self.client = client
        self.endpoint = endpoint
        self.credentials = credentials
        self.now = now
    }

    mutating func signIn(_ report: inout ProxmoxConnectionReport) async throws(ProxmoxError) {
        var session = ProxmoxSession(credentials, of: client.product)
        if case .signIn(let user, let password) = session.step(at: now) {
            do throws(ProxmoxError) {
                let ticket = try await client.signIn(user: user, password: password, at: endpoint, deadline: ProxmoxConnectionTest.deadline)
                session.signedIn(ticket, at: now)
                report.add("POST /access/ticket", "signed in as \(user)", true)
            } catch {
                report.add("POST /access/ticket", error.line(client.product), false)
                throw error
            }
        }
        if case .send(let name, let value) = session.step(at: now) { proof = (name, value) }
    }

    static func line(_ path: String) -> String { "GET \(path)" }

    func get(_ path: String, _ report: inout ProxmoxConnectionReport) async throws(ProxmoxError) -> [UInt8] {
        do throws(ProxmoxError) {
            return try await client.get(path, at: endpoint, proof: proof, deadline: ProxmoxConnectionTest.deadline)
        } catch {
            report.add(Self.line(path), error.line(client.product), false)
            throw error
        }
    }

    func getUnlessForbidden(_ path: String, _ report: inout ProxmoxConnectionReport) async throws(ProxmoxError) -> [UInt8]? {
        do throws(ProxmoxError) {
            return try await get(path, &report)
        } catch {
            guard case .forbidden = error else { throw error }
            return nil
        }
    }

    func decoded<Content>(
        _ path: String, _ report: inout ProxmoxConnectionReport, _ body: () throws(JSONError) -> Content
    ) throws(ProxmoxError) -> Content {
        do throws(ProxmoxError) {
            return try ProxmoxClient.decode(body)
        } catch {
            report.add(Self.line(path), error.line(client.product), false)
            throw error
        }
    }

    /// An answer that is JSON, but not what was asked for: something else listens there.
    func refuse(_ path: String, _ answered: String, _ report: inout ProxmoxConnectionReport) -> ProxmoxError {
        report.add(Self.line(path), answered, false)
        return .notProxmox
    }
}

extension ProxmoxError {
    /// A few words for a line of the report.
    fileprivate func line(_ product: ProxmoxProduct) -> String {
        switch self {
        case .unauthorised(let reason): "401 \(reason)"
        case .forbidden(let reason): "403 \(reason)"
        case .refused(let status, let reason), .nodeUnreachable(let status, let reason): "\(status) \(reason)"
        case .unsupported: "\(product == .backupServer ? 404 : 501) not known to this server"
        case .redirected(let target): "sent on to \(target)"
        case .notProxmox: "not an answer of \(product.title)"
        case .invalid: "not valid JSON"
        default: shortName
        }
    }
}

import PulseCore
import PulseTransport

/// Calls to the API of Proxmox VE: paths, headers, and what the statuses mean. Keeps nothing between calls.
struct PVEClient: Sendable {
    /// A header that proves who we are.
    typealias Proof = (name: String, value: Redacted<String>)

    /// For answers that are small by nature, bytes.
    static let smallAnswer = 4 << 20

    let outbound: OutboundClient

    /// The body of a successful GET.
    func get(
        _ path: String, at endpoint: PVEEndpoint, proof: Proof, deadline: Duration, byteLimit: Int = OutboundRequest.defaultByteLimit
    ) async throws(PVEError) -> [UInt8] {
        let headers = [(name: proof.name, value: proof.value.reveal()), (name: "Accept", value: "application/json")]
        return try await send(.get, path, at: endpoint, headers: headers, deadline: deadline, byteLimit: byteLimit)
    }

    /// Fetches a ticket. `password` may be the ticket that is to be renewed.
    func signIn(
        user: String, password: Redacted<String>, at endpoint: PVEEndpoint, deadline: Duration
    ) async throws(PVEError) -> Redacted<String> {
        let form = [(name: "username", value: user), (name: "password", value: password.reveal())]
        let body = try await send(
            .post(form: form), "/access/ticket", at: endpoint, headers: [], deadline: deadline, byteLimit: Self.smallAnswer)
        let answer = try Self.decode { () throws(JSONError) in try Envelope.value(body) }
        guard let ticket = PVETicket(answer.content) else { throw .notProxmox }
        guard !ticket.needsSecondFactor else { throw .secondFactorWanted }
        return Redacted(ticket.ticket)
    }

    static func decode<Content>(_ body: () throws(JSONError) -> Content) throws(PVEError) -> Content {
        do { return try body() } catch { throw error == .unexpected(offset: 0) ? .notProxmox : .invalid(error) }
    }

    private func send(
        _ method: OutboundRequest.Method, _ path: String, at endpoint: PVEEndpoint, headers: [(name: String, value: String)],
        deadline: Duration, byteLimit: Int
    ) async throws(PVEError) -> [UInt8] {
        guard let trust = endpoint.trust else { throw .fingerprintUnreadable }
        // Credentials never travel in the clear, whatever was stored.
        guard endpoint.url.hasPrefix("https://") else { throw .transport(.invalidAddress) }
        let request = OutboundRequest(
            method, url: endpoint.url + "/api2/json" + path, headers: headers, trust: trust, deadline: deadline, byteLimit: byteLimit)
        do {
            return try Self.body(of: try await outbound.send(request))
        } catch let error as TransportError {
            throw .transport(error)
        } catch let error as PVEError {
            throw error
        } catch {
            throw .transport(.other("unexpected"))
        }
    }

    private static func body(of response: OutboundResponse) throws(PVEError) -> [UInt8] {
        switch response.status {
        case 200..<300: return try checked(response.body)
        case 300..<400: throw .redirected(to: (response.header("location") ?? "").printable(limit: 120))
        case 401: throw .unauthorised(reason(response))
        case 403: throw .forbidden(reason(response))
        case 404: throw .notProxmox
        case 501: throw .unsupported
        case 595...599: throw .nodeUnreachable(status: response.status, reason: reason(response))
        default: throw .refused(status: response.status, reason: reason(response))
        }
    }

    /// A page instead of JSON comes from something else at that address: a router, a portal, a reverse proxy.
    private static func checked(_ body: [UInt8]) throws(PVEError) -> [UInt8] {
        guard let first = body.first(where: { $0 > 0x20 }) else { throw .invalid(.truncated) }
        guard first == UInt8(ascii: "{") else { throw .notProxmox }
        return body
    }

    /// Proxmox's explanation: in the reason phrase, and on newer versions in the body too.
    private static func reason(_ response: OutboundResponse) -> String {
        let phrase = response.reason.filter { !$0.isNewline }
        let text = phrase.isEmpty ? Envelope.message(response.body) ?? "" : phrase
        return text.filter { !$0.isNewline }.printable(limit: 200)
    }
}

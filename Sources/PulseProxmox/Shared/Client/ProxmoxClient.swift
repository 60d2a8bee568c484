import PulseCore
import PulseTransport
import Synchronization

/// Calls to the API of one of Proxmox's products: paths, headers, and what the statuses mean. Keeps nothing between calls.
struct ProxmoxClient: Sendable {
    /// A header that proves who we are.
    typealias Proof = (name: String, value: Redacted<String>)

    /// For answers that are small by nature, bytes.
    static let smallAnswer = 4 << 20
    /// What is read of an explanation, bytes.
    private static let mostOfReason = 1024

    let outbound: OutboundClient
    let product: ProxmoxProduct

    /// The body of a successful GET.
    func get(
        _ path: String, at endpoint: ProxmoxEndpoint, proof: Proof, deadline: Duration, byteLimit: Int = OutboundRequest.defaultByteLimit
    ) async throws(ProxmoxError) -> [UInt8] {
        let headers = [(name: proof.name, value: proof.value.reveal()), (name: "Accept", value: "application/json")]
        return try await send(.get, path, at: endpoint, headers: headers, deadline: deadline, byteLimit: byteLimit)
    }

    /// Reads the rows of a successful GET while they arrive, one at a time: the body is never held, whatever its size. Rows of an answer that
    /// turns out to be broken have been handed over before it throws.
    ///
    /// - Parameter take: says whether it could use the row.
    func rows(
        _ path: String, at endpoint: ProxmoxEndpoint, proof: Proof, deadline: Duration, byteLimit: Int,
        _ take: @escaping @Sendable (JSONObject) -> Bool
    ) async throws(ProxmoxError) -> RowStream.Tally {
        let reading = Mutex<Result<RowStream, JSONError>>(.success(RowStream()))
        let headers = [(name: proof.name, value: proof.value.reveal()), (name: "Accept", value: "application/json")]
        _ = try await send(.get, path, at: endpoint, headers: headers, deadline: deadline, byteLimit: byteLimit) { piece in
            reading.withLock { $0.read(piece, take) }
        }
        return try Self.decode { () throws(JSONError) in try reading.withLock { $0 }.get().finish() }
    }

    /// Fetches a ticket. `password` may be the ticket that is to be renewed.
    func signIn(
        user: String, password: Redacted<String>, at endpoint: ProxmoxEndpoint, deadline: Duration
    ) async throws(ProxmoxError) -> Redacted<String> {
        let form = [(name: "username", value: user), (name: "password", value: password.reveal())]
        let body = try await send(
            .post(form: form), "/access/ticket", at: endpoint, headers: [], deadline: deadline, byteLimit: Self.smallAnswer)
        let answer = try Self.decode { () throws(JSONError) in try Envelope.value(body) }
        guard let ticket = ProxmoxTicket(answer.content) else { throw .notProxmox }
        guard !ticket.needsSecondFactor else { throw .secondFactorWanted }
        return Redacted(ticket.ticket)
    }

    static func decode<Content>(_ body: () throws(JSONError) -> Content) throws(ProxmoxError) -> Content {
        do { return try body() } catch { throw error == .unexpected(offset: 0) ? .notProxmox : .invalid(error) }
    }

    private func send(
        _ method: OutboundRequest.Method, _ path: String, at endpoint: ProxmoxEndpoint, headers: [(name: String, value: String)],
        deadline: Duration, byteLimit: Int, to take: BodyTaker? = nil
    ) async throws(ProxmoxError) -> [UInt8] {
        guard let trust = endpoint.trust else { throw .fingerprintUnreadable }
        // Credentials never travel in the clear, whatever was stored.
        guard endpoint.url.hasPrefix("https://") else { throw .transport(.invalidAddress) }
        let request = OutboundRequest(
            method, url: endpoint.url + "/api2/json" + path, headers: headers, trust: trust, deadline: deadline, byteLimit: byteLimit)
        do {
            guard let take else { return try body(of: try await outbound.send(request)) }
            return try taken(try await outbound.send(request, body: take))
        } catch let error as TransportError {
            throw .transport(error)
        } catch let error as ProxmoxError {
            throw error
        } catch {
            throw .transport(.other("unexpected"))
        }
    }

    /// Of an answer whose body was handed over: nothing, or why it was none.
    private func taken(_ response: OutboundResponse) throws(ProxmoxError) -> [UInt8] {
        (200..<300).contains(response.status) ? [] : try body(of: response)
    }

    private func body(of response: OutboundResponse) throws(ProxmoxError) -> [UInt8] {
        switch response.status {
        case 200..<300: return try Self.checked(response.body)
        case 300..<400: throw .redirected(to: (response.header("location") ?? "").printable(limit: 120))
        case 401: throw .unauthorised(reason(response))
        case 403: throw .forbidden(reason(response))
        case 404: throw isUnknownPath(response) ? .unsupported : .notProxmox
        case 501: throw .unsupported
        case 595...599: throw .nodeUnreachable(status: response.status, reason: reason(response))
        default: throw .refused(status: response.status, reason: reason(response))
        }
    }

    /// A page instead of JSON comes from something else at that address: a router, a portal, a reverse proxy.
    private static func checked(_ body: [UInt8]) throws(ProxmoxError) -> [UInt8] {
        guard let first = body.first(where: { $0 > 0x20 }) else { throw .invalid(.truncated) }
        guard first == UInt8(ascii: "{") else { throw .notProxmox }
        return body
    }

    /// Proxmox's explanation: in the reason phrase, and on newer versions in the body too. The backup server writes it as plain text into the
    /// body, whatever it says of the body's type.
    private func reason(_ response: OutboundResponse) -> String {
        let phrase = response.reason.filter { !$0.isNewline }
        let text = product == .backupServer ? Self.plainText(response.body) : phrase.isEmpty ? Envelope.message(response.body) : phrase
        return (text ?? phrase).filter { !$0.isNewline }.printable(limit: 200)
    }

    /// Nil for a page: that comes from something between.
    private static func plainText(_ body: [UInt8]) -> String? {
        let text = String(decoding: body.prefix(mostOfReason), as: UTF8.self)
        return text.isEmpty || text.first == "<" || text.first == "{" ? nil : text
    }

    private func isUnknownPath(_ response: OutboundResponse) -> Bool {
        product == .backupServer && Self.plainText(response.body)?.hasPrefix("Path '") ?? false
    }
}

extension Result<RowStream, JSONError> {
    /// False when the rest of the body is of no use.
    fileprivate mutating func read(_ piece: [UInt8], _ take: (JSONObject) -> Bool) -> Bool {
        do throws(JSONError) {
            var stream = try get()
            // Held once only, or each piece would copy the row that is being gathered.
            self = .failure(.truncated)
            try stream.feed(piece, take)
            self = .success(stream)
            return true
        } catch {
            self = .failure(error)
            return false
        }
    }
}

import FoundationEssentials
import PulseCore
import PulseTransport

/// Asks one API server, with the credential as it is at that moment. It knows GET and nothing else.
struct KubernetesClient: Sendable {
    static let deadline = Duration.seconds(60)
    let access: KubernetesAccess
    let outbound: OutboundClient
    let files: SmallFiles

    /// A small answer, whole.
    func get(_ path: String, deadline: Duration = deadline, byteLimit: Int = 1 << 20) async throws(KubernetesFailure) -> [UInt8] {
        let request = try request(path, accept: "application/json", deadline: deadline, byteLimit: byteLimit)
        let response: OutboundResponse
        do throws(TransportError) {
            response = try await outbound.send(request)
        } catch {
            throw .transport(error)
        }
        guard response.status == 200 else { throw KubernetesFailure(response) }
        return response.body
    }

    /// The server's certificate, and the agent's own where it has one; nil when the server cannot be asked. Without TLS there is none.
    func certificates() async -> [KubernetesCertificate]? {
        let own = access.identity?.span.map { [KubernetesCertificate(.agent, $0)] } ?? []
        guard let url = URL(string: access.server), url.scheme?.lowercased() == "https", let host = url.host() else { return own }
        guard let span = try? await outbound.certificateSpan(host: host, port: url.port ?? 443) else { return nil }
        return [KubernetesCertificate(.apiServer, span)] + own
    }

    /// A long answer, piece by piece; the taker says whether it wants more.
    func stream(
        _ path: String, accept: String, deadline: Duration, byteLimit: Int, take: @escaping BodyTaker
    ) async throws(KubernetesFailure) {
        let request = try request(path, accept: accept, deadline: deadline, byteLimit: byteLimit)
        let response: OutboundResponse
        do throws(TransportError) {
            response = try await outbound.send(request, body: take)
        } catch {
            throw .transport(error)
        }
        guard response.status == 200 else { throw KubernetesFailure(response) }
    }

    private func request(
        _ path: String, accept: String, deadline: Duration, byteLimit: Int
    ) throws(KubernetesFailure) -> OutboundRequest {
        var headers = [(name: "Accept", value: accept), (name: "User-Agent", value: "pulse-agent")]
        if let token = try token() { headers.append((name: "Authorization", value: "Bearer \(token)")) }
        var request = OutboundRequest(
            url: access.server + path, headers: headers, trust: access.trust, deadline: deadline, byteLimit: byteLimit)
        request.identity = access.identity
        return request
    }

    private func token() throws(KubernetesFailure) -> String? {
        switch access.credential {
        case .none: return nil
        case .token(let token): return token.reveal()
        case .tokenFile(let path):
            let token = files.text(path)?.split(whereSeparator: \.isWhitespace).first
            guard let token else { throw .noToken(path) }
            return String(token)
        }
    }
}

extension KubernetesCertificate {
    fileprivate init(_ owner: Owner, _ span: CertificateSpan) { self.init(owner, notBefore: span.notBefore, notAfter: span.notAfter) }
}

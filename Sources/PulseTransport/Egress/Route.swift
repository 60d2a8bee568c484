import FoundationEssentials
import NIOSSL
import PulseCore

/// What has to be the same for two calls to share a connection.
struct Route: Hashable, Sendable {
    let trust: Trust
    /// Who the calls say they are.
    let identity: ClientIdentity?
    /// The rules that the connected address has to keep; nil where every address may be called.
    let rules: EgressRules?
    private let host: String?
    private let address: IPAddress?

    init(trust: Trust, identity: ClientIdentity? = nil) {
        self.trust = trust
        self.identity = identity
        (rules, host, address) = (nil, nil, nil)
    }

    init(trust: Trust, identity: ClientIdentity? = nil, rules: EgressRules, host: String, address: IPAddress) {
        self.trust = trust
        self.identity = identity
        self.rules = rules
        self.host = host
        self.address = address
    }

    /// A name and the address that it was checked to have; none where the address itself stands in the URL.
    var checked: (host: String, address: IPAddress)? {
        guard let host, let address, IPAddress(host) == nil else { return nil }
        return (host, address)
    }

    /// The host as the library finds it in a URL. Sockets of this machine have none and are refused.
    static func host(of url: String) throws(TransportError) -> String {
        guard let parsed = URL(string: url), ["http", "https"].contains(parsed.scheme?.lowercased()), let host = parsed.host(percentEncoded: false)
        else {
            throw .invalidAddress
        }
        let bare = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
        guard !bare.isEmpty else { throw .invalidAddress }
        return bare
    }
}

extension TLSConfiguration {
    package init(_ trust: Trust) throws(TransportError) {
        self = .makeClientConfiguration()
        switch trust {
        case .system: break
        // The certificate itself is compared, in `ConnectionSetup`.
        case .pinned, .anyone: certificateVerification = .none
        case .authority(let pem):
            guard let roots = try? NIOSSLCertificate.fromPEMBytes(Array(pem.utf8)), !roots.isEmpty else {
                throw .tls("the certificate of the authority cannot be read")
            }
            trustRoots = .certificates(roots)
        }
    }
}

extension Trust {
    /// False when the certificates of an authority cannot be read.
    package var isUsable: Bool { (try? TLSConfiguration(self)) != nil }
}

extension TransportError {
    /// Nothing can have been sent: another address of the same name may be tried.
    var wasBeforeConnecting: Bool {
        switch self {
        case .refused, .unreachable, .timedOut(.connecting, _): true
        default: false
        }
    }
}

extension CheckedName {
    /// The same within a deadline.
    func addresses(of host: String, within deadline: Duration) async throws(TransportError) -> [IPAddress] {
        do {
            return try await withDeadline(deadline, failing: { .timedOut(.connecting, after: deadline) }, { try await self.addresses(of: host) })
        } catch {
            throw TransportError(error, progress: .connecting, connectLimit: OutboundClient.connectLimit)
        }
    }
}

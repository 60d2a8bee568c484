import NIOSSL
package import PulseCore

/// Who a call says it is by a certificate of its own (TLS with client certificates, RFC 8446 section 4.4.2). Its connections are not lent to calls
/// of another identity.
package struct ClientIdentity: Hashable, Sendable {
    /// PEM, the own certificate first.
    package let certificates: String
    /// PEM.
    package let key: Redacted<String>

    package init(certificates: String, key: Redacted<String>) {
        self.certificates = certificates
        self.key = key
    }

    /// Of its own certificate; nil when that cannot be read.
    package var span: CertificateSpan? { (try? NIOSSLCertificate.fromPEMBytes(Array(certificates.utf8)))?.first.map(CertificateSpan.init) }

    /// False when certificate or key cannot be read.
    package var isUsable: Bool { (try? TLSConfiguration(.system, identity: self)) != nil }
}

extension TLSConfiguration {
    init(_ trust: Trust, identity: ClientIdentity?) throws(TransportError) {
        try self.init(trust)
        guard let identity else { return }
        guard let chain = try? NIOSSLCertificate.fromPEMBytes(Array(identity.certificates.utf8)), !chain.isEmpty,
            let key = try? NIOSSLPrivateKey(bytes: Array(identity.key.reveal().utf8), format: .pem)
        else { throw .tls("the client certificate or its key cannot be read") }
        certificateChain = chain.map { .certificate($0) }
        privateKey = .privateKey(key)
    }
}

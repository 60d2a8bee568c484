import Crypto
import FoundationEssentials
import NIOSSL
import SwiftASN1
import X509

/// A certificate with its key, as a node serves it.
struct NodeCertificate: Sendable {
    let chain: [NIOSSLCertificate]
    let key: NIOSSLPrivateKey
    /// SHA-256 of the certificate in capital hexadecimal pairs with colons, as Proxmox writes it.
    let fingerprint: String

    /// A server context without protocol negotiation, as in the original: HTTP/1.1 is all there is.
    func context() throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv12
        return try NIOSSLContext(configuration: configuration)
    }
}

/// Issues certificates for the nodes of one cluster, in one of the two ways installations have them.
struct CertificateIssuer: Sendable {
    private let authority: Authority?
    private let product: SimulatedProduct
    private let from: Date

    private struct Authority: Sendable {
        let key: Certificate.PrivateKey
        let certificate: Certificate
    }

    init(_ kind: EstateOptions.Certificate, of product: SimulatedProduct = .virtualEnvironment, cluster: String, epoch: Double) throws {
        self.product = product
        // Valid in the simulated time and in the real one, whichever a client looks at.
        from = Date(timeIntervalSince1970: min(epoch, 1_700_000_000) - 86_400)
        authority = kind == .clusterAuthority ? try CertificateIssuer.found(cluster, from: from) : nil
    }

    /// For clients that are to trust the authority; in PEM. It is not sent along by the nodes.
    func authorityPEM() throws -> String? { try authority?.certificate.serializeAsPEM().pemString }

    func issue(node: String, address: String) throws -> NodeCertificate {
        let key = P256.Signing.PrivateKey()
        let subject = try DistinguishedName {
            OrganizationalUnitName(product == .virtualEnvironment ? "PVE Cluster Node" : "Proxmox")
            OrganizationName(product == .virtualEnvironment ? "Proxmox Virtual Environment" : "Proxmox")
            CommonName("\(node).example.invalid")
        }
        let certificate = try CertificateIssuer.sign(
            key.publicKey, subject: subject, issuer: authority?.certificate.subject ?? subject,
            with: authority?.key ?? Certificate.PrivateKey(key),
            from: from, extensions: extensions(node, address))
        return try CertificateIssuer.pack(certificate, key)
    }

    private static func found(_ cluster: String, from: Date) throws -> Authority {
        let key = P256.Signing.PrivateKey()
        let name = try DistinguishedName {
            CommonName("Proxmox Virtual Environment")
            OrganizationalUnitName(cluster)
            OrganizationName("PVE Cluster Manager CA")
        }
        let extensions = try Certificate.Extensions {
            Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
        }
        let certificate = try sign(
            key.publicKey, subject: name, issuer: name, with: Certificate.PrivateKey(key), from: from, extensions: extensions)
        return Authority(key: Certificate.PrivateKey(key), certificate: certificate)
    }

    private static func sign(
        _ key: P256.Signing.PublicKey, subject: DistinguishedName, issuer: DistinguishedName, with signer: Certificate.PrivateKey,
        from: Date,
        extensions: Certificate.Extensions
    ) throws -> Certificate {
        try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: Certificate.PublicKey(key), notValidBefore: from,
            notValidAfter: from.addingTimeInterval(86_400 * 365 * 20), issuer: issuer, subject: subject,
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: extensions, issuerPrivateKey: signer)
    }

    private func extensions(_ node: String, _ address: String) throws -> Certificate.Extensions {
        let octets = address.split(separator: ".").compactMap { UInt8($0) }
        return try Certificate.Extensions {
            Critical(BasicConstraints.notCertificateAuthority)
            try ExtendedKeyUsage([.serverAuth])
            SubjectAlternativeNames([
                .dnsName("localhost"), .dnsName(node), .dnsName("\(node).example.invalid"),
                .ipAddress(ASN1OctetString(contentBytes: octets[...])),
            ])
        }
    }

    private static func pack(_ certificate: Certificate, _ key: P256.Signing.PrivateKey) throws -> NodeCertificate {
        var serializer = DER.Serializer()
        try serializer.serialize(certificate)
        let bytes = serializer.serializedBytes
        return NodeCertificate(
            chain: [try NIOSSLCertificate(bytes: bytes, format: .der)],
            key: try NIOSSLPrivateKey(bytes: Array(key.derRepresentation), format: .der),
            fingerprint: SHA256.hash(data: bytes).map { byte in
                let digits = String(byte, radix: 16, uppercase: true)
                return byte < 16 ? "0" + digits : digits
            }.joined(separator: ":"))
    }
}

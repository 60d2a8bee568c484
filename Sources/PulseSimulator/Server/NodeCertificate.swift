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
    private let authority: Certificate.PrivateKey?
    private let authorityName: DistinguishedName
    private let from: Date

    init(_ kind: EstateOptions.Certificate, cluster: String, epoch: Double) throws {
        authority = kind == .clusterAuthority ? Certificate.PrivateKey(P256.Signing.PrivateKey()) : nil
        authorityName = try DistinguishedName {
            CommonName("Proxmox Virtual Environment")
            OrganizationalUnitName(cluster)
            OrganizationName("PVE Cluster Manager CA")
        }
        // Valid in the simulated time and in the real one, whichever a client looks at.
        from = Date(timeIntervalSince1970: min(epoch, 1_700_000_000) - 86_400)
    }

    /// The authority's own certificate is not sent along: a client that wants to check the chain has to have it.
    func issue(node: String, address: String) throws -> NodeCertificate {
        let key = P256.Signing.PrivateKey()
        let subject = try DistinguishedName {
            OrganizationalUnitName("PVE Cluster Node")
            OrganizationName("Proxmox Virtual Environment")
            CommonName("\(node).example.invalid")
        }
        let signer = authority ?? Certificate.PrivateKey(key)
        let certificate = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: Certificate.PublicKey(key.publicKey), notValidBefore: from,
            notValidAfter: from.addingTimeInterval(86_400 * 365 * 20), issuer: authority == nil ? subject : authorityName, subject: subject,
            signatureAlgorithm: .ecdsaWithSHA256, extensions: extensions(node, address), issuerPrivateKey: signer)
        return try CertificateIssuer.pack(certificate, key)
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

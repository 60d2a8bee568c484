import Crypto
import Foundation
import NIOSSL
import PulseCore
import PulseTransport
import SwiftASN1
import X509

/// An authority of its own, as a cluster has one: certificates for the API server and for clients.
struct DoubleAuthority: Sendable {
    private let key: Certificate.PrivateKey
    private let certificate: Certificate
    private static let from = Date(timeIntervalSince1970: 1_700_000_000)
    private static let until = from.addingTimeInterval(86_400 * 365 * 50)
    /// Of all its certificates.
    static let end = Timestamp(seconds: Int64(until.timeIntervalSince1970))
    let pem: String

    init() throws {
        let own = P256.Signing.PrivateKey()
        let name = try DistinguishedName { CommonName("kubernetes") }
        key = Certificate.PrivateKey(own)
        certificate = try Self.sign(
            own.publicKey, subject: name, issuer: name, key: key,
            Certificate.Extensions { Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil)) })
        pem = try certificate.serializeAsPEM().pemString
    }

    /// A server's, for 127.0.0.1.
    func server() throws -> (certificate: NIOSSLCertificate, key: NIOSSLPrivateKey) {
        let issued = try issue(
            "kube-apiserver",
            Certificate.Extensions {
                SubjectAlternativeNames([.dnsName("localhost"), .ipAddress(ASN1OctetString(contentBytes: [127, 0, 0, 1]))])
            })
        return (
            try NIOSSLCertificate(bytes: Array(issued.certificate.utf8), format: .pem),
            try NIOSSLPrivateKey(bytes: Array(issued.key.utf8), format: .pem)
        )
    }

    func client(_ name: String) throws -> (certificate: String, key: String) { try issue(name, Certificate.Extensions()) }

    private func issue(_ name: String, _ extensions: Certificate.Extensions) throws -> (certificate: String, key: String) {
        let own = P256.Signing.PrivateKey()
        let issued = try Self.sign(
            own.publicKey, subject: try DistinguishedName { CommonName(name) }, issuer: certificate.subject, key: key, extensions)
        return (try issued.serializeAsPEM().pemString, own.pemRepresentation)
    }

    private static func sign(
        _ key: P256.Signing.PublicKey, subject: DistinguishedName, issuer: DistinguishedName, key signer: Certificate.PrivateKey,
        _ extensions: Certificate.Extensions
    ) throws -> Certificate {
        try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: Certificate.PublicKey(key), notValidBefore: from,
            notValidAfter: until, issuer: issuer, subject: subject, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: extensions, issuerPrivateKey: signer)
    }
}

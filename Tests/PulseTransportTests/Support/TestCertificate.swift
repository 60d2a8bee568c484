import Crypto
import FoundationEssentials
import NIOSSL
import PulseTransport
import SwiftASN1
import X509

/// A self-signed certificate with its key, new each time.
struct TestCertificate: Sendable {
    let certificate: NIOSSLCertificate
    let key: NIOSSLPrivateKey
    let fingerprint: Fingerprint
    private let text: String
    let keyPEM: String

    init(name: String = "pve1.example.invalid") throws {
        let key = P256.Signing.PrivateKey()
        let subject = try DistinguishedName {
            CommonName(name)
            OrganizationName("Loopback")
        }
        let from = Date(timeIntervalSince1970: 1_700_000_000)
        let certificate = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: Certificate.PublicKey(key.publicKey), notValidBefore: from,
            notValidAfter: from.addingTimeInterval(86_400 * 365 * 50), issuer: subject, subject: subject, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions { SubjectAlternativeNames([.dnsName("localhost")]) },
            issuerPrivateKey: Certificate.PrivateKey(key))
        var serializer = DER.Serializer()
        try serializer.serialize(certificate)
        self.certificate = try NIOSSLCertificate(bytes: serializer.serializedBytes, format: .der)
        self.key = try NIOSSLPrivateKey(bytes: Array(key.derRepresentation), format: .der)
        fingerprint = Fingerprint(ofCertificate: serializer.serializedBytes)
        text = try certificate.serializeAsPEM().pemString
        keyPEM = key.pemRepresentation
    }

    func pem() -> String { text }

    /// - Parameter client: the certificate that clients have to show.
    func context(demanding client: TestCertificate? = nil) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeServerConfiguration(certificateChain: [.certificate(certificate)], privateKey: .privateKey(key))
        if let client {
            configuration.trustRoots = .certificates([client.certificate])
            configuration.certificateVerification = .noHostnameVerification
        }
        return try NIOSSLContext(configuration: configuration)
    }
}

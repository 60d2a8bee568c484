import Crypto
import Foundation
import NIOSSL
import PulseCore
import PulseStorage
import SwiftASN1
import X509

/// The certificate the server shows: from files of the operator's, or made by Pulse once and kept.
enum ServerCertificate {
    private static let lifetime = Duration.seconds(10 * 365 * 86_400)

    static func configuration(_ tls: ServerConfiguration.TLS, in directory: DataDirectory, now: Timestamp) throws -> TLSConfiguration {
        let files = try files(tls, in: directory, now: now)
        do {
            let chain = try NIOSSLCertificate.fromPEMFile(files.certificate).map { NIOSSLCertificateSource.certificate($0) }
            let key = try NIOSSLPrivateKey(file: files.key, format: .pem)
            var configuration = TLSConfiguration.makeServerConfiguration(certificateChain: chain, privateKey: .privateKey(key))
            configuration.minimumTLSVersion = .tlsv12
            return configuration
        } catch {
            throw ConfigurationError(key: "PULSE_TLS_CERT", problem: "\(files.certificate) and \(files.key) are not a usable PEM certificate and key")
        }
    }

    /// SHA-256 of the public key that visitors are shown, base64, as curl's `--pinnedpubkey` takes it; nil without TLS, or before there is a
    /// certificate.
    static func publicKey(_ tls: ServerConfiguration.TLS, in directory: DataDirectory) -> String? {
        let file: String
        switch tls {
        case .off: return nil
        case .selfSigned: file = directory.file("tls-certificate.pem")
        case .files(let certificate, _): file = certificate
        }
        // The first of a chain is the server's own.
        guard let chain = try? NIOSSLCertificate.fromPEMFile(file), let key = try? chain.first?.extractPublicKey().toSPKIBytes() else { return nil }
        return Data(SHA256.hash(data: Data(key))).base64EncodedString()
    }

    private static func files(
        _ tls: ServerConfiguration.TLS, in directory: DataDirectory, now: Timestamp
    ) throws -> (certificate: String, key: String) {
        if case .files(let certificate, let key) = tls { return (certificate, key) }
        let (certificate, key) = (directory.file("tls-certificate.pem"), directory.file("tls-key.pem"))
        if !FileManager.default.fileExists(atPath: certificate) || !FileManager.default.fileExists(atPath: key) {
            let made = try makeSelfSigned(now: now)
            try AtomicFile.write(Data(made.key.utf8), to: key)
            try AtomicFile.write(Data(made.certificate.utf8), to: certificate)
        }
        return (certificate, key)
    }

    private static func makeSelfSigned(now: Timestamp) throws -> (certificate: String, key: String) {
        let key = P256.Signing.PrivateKey()
        let name = try DistinguishedName { CommonName("Pulse on \(Hostname.read())") }
        let certificate = try Certificate(
            version: .v3, serialNumber: .init(), publicKey: .init(key.publicKey), notValidBefore: date(now - .seconds(3600)),
            notValidAfter: date(now + lifetime), issuer: name, subject: name, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                BasicConstraints.notCertificateAuthority
                SubjectAlternativeNames([.dnsName(Hostname.read()), .dnsName("localhost")])
            },
            issuerPrivateKey: .init(key))
        return (try certificate.serializeAsPEM().pemString, key.pemRepresentation)
    }

    private static func date(_ moment: Timestamp) -> Date { Date(timeIntervalSince1970: Double(moment.seconds)) }
}

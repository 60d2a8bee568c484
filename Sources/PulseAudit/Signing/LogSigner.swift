import Crypto
package import Foundation

/// What is said about a log and signed: lines of text that begin with what they are and whose log it is.
protocol SignedStatement {
    func lines(origin: String) -> [String]
    var signature: Data { get }
}

extension SignedStatement {
    /// Every line ends with a line feed, and no value holds one: the fields cannot be moved into each other.
    func body(origin: String) -> Data { Data(lines(origin: origin).map { $0 + "\n" }.joined().utf8) }
}

/// Whose log it is, and the public half of the key that its statements are signed with.
package struct LogIdentity: Sendable, Equatable {
    /// Made once for an installation, so that statements of one log say nothing about another.
    package let origin: String
    /// Ed25519, 32 bytes.
    package let publicKey: Data

    package init(origin: String, publicKey: Data) {
        self.origin = origin
        self.publicKey = publicKey
    }

    func signed(_ statement: some SignedStatement) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else { return false }
        return key.isValidSignature(statement.signature, for: statement.body(origin: origin))
    }
}

/// Signs statements about one log with its Ed25519 key.
struct LogSigner: Sendable {
    let identity: LogIdentity
    private let key: Curve25519.Signing.PrivateKey

    /// With a new key.
    init(origin: String) { self.init(origin: origin, key: Curve25519.Signing.PrivateKey()) }

    /// - Parameter secret: what ``secret`` gave.
    init(origin: String, secret: Data) throws {
        self.init(origin: origin, key: try Curve25519.Signing.PrivateKey(rawRepresentation: secret))
    }

    private init(origin: String, key: Curve25519.Signing.PrivateKey) {
        self.key = key
        identity = LogIdentity(origin: origin, publicKey: key.publicKey.rawRepresentation)
    }

    var secret: Data { key.rawRepresentation }

    func signature(for statement: some SignedStatement) throws -> Data {
        try key.signature(for: statement.body(origin: identity.origin))
    }
}

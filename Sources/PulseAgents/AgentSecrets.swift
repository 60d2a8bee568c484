import Crypto

/// Where random bytes come from: of the cryptographic generator in the server, counted ones in tests.
package struct AgentSecrets: Sendable {
    package let bytes: @Sendable (_ count: Int) -> [UInt8]

    package init(bytes: @escaping @Sendable (_ count: Int) -> [UInt8]) {
        self.bytes = bytes
    }

    package static let cryptographic = AgentSecrets { count in
        SymmetricKey(size: SymmetricKeySize(bitCount: count * 8)).withUnsafeBytes { Array($0) }
    }
}

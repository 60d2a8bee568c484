import Foundation

/// The public keys of a provider (RFC 7517 section 5).
struct KeySet: Sendable {
    private struct Wire: Decodable {
        /// One that cannot be read is left out; it may be of a kind that is still to be invented.
        struct Key: Decodable {
            let wire: ProviderKey.Wire?

            init(from decoder: any Decoder) throws { wire = try? ProviderKey.Wire(from: decoder) }
        }

        let keys: [Key]
    }

    static let mostKeys = 50

    let keys: [ProviderKey]

    init(_ document: [UInt8], at address: String) throws(OIDCFailure) {
        guard let wire = try? JSONDecoder().decode(Wire.self, from: Data(document)) else {
            throw .discovery("What is at \(address) is not a set of keys.")
        }
        keys = wire.keys.prefix(Self.mostKeys).compactMap { $0.wire.flatMap(ProviderKey.init) }
    }

    /// The keys that may have made a signature: the one of that name, or all of that kind when the token names none.
    func candidates(for header: SignedToken.Header) -> [ProviderKey] {
        keys.filter { $0.algorithms.contains(header.algorithm) && (header.keyID == nil || $0.id == header.keyID) }
    }
}

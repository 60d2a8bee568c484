/// What the binary objects of an authenticator are made of: the part of CBOR (RFC 8949) that WebAuthn and COSE keys use.
enum CBORValue: Sendable, Equatable {
    case unsigned(UInt64)
    /// -1 - n of major type 1, as far as it fits.
    case negative(Int64)
    case bytes([UInt8])
    case text(String)
    case array([CBORValue])
    /// In the order of the bytes; no key occurs twice.
    case map([Entry])
    case bool(Bool)
    case null

    struct Entry: Sendable, Equatable {
        let key: CBORValue
        let value: CBORValue
    }

    var integer: Int64? {
        switch self {
        case .unsigned(let value): Int64(exactly: value)
        case .negative(let value): value
        default: nil
        }
    }

    var byteString: [UInt8]? { if case .bytes(let bytes) = self { bytes } else { nil } }

    var string: String? { if case .text(let text) = self { text } else { nil } }

    /// The value of a text key.
    subscript(name: String) -> CBORValue? { self[.text(name)] }

    /// The value of an integer key, as COSE has them.
    subscript(number: Int64) -> CBORValue? { self[number < 0 ? .negative(number) : .unsigned(UInt64(number))] }

    private subscript(key: CBORValue) -> CBORValue? {
        guard case .map(let entries) = self else { return nil }
        return entries.first { $0.key == key }?.value
    }
}

/// Bytes that are not CBOR, or CBOR that no authenticator has a reason to send.
enum CBORProblem: Error, Equatable {
    case tooLarge
    case tooDeep
    case tooManyItems
    case truncated
    case trailingBytes
    /// A length or number written longer than needed, which CTAP2 canonical CBOR forbids.
    case notShortest
    case notUTF8
    case duplicateKey
    /// Indefinite lengths, tags, floats and numbers beyond 64 bits.
    case unsupported
}

/// What an authenticator signs about itself and the moment (WebAuthn section 6.1).
struct AuthenticatorData: Sendable {
    struct AttestedCredential: Sendable {
        let id: [UInt8]
        let key: COSEKey
        /// The key as it came, to be stored.
        let keyBytes: [UInt8]
    }

    private enum Flag {
        static let userPresent: UInt8 = 0x01
        static let userVerified: UInt8 = 0x04
        static let attestedCredential: UInt8 = 0x40
        static let extensions: UInt8 = 0x80
    }

    /// The longest credential id that is taken (WebAuthn section 4, "Credential ID").
    static let longestID = 1023
    private static let fixedBytes = 37

    let relyingPartyHash: [UInt8]
    let counter: UInt32
    let credential: AttestedCredential?
    private let flags: UInt8

    var isUserPresent: Bool { flags & Flag.userPresent != 0 }
    var isUserVerified: Bool { flags & Flag.userVerified != 0 }

    init(_ bytes: [UInt8]) throws(PasskeyRefusal) {
        guard bytes.count >= Self.fixedBytes else { throw .malformed("its authenticator data") }
        relyingPartyHash = Array(bytes[0..<32])
        flags = bytes[32]
        counter = bytes[33..<Self.fixedBytes].reduce(0) { $0 << 8 | UInt32($1) }
        var position = Self.fixedBytes
        credential = flags & Flag.attestedCredential == 0 ? nil : try Self.credential(bytes, &position)
        if flags & Flag.extensions != 0 { try Self.skipMap(bytes, &position) }
        guard position == bytes.count else { throw .malformed("its authenticator data") }
    }

    private static func credential(_ bytes: [UInt8], _ position: inout Int) throws(PasskeyRefusal) -> AttestedCredential {
        // 16 bytes say the model of the authenticator, which nobody was asked about; then two bytes of length.
        let start = position + 18
        guard bytes.count >= start else { throw .malformed("its authenticator data") }
        let length = Int(bytes[start - 2]) << 8 | Int(bytes[start - 1])
        guard (1...longestID).contains(length), bytes.count >= start + length else { throw .malformed("its authenticator data") }
        position = start + length
        let keyStart = position
        let key = try value(bytes, &position)
        return AttestedCredential(id: Array(bytes[start..<start + length]), key: try COSEKey(key), keyBytes: Array(bytes[keyStart..<position]))
    }

    private static func skipMap(_ bytes: [UInt8], _ position: inout Int) throws(PasskeyRefusal) {
        guard case .map = try value(bytes, &position) else { throw .malformed("its authenticator data") }
    }

    private static func value(_ bytes: [UInt8], _ position: inout Int) throws(PasskeyRefusal) -> CBORValue {
        do {
            var reader = try CBORReader(bytes, from: position)
            let value = try reader.next()
            position = reader.position
            return value
        } catch {
            throw .malformed("its authenticator data")
        }
    }
}

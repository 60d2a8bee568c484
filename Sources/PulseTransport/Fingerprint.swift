import Crypto

/// The SHA-256 of a certificate in its DER form, written as Proxmox and browsers do: `AB:CD:…`, 32 upper-case pairs.
package struct Fingerprint: Hashable, Sendable, CustomStringConvertible {
    package let description: String

    private static let byteCount = 32

    /// Reads upper or lower case, with colons or without. Nil when it isn't 32 bytes of hexadecimal.
    package init?(_ text: String) {
        let digits = text.utf8.filter { $0 != 0x3A && $0 != 0x20 }
        guard digits.count == Self.byteCount * 2, digits.allSatisfy({ Self.isHexadecimal($0) }) else { return nil }
        let upper = digits.map { $0 >= 0x61 ? $0 - 0x20 : $0 }
        description = Self.joined(stride(from: 0, to: upper.count, by: 2).map { [upper[$0], upper[$0 + 1]] })
    }

    /// The fingerprint of a certificate.
    package init(ofCertificate der: [UInt8]) {
        let hex = Array("0123456789ABCDEF".utf8)
        description = Self.joined(SHA256.hash(data: der).map { [hex[Int($0 >> 4)], hex[Int($0 & 15)]] })
    }

    private static func joined(_ pairs: [[UInt8]]) -> String {
        String(decoding: Array(pairs.joined(separator: [0x3A])), as: UTF8.self)
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte)
    }
}

/// Whose certificates are accepted.
package enum Trust: Hashable, Sendable {
    /// Those the operating system trusts, for the name that was asked for.
    case system
    /// Exactly this one, whoever signed it and whatever name it carries.
    case pinned(Fingerprint)
    /// Those that one of these certificates vouches for (PEM), for the name that was asked for.
    case authority(String)
    /// Any that is shown: only where the file that names the server says so itself.
    case anyone
}

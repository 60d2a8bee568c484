import Foundation

/// The first line of an export: everything that opening it needs but the passphrase. It is authenticated with the content, so none of it can be
/// changed.
///
///     pulse-configuration;version=1;kdf=scrypt;n=32768;r=8;p=3;cipher=aes-256-gcm;salt=<base64>;nonce=<base64>
///
/// Read strictly: there is one way to write each header, and a line that is written otherwise is refused.
struct ExportHeader: Equatable {
    static let magic = "pulse-configuration;"
    /// The line has about 170 bytes.
    static let longest = 512

    /// scrypt (RFC 7914) with 32 MiB, the third of the settings that OWASP's password storage cheat sheet gives as equal.
    struct Derivation: Equatable {
        static let ours = Derivation(rounds: 1 << 15, blockSize: 8, parallelism: 3)

        var rounds: Int
        var blockSize: Int
        var parallelism: Int

        /// At most 64 MiB and the work of four of those: a header is not to be trusted before the key is derived.
        var isAccepted: Bool { [1 << 14, 1 << 15, 1 << 16].contains(rounds) && blockSize == 8 && (1...4).contains(parallelism) }
    }

    var derivation: Derivation
    var salt: Data
    var nonce: Data

    var line: String {
        Self.magic + "version=1;kdf=scrypt;n=\(derivation.rounds);r=\(derivation.blockSize);p=\(derivation.parallelism);cipher=aes-256-gcm;"
            + "salt=\(salt.base64EncodedString());nonce=\(nonce.base64EncodedString())\n"
    }

    init(derivation: Derivation, salt: Data, nonce: Data) {
        self.derivation = derivation
        self.salt = salt
        self.nonce = nonce
    }

    /// - Parameter line: with its line feed.
    init(_ line: String) throws(ExportError) {
        let fields = Self.fields(line)
        if let version = fields["version"], version != "1" { throw .newerVersion(String(version.prefix(16))) }
        guard let rounds = fields["n"].flatMap(Int.init), let blockSize = fields["r"].flatMap(Int.init),
            let parallelism = fields["p"].flatMap(Int.init),
            let salt = fields["salt"].flatMap({ Data(base64Encoded: $0) }), let nonce = fields["nonce"].flatMap({ Data(base64Encoded: $0) }),
            salt.count == 32, nonce.count == 12
        else { throw .notAnExport }
        self.init(derivation: Derivation(rounds: rounds, blockSize: blockSize, parallelism: parallelism), salt: salt, nonce: nonce)
        guard self.line == line else { throw .notAnExport }
        guard derivation.isAccepted else { throw .derivationRefused }
    }

    private static func fields(_ line: String) -> [String: String] {
        let parts: [Substring] = line.dropLast().split(separator: ";")
        let pairs = parts.compactMap { (part: Substring) -> (String, String)? in
            guard let equals = part.firstIndex(of: "=") else { return nil }
            return (String(part[..<equals]), String(part[equals...].dropFirst()))
        }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }
}

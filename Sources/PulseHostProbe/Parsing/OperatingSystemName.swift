/// The name in `/etc/os-release`, described in os-release(5): `Debian GNU/Linux 12 (bookworm)`.
enum OperatingSystemName {
    static func parse(_ file: Bytes) -> String? {
        var found: [String: String] = [:]
        for line in file.lines {
            guard let (name, value) = line.divided(at: UInt8(ascii: "=")), name.first != UInt8(ascii: "#") else { continue }
            let text = unquoted(value).text
            if !text.isEmpty { found[name.text] = text }
        }
        return found["PRETTY_NAME"] ?? found["NAME"]
    }

    /// The file is read by shells, so values are quoted as for a shell.
    private static func unquoted(_ value: Bytes) -> Bytes {
        guard let quote = value.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return value }
        var result: [UInt8] = []
        var rest = value.dropFirst()
        while let byte = rest.popFirst(), byte != quote {
            let isEscape = byte == UInt8(ascii: "\\") && quote == UInt8(ascii: "\"")
            result.append(isEscape ? rest.popFirst() ?? byte : byte)
        }
        return result[...]
    }
}

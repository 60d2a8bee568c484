package import Foundation

/// Details as they are kept: pairs of texts with their lengths, sorted by the bytes of their names.
package enum DetailsForm {
    package static func data(_ details: [String: String]) -> Data {
        var bytes = CanonicalBytes()
        for (name, value) in sorted(details) {
            bytes.append(name)
            bytes.append(value)
        }
        return Data(bytes.bytes)
    }

    /// - Returns: nil when the bytes are not such pairs.
    package static func details(_ data: Data) -> [String: String]? {
        var rest = data[...]
        var details: [String: String] = [:]
        while !rest.isEmpty {
            guard let name = text(&rest), let value = text(&rest) else { return nil }
            details[name] = value
        }
        return details
    }

    /// As v5 has them, one text: `name=value; name=value`.
    package static func text(_ details: [String: String]) -> String {
        sorted(details).map { "\($0)=\($1)" }.joined(separator: "; ")
    }

    package static func sorted(_ details: [String: String]) -> [(name: String, value: String)] {
        details.map { (name: $0, value: $1) }.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    private static func text(_ rest: inout Data) -> String? {
        guard rest.count >= 8 else { return nil }
        let count = rest.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        rest = rest.dropFirst(8)
        guard count <= UInt64(rest.count) else { return nil }
        defer { rest = rest.dropFirst(Int(count)) }
        return String(data: rest.prefix(Int(count)), encoding: .utf8)
    }
}

/// The two names in a certificate, read from its DER form: as much of ASN.1 as that takes.
///
/// Bytes of a stranger: every length is checked, and what can't be read is nil.
struct CertificateNames {
    let issuer: String?
    let subject: String?

    init(der: [UInt8]) {
        var certificate = DERReader(der[...])
        var outer = DERReader(certificate.next()?.content ?? [])
        var body = DERReader(outer.next()?.content ?? [])
        // version (optional, tag 0xA0), serial number, algorithm; then issuer, validity, subject (RFC 5280, 4.1)
        var field = body.next()
        if field?.tag == 0xA0 { field = body.next() }
        _ = body.next()
        issuer = Self.name(body.next()?.content)
        _ = body.next()
        subject = Self.name(body.next()?.content)
    }

    /// `CN=pve1.example, O=PVE`, the parts that identify, in the order in which people read them.
    private static func name(_ bytes: ArraySlice<UInt8>?) -> String? {
        guard let bytes else { return nil }
        let attributes = attributes(bytes)
        let parts = labels.compactMap { label in attributes.first { $0.kind == label.kind }.map { "\(label.text)=\($0.text)" } }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    /// The last byte of the object identifiers 2.5.4.x that are shown.
    private static let labels: [(kind: UInt8, text: String)] = [(3, "CN"), (11, "OU"), (10, "O")]

    private static func attributes(_ bytes: ArraySlice<UInt8>) -> [(kind: UInt8, text: String)] {
        var result: [(kind: UInt8, text: String)] = []
        var sets = DERReader(bytes)
        while let set = sets.next(), result.count < 32 {
            var pairs = DERReader(set.content)
            guard let pair = pairs.next() else { continue }
            var fields = DERReader(pair.content)
            guard let identifier = fields.next()?.content, let value = fields.next()?.content else { continue }
            guard identifier.count == 3, identifier.starts(with: [0x55, 0x04]), let kind = identifier.last else { continue }
            result.append((kind, String(decoding: value, as: UTF8.self)))
        }
        return result
    }
}

/// Reads tag, length and content, one after the other.
private struct DERReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        rest = bytes
    }

    mutating func next() -> (tag: UInt8, content: ArraySlice<UInt8>)? {
        guard let tag = rest.popFirst(), let length = length(), length <= rest.count else { return nil }
        defer { rest = rest.dropFirst(length) }
        return (tag, rest.prefix(length))
    }

    private mutating func length() -> Int? {
        guard let first = rest.popFirst() else { return nil }
        guard first >= 0x80 else { return Int(first) }
        let count = Int(first & 0x7F)
        guard (1...4).contains(count), count <= rest.count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count).reduce(0) { $0 << 8 | Int($1) }
    }
}

/// The two names in a certificate, read from its DER form: as much of ASN.1 as that takes.
///
/// Bytes of a stranger: every length is checked, and what can't be read is nil.
struct CertificateNames {
    let issuer: String?
    let subject: String?
    /// The parts of the subject, each by itself.
    let subjectParts: CertificateName?

    init(der: [UInt8]) {
        var certificate = DERReader(der[...])
        var outer = DERReader(certificate.next()?.content ?? [])
        var body = DERReader(outer.next()?.content ?? [])
        // version (optional, tag 0xA0), serial number, algorithm; then issuer, validity, subject (RFC 5280, 4.1)
        var field = body.next()
        if field?.tag == 0xA0 { field = body.next() }
        _ = body.next()
        issuer = Self.name(body.next()?.content)?.text
        _ = body.next()
        subjectParts = Self.name(body.next()?.content)
        subject = subjectParts?.text
    }

    private static func name(_ bytes: ArraySlice<UInt8>?) -> CertificateName? {
        guard let bytes else { return nil }
        let attributes = attributes(bytes)
        // The last byte of the object identifiers 2.5.4.x.
        func first(_ kind: UInt8) -> String? { attributes.first { $0.kind == kind }?.text }
        return CertificateName(commonName: first(3), unit: first(11), organisation: first(10))
    }

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

/// The parts of a name in a certificate that identify somebody.
package struct CertificateName: Sendable, Equatable {
    package let commonName: String?
    package let unit: String?
    package let organisation: String?

    package init(commonName: String?, unit: String? = nil, organisation: String? = nil) {
        (self.commonName, self.unit, self.organisation) = (commonName, unit, organisation)
    }

    /// `CN=pve1.example, O=PVE`, in the order in which people read it; nil for a name without any of them.
    package var text: String? {
        let parts = [("CN", commonName), ("OU", unit), ("O", organisation)].compactMap { label, part in part.map { "\(label)=\($0)" } }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
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

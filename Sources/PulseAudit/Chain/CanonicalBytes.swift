/// Bytes that can be read in one way only: a domain and a version first, numbers of eight bytes, and every text with its length before it.
///
/// Fields that are joined by a character can be moved into each other by somebody who writes that character into a value; these cannot.
package struct CanonicalBytes: Sendable {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    package init(domain: String, version: String) { begin(domain: domain, version: version) }

    /// Starts anew in the same memory.
    mutating func clear() { bytes.removeAll(keepingCapacity: true) }

    mutating func begin(domain: String, version: String) {
        bytes.append(contentsOf: domain.utf8)
        bytes.append(0)
        bytes.append(contentsOf: version.utf8)
        bytes.append(0)
    }

    package mutating func append(byte: UInt8) { bytes.append(byte) }

    /// Eight bytes, the most significant first.
    package mutating func append(_ number: Int64) {
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }

    package mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { append(field: UnsafeRawBufferPointer($0)) }
    }

    mutating func append(field: UnsafeRawBufferPointer) {
        append(Int64(field.count))
        bytes.append(contentsOf: field)
    }

    /// Of a length that the version fixes.
    mutating func append(_ hash: Hash256) { hash.withBytes { bytes.append(contentsOf: $0) } }
}

package import Crypto
package import Foundation
import PulseCore

/// A SHA-256 value. Four numbers and no heap: a verification makes millions of them.
package struct Hash256: Hashable, Sendable {
    private let first, second, third, fourth: UInt64

    /// Before the first record there is nothing: 32 zeros.
    package static let zero = Hash256(first: 0, second: 0, third: 0, fourth: 0)
    package static let byteCount = 32

    private init(first: UInt64, second: UInt64, third: UInt64, fourth: UInt64) {
        (self.first, self.second, self.third, self.fourth) = (first, second, third, fourth)
    }

    private init(unchecked bytes: UnsafeRawBufferPointer) {
        self.init(
            first: bytes.loadUnaligned(as: UInt64.self), second: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self),
            third: bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self), fourth: bytes.loadUnaligned(fromByteOffset: 24, as: UInt64.self))
    }

    package init(_ digest: SHA256Digest) {
        self = digest.withUnsafeBytes { Hash256(unchecked: $0) }
    }

    /// - Returns: nil unless there are exactly 32 bytes.
    package init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count == Self.byteCount else { return nil }
        self.init(unchecked: bytes)
    }

    package init?(_ data: Data) {
        guard let made = data.withUnsafeBytes({ Hash256($0) }) else { return nil }
        self = made
    }

    /// - Parameter hex: 64 digits.
    package init?(hex: some StringProtocol) {
        guard let bytes = Hex.bytes(hex), let made = bytes.withUnsafeBytes({ Hash256($0) }) else { return nil }
        self = made
    }

    package func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try withUnsafeBytes(of: (first, second, third, fourth), body)
    }

    package var data: Data { withBytes { Data($0) } }

    package var hex: String { withBytes { Hex.text($0) } }
}

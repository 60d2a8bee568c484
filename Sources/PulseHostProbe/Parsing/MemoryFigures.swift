/// `/proc/meminfo`, in bytes.
package struct MemoryFigures: Hashable, Sendable {
    package var total: UInt64?
    package var free: UInt64?
    /// What programs could still get without swapping. Kernels before 3.14 do not say.
    package var available: UInt64?
    package var buffers: UInt64?
    package var cached: UInt64?
    package var swapTotal: UInt64?
    package var swapFree: UInt64?

    /// Nil when nothing of it could be read.
    init?(_ file: Bytes) {
        for line in file.lines {
            guard let (name, value) = line.divided(at: UInt8(ascii: ":")), let field = Self.fields[name.text] else { continue }
            self[keyPath: field] = Self.bytes(value)
        }
        if Self.fields.values.allSatisfy({ self[keyPath: $0] == nil }) { return nil }
    }

    private static var fields: [String: WritableKeyPath<Self, UInt64?>] {
        [
            "MemTotal": \.total, "MemFree": \.free, "MemAvailable": \.available, "Buffers": \.buffers, "Cached": \.cached,
            "SwapTotal": \.swapTotal, "SwapFree": \.swapFree,
        ]
    }

    /// `2974880 kB`. The kernel writes kB and means 1024 bytes.
    private static func bytes(_ value: Bytes) -> UInt64? {
        let words = value.words
        guard words.count == 2, words[1].elementsEqual("kB".utf8), let number = words[0].unsigned else { return nil }
        let (bytes, overflow) = number.multipliedReportingOverflow(by: 1024)
        return overflow ? nil : bytes
    }
}

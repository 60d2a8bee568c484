/// Requests that a block device has finished since it appeared, reading and writing together.
package struct DiskRequests: Hashable, Sendable {
    package var count: UInt64
    /// What they took, each from its being asked to its end.
    package var milliseconds: UInt64

    package init(count: UInt64, milliseconds: UInt64) {
        self.count = count
        self.milliseconds = milliseconds
    }
}

/// A row of `/proc/diskstats` (kernel documentation, admin-guide/iostats): what a block device has done since it appeared.
package struct DiskCounters: Hashable, Sendable {
    package var name: String
    package var bytesRead: UInt64
    package var bytesWritten: UInt64
    package var requests: DiskRequests?

    package init(name: String, bytesRead: UInt64, bytesWritten: UInt64, requests: DiskRequests? = nil) {
        self.name = name
        self.bytesRead = bytesRead
        self.bytesWritten = bytesWritten
        self.requests = requests
    }

    /// Rows that make no sense are left out.
    static func parse(_ file: Bytes) -> [DiskCounters] { file.lines.compactMap(row) }

    private static func row(_ line: Bytes) -> DiskCounters? {
        let words = line.words
        guard words.count >= 10, let read = bytes(words[5]), let written = bytes(words[9]) else { return nil }
        return DiskCounters(name: words[2].text, bytesRead: read, bytesWritten: written, requests: requests(words))
    }

    /// A sector of this file has 512 bytes, whatever the device's own sectors have.
    private static func bytes(_ sectors: Bytes) -> UInt64? {
        guard let (bytes, overflow) = sectors.unsigned?.multipliedReportingOverflow(by: 512), !overflow else { return nil }
        return bytes
    }

    private static func requests(_ words: [Bytes]) -> DiskRequests? {
        guard words.count >= 11, let count = sum(words[3], words[7]), let milliseconds = sum(words[6], words[10]) else { return nil }
        return DiskRequests(count: count, milliseconds: milliseconds)
    }

    private static func sum(_ first: Bytes, _ second: Bytes) -> UInt64? {
        guard let first = first.unsigned, let second = second.unsigned else { return nil }
        let (sum, overflow) = first.addingReportingOverflow(second)
        return overflow ? nil : sum
    }
}

/// A row of `/proc/diskstats`: bytes a block device has moved since it appeared.
package struct DiskCounters: Hashable, Sendable {
    package var name: String
    package var bytesRead: UInt64
    package var bytesWritten: UInt64

    package init(name: String, bytesRead: UInt64, bytesWritten: UInt64) {
        self.name = name
        self.bytesRead = bytesRead
        self.bytesWritten = bytesWritten
    }

    /// Rows that make no sense are left out.
    static func parse(_ file: Bytes) -> [DiskCounters] { file.lines.compactMap(row) }

    private static func row(_ line: Bytes) -> DiskCounters? {
        let words = line.words
        guard words.count >= 10, let read = bytes(words[5]), let written = bytes(words[9]) else { return nil }
        return DiskCounters(name: words[2].text, bytesRead: read, bytesWritten: written)
    }

    /// A sector of this file has 512 bytes, whatever the device's own sectors have.
    private static func bytes(_ sectors: Bytes) -> UInt64? {
        guard let (bytes, overflow) = sectors.unsigned?.multipliedReportingOverflow(by: 512), !overflow else { return nil }
        return bytes
    }
}

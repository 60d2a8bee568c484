/// A row of `/proc/net/dev`: bytes a network interface has moved since it appeared.
package struct InterfaceCounters: Hashable, Sendable {
    package var name: String
    package var bytesReceived: UInt64
    package var bytesSent: UInt64

    package init(name: String, bytesReceived: UInt64, bytesSent: UInt64) {
        self.name = name
        self.bytesReceived = bytesReceived
        self.bytesSent = bytesSent
    }

    /// Rows that make no sense are left out, and so are the two lines of headings.
    static func parse(_ file: Bytes) -> [InterfaceCounters] { file.lines.compactMap(row) }

    private static func row(_ line: Bytes) -> InterfaceCounters? {
        // The first number may follow the colon without a space.
        guard let (name, numbers) = line.divided(at: UInt8(ascii: ":")), !name.isEmpty else { return nil }
        let words = numbers.words
        guard words.count >= 16, let received = words[0].unsigned, let sent = words[8].unsigned else { return nil }
        return InterfaceCounters(name: name.text, bytesReceived: received, bytesSent: sent)
    }
}

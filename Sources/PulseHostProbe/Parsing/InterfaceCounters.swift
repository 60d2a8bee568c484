/// A row of `/proc/net/dev`: what a network interface has moved since it appeared.
package struct InterfaceCounters: Hashable, Sendable {
    package var name: String
    package var bytesReceived: UInt64
    package var bytesSent: UInt64
    /// Packets in both directions that were damaged, and that were thrown away.
    package var errors: UInt64?
    package var drops: UInt64?

    package init(name: String, bytesReceived: UInt64, bytesSent: UInt64, errors: UInt64? = nil, drops: UInt64? = nil) {
        self.name = name
        self.bytesReceived = bytesReceived
        self.bytesSent = bytesSent
        self.errors = errors
        self.drops = drops
    }

    /// Rows that make no sense are left out, and so are the two lines of headings.
    static func parse(_ file: Bytes) -> [InterfaceCounters] { file.lines.compactMap(row) }

    private static func row(_ line: Bytes) -> InterfaceCounters? {
        // The first number may follow the colon without a space.
        guard let (name, numbers) = line.divided(at: UInt8(ascii: ":")), !name.isEmpty else { return nil }
        let words = numbers.words
        guard words.count >= 16, let received = words[0].unsigned, let sent = words[8].unsigned else { return nil }
        return InterfaceCounters(
            name: name.text, bytesReceived: received, bytesSent: sent, errors: sum(words, 2, 10), drops: sum(words, 3, 11))
    }

    /// Received and sent together; nil when one of them makes no sense.
    private static func sum(_ words: [Bytes], _ received: Int, _ sent: Int) -> UInt64? {
        guard let received = words[received].unsigned, let sent = words[sent].unsigned else { return nil }
        let (sum, isTooMuch) = received.addingReportingOverflow(sent)
        return isTooMuch ? nil : sum
    }
}

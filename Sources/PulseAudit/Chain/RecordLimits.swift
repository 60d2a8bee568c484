/// How much of an event is kept, bytes of UTF-8: a name that somebody tries to sign in with may be as long as a request.
enum RecordLimits {
    static let identifier = 64
    static let event = 128
    static let user = 256
    static let address = 64
    static let path = 1024
    static let detailName = 64
    static let detailValue = 4096
    static let details = 64
}

extension String {
    /// At most so many bytes, cut between characters.
    func limited(to bytes: Int) -> String {
        guard utf8.count > bytes else { return self }
        var end = utf8.index(utf8.startIndex, offsetBy: bytes)
        while end.samePosition(in: self) == nil { end = utf8.index(before: end) }
        return String(self[..<end])
    }
}

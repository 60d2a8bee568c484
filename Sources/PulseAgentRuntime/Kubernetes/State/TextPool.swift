/// Texts that many objects share, such as images and node names, are kept once.
struct TextPool: Sendable {
    private static let limit = 8_192
    private var texts: Set<String> = []

    mutating func shared(_ text: String) -> String {
        // Short texts live inside the value itself.
        guard text.utf8.count > 15 else { return text }
        // What is shared stays shared when the pool forgets it.
        if texts.count >= Self.limit { texts = [] }
        return texts.insert(text).memberAfterInsert
    }

    mutating func shared(_ text: String?) -> String? {
        guard let text else { return nil }
        return shared(text)
    }
}

import Testing

/// Time, randomness, output and unstructured work come in through parameters or stand in `allowed.txt` with a reason.
@Suite("Refused words", .timeLimit(.minutes(5)))
struct RefusedWordTests {
    private static let words = [
        "Date()", "Date.now", "ContinuousClock", "SuspendingClock", ".random(", "SystemRandomNumberGenerator", "print(", "Task {", "Task.detached",
        "try!",
        "@unchecked Sendable", "public ",
    ]

    /// An entry of `allowed.txt`: a word, a file or (with `/` at its end) a folder, a reason.
    private struct Permission {
        let word: String
        let place: String

        func covers(_ word: String, _ path: String) -> Bool {
            word == self.word && (place.hasSuffix("/") ? path.hasPrefix(place) : path == place)
        }
    }

    private static let permissions: [Permission] = SourceTree.list("allowed.txt").map { Permission(word: $0[0], place: $0.count > 1 ? $0[1] : "") }

    @Test("a refused word stands only where allowed.txt allows it", arguments: words)
    func refused(word: String) {
        // Written without the space that the list's fields cannot end with.
        let name = word.trimmingSuffix(while: \.isWhitespace)
        for file in SourceTree.sources where !Self.permissions.contains(where: { $0.covers(name, file.path) }) {
            #expect(file.lines(with: word) == [], "\(name) in \(file.path)")
        }
    }

    @Test("every permission has a reason, names a refused word, and is used")
    func permissionsAreUsed() {
        let known = Set(Self.words.map { $0.trimmingSuffix(while: \.isWhitespace) })
        for (fields, permission) in zip(SourceTree.list("allowed.txt"), Self.permissions) {
            #expect(fields.count == 3 && fields[2].count > 10, "no reason: \(fields)")
            #expect(known.contains(permission.word), "not a refused word: \(fields)")
            let used = SourceTree.sources.contains { permission.covers(permission.word, $0.path) && !$0.lines(with: permission.word).isEmpty }
            #expect(used, "nothing needs this permission any more: \(fields)")
        }
    }

    @Test("words in comments, strings and longer words are not taken for code")
    func notCode() {
        let text = """
            // print(1)
            /* Task { /* try! */ Date() */
            let a = "print(\\(b("Date()")))"; addTask { }; blueprint(2)
            let b = #"try! \\"#; let c = 1
            print(c)
            """
        let file = SourceFile(path: "Sources/X/x.swift", text: text)
        #expect(file.lines(with: "print(") == [5])
        for word in ["Task {", "try!", "Date()"] { #expect(file.lines(with: word) == []) }
    }
}

extension String {
    fileprivate func trimmingSuffix(while condition: (Character) -> Bool) -> String {
        var rest = self[...]
        while let last = rest.last, condition(last) { rest.removeLast() }
        return String(rest)
    }
}

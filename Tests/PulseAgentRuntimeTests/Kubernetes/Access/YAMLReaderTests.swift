import Testing

@testable import PulseAgentRuntime

@Suite("YAML as kubeconfig files are written in", .timeLimit(.minutes(2)))
struct YAMLReaderTests {
    private func read(_ text: String) throws -> YAMLNode { try YAMLReader.read(text) }

    private func pairs(_ pairs: (String, YAMLNode)...) -> YAMLNode { .mapping(pairs.map { .init(key: $0.0, value: $0.1) }) }

    @Test("blocks, as kubectl writes them")
    func blocks() throws {
        let text = """
            ---
            # a comment
            apiVersion: v1
            clusters:
            - cluster:
                server: https://10.0.0.1:6443 # here
                certificate-authority-data: QUJD==
              name: "prod: one"
            - name: 'it''s'
            users: []
            preferences: {}
            empty:
            none: null
            deep:
              - - a
                - b
              -
                c: "x\\ty\\u00e9"
            """
        #expect(
            try read(text)
                == pairs(
                    ("apiVersion", .text("v1")),
                    (
                        "clusters",
                        .list([
                            pairs(
                                ("cluster", pairs(("server", .text("https://10.0.0.1:6443")), ("certificate-authority-data", .text("QUJD==")))),
                                ("name", .text("prod: one"))), pairs(("name", .text("it's"))),
                        ])
                    ), ("users", .list([])), ("preferences", .mapping([])), ("empty", .null), ("none", .null),
                    ("deep", .list([.list([.text("a"), .text("b")]), pairs(("c", .text("x\tyé")))]))))
    }

    @Test("flow values, which JSON is, over several lines")
    func flow() throws {
        let expected = pairs(("a", .list([.text("1"), pairs(("b", .text("c"))), .null])), ("d", .text("x, y")))
        #expect(try read(#"{"a": [1, {"b":"c"}, null], "d": "x, y"}"#) == expected)
        #expect(try read("{\n  \"a\": [\n    1,\n    {\"b\":\"c\"}, ~\n  ],\n  'd': 'x, y'\n}\n") == expected)
        #expect(try read("a: [1, {b: c},]\n") == pairs(("a", .list([.text("1"), pairs(("b", .text("c")))]))))
    }

    @Test("blocks of text keep their lines, or fold them")
    func literals() throws {
        #expect(try read("a: |\n  one\n   two\n\n  three\nb: c") == pairs(("a", .text("one\n two\n\nthree\n")), ("b", .text("c"))))
        #expect(try read("a: >-\n  one\n  two\n") == pairs(("a", .text("one two"))))
        #expect(try read("a: |-\n  # no comment\n  key: no key") == pairs(("a", .text("# no comment\nkey: no key"))))
    }

    @Test(
        "what is not read is refused with its line, never guessed",
        arguments: [
            ("a: &x 1", 1), ("a: *x", 1), ("a: !!str 1", 1), ("a: 1\na: 2", 2), ("a: 1\n---\nb: 2", 2), ("? a\n: b", 1), ("a: \"b", 1),
            ("a: [1, 2", 1),
            ("a:\n\t- b", 2), ("%YAML 1.2\n---\na: 1", 1), ("a: \"\\q\"", 1), ("a: 1\n  b: 2", 2), ("a: @b", 1), ("a: |2\n   b", 1), ("a: 'b' c", 1),
        ])
    func refused(text: String, line: Int) {
        #expect { try read(text) } throws: { ($0 as? YAMLError)?.line == line }
    }

    @Test("depth has an end")
    func depth() {
        #expect(throws: YAMLError.self) { try read(String(repeating: "[", count: 10_000)) }
        #expect(throws: YAMLError.self) { try read(String(repeating: "- ", count: 10_000) + "a") }
        let nested = (0..<200).map { String(repeating: " ", count: $0) + "a:" }.joined(separator: "\n")
        #expect(throws: YAMLError.self) { try read(nested) }
    }

    @Test("texts that were changed anywhere are read or refused", arguments: [1, 2, 3, 4] as [UInt64])
    func fuzz(seed: UInt64) {
        var dice = Dice(seed: seed)
        let seeds = [KubeconfigTests.text, #"{"a": [1, {"b":"c\u00e9"}, null], "d": "x, y"}"#, "a: |\n  b\n- c\n'd': [e, 'f']\n"].map {
            Array($0.utf8)
        }
        let marks = Array("\n\n -:#[]{}\"'|>&*!?,\\\t".utf8)
        for _ in 0..<2_000 {
            var bytes = seeds[dice.next(seeds.count)]
            for _ in 0...dice.next(8) {
                let place = dice.next(bytes.count)
                switch dice.next(3) {
                case 0: bytes[place] = marks[dice.next(marks.count)]
                case 1: bytes.insert(marks[dice.next(marks.count)], at: place)
                default: bytes[place] = UInt8(dice.next(256))
                }
            }
            let text = String(decoding: bytes, as: UTF8.self)
            guard let config = try? Kubeconfig(path: "/home/me/.kube/config", text: text) else { continue }
            _ = try? config.access(context: nil, files: SmallFiles { _ in nil })
        }
    }
}

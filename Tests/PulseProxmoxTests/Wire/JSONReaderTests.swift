import Testing

@testable import PulseProxmox

@Suite("JSON as Proxmox writes it", .timeLimit(.minutes(5)))
struct JSONReaderTests {
    private func read(_ text: String) throws -> JSON {
        var reader = JSONReader(Array(text.utf8))
        return try reader.value()
    }

    @Test("values of every kind")
    func values() throws {
        #expect(
            try read(#"{"a":[1,-2,3.5,1e3,true,false,null,"x"]}"#).object?.array("a") == [
                .integer(1), .integer(-2), .number(3.5), .number(1000), .bool(true), .bool(false), .null, .text("x"),
            ])
        #expect(try read("{}").object?.members.isEmpty == true)
        #expect(try read(" [ ] ").array == [])
        #expect(try read("12345678901234567890").number == 12_345_678_901_234_567_168)
        #expect(try read("9223372036854775807").integer == .max)
    }

    @Test("escapes, surrogate pairs and halves of them")
    func strings() throws {
        #expect(try read(#""a\n\"\\\/\u0041\u00e4\ud83d\ude00""#).text == "a\n\"\\/Aä😀")
        #expect(try read(#""\ud83dx""#).text == "\u{FFFD}x")
        #expect(try read(#""\udc00""#).text == "\u{FFFD}")
        #expect(try read("\"a\u{1}b\tc\"").text == "a\u{1}b\tc")
    }

    @Test("NaN and Infinity are counted and missing")
    func notFinite() throws {
        let answer = try Envelope.value(Array(#"{"data":[NaN,-Infinity,Infinity,-1]}"#.utf8))
        #expect(answer.notFinite == 3)
        #expect(answer.content.array == [.null, .null, .null, .integer(-1)])
    }

    @Test("numbers and booleans in all their disguises")
    func lenient() throws {
        let row = try #require(try read(#"{"i":"104","f":"0.46","e":"","t":"1","n":null,"neg":-5,"b":true,"x":"abc"}"#).object)
        #expect(row.integer("i") == 104)
        #expect(row.number("f") == 0.46)
        #expect(row.number("e") == nil)
        #expect(row.flag("e") == false)
        #expect(row.flag("t") == true)
        #expect(row.flag("n") == nil)
        #expect(row.amount("neg") == nil)
        #expect(row.share("neg") == nil)
        #expect(row.share("i") == nil && row.processors("i") == 104 && row.age("i") == 104)
        #expect(row.flag("b") == true)
        #expect(row.integer("x") == nil)
        #expect(row.text("e") == nil)
    }

    @Test(
        "what breaks off is told from what is no JSON",
        arguments: [
            ("{\"data\":[{\"a\":1", JSONError.truncated), ("{\"data\":[1,2", .truncated), ("{\"data\":\"abc", .truncated), ("", .truncated),
            ("{\"data\":[}", .unexpected(offset: 9)), ("{\"data\":1;", .unexpected(offset: 9)), ("{\"da", .truncated),
        ])
    func broken(text: String, error: JSONError) {
        #expect(throws: error) { try Envelope.value(Array(text.utf8)) }
    }

    @Test("nesting has an end")
    func deep() {
        let text = String(repeating: "[", count: 100_000)
        #expect(throws: JSONError.tooDeep) { try read(text) }
    }

    @Test("a row that can't be understood costs only itself")
    func rows() throws {
        let body = #"{"data":[{"type":"qemu","vmid":100,"node":"a"},{"type":"qemu"},7,{"type":"qemu","id":"qemu/101","node":"a"}],"total":4}"#
        let answer = try Envelope.rows(Array(body.utf8), PVEResourceRow.init)
        #expect(answer.content.map(\.vmid) == [100, 101])
        #expect(answer.dropped == 2)
    }

    @Test("any bytes end in a value or an error, never in a crash")
    func spoilt() {
        let text = #"{"data":[{"type":"qemu","vmid":100,"name":"a\u00e4\ud83d\ude00","cpu":0.5e-3,"x":[true,null,-Infinity]}],"m":"\\"}"#
        var spoiler = Spoiler(seed: 42)
        for _ in 0..<4000 {
            let bytes = spoiler.spoilt(Array(text.utf8))
            _ = try? Envelope.rows(bytes, PVEResourceRow.init)
            _ = Envelope.message(bytes)
        }
    }
}

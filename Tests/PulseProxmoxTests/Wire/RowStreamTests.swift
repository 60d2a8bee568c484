import Testing

@testable import PulseProxmox

@Suite("Rows of a body that comes in pieces", .timeLimit(.minutes(5)))
struct RowStreamTests {
    private struct Outcome: Equatable {
        var rows: [JSONObject] = []
        var dropped = 0
        var notFinite = 0
        var error: JSONError?

        /// Rows before an error have been handed over already, so only the error is compared.
        var judged: Outcome { error == nil ? self : Outcome(error: error) }
    }

    static let bodies = [
        #"{"data":[]}"#, #"{"data":[{}]}"#, " { \"total\" : 4 , \"data\" : [ { \"a\" : 1 } , 7 , \"x\\\"y\" , null , [1,{\"b\":[2]}] , true ] } x",
        #"{"data":[{"backup-id":"101","files":["a","b\\"],"size":"12","x":NaN,"v":{"state":"ok"}},{"y":-Infinity}],"data":[{"z":1}],"m":{"q":[]}}"#,
        #"{"data":[{"n":"a\u00e4\ud83d\ude00\n","k":[[],{},""]},{"n":"ü","f":1.5e3}]}"#, "{\"data\":[\t{\"a\":\"}]{[\\\\\"},\r\n1.5 ] }",
        // No JSON, or not all of it.
        "", "{", "{}", "[]", "<html>", #"{"data":{"a":1}}"#, #"{"data":[{"a":1]}"#, #"{"data":[{"a":1}"#, #"{"data":[{"a":1},"#,
        #"{"data":[{"a":1},]}"#,
        #"{"data":[1 2]}"#, #"{"data":[nullx]}"#, #"{"data":[7}"#, #"{"data":[7{"#, #"{"data":[{"a";1}]}"#, #"{"data":1}"#, #"{"total":1}"#,
        #"{"data" [1]}"#,
        #"{"data":[{"a":tru"#, #"{"data":[{"a":"x"#, #"{"data":[{"a":;"#, #"{"dat"#, #"{"data":[{"a":1}]"#, #"{"data":[{"a":1}] "t":1}"#,
        #"{data:[]}"#,
        "{\"data\":[" + String(repeating: "[", count: 80),
        "{\"data\":[" + String(repeating: "[", count: 63) + String(repeating: "]", count: 63) + "]}",
        "{\"data\":[" + String(repeating: "[", count: 64) + "1" + String(repeating: "]", count: 64) + "]}",
    ]

    @Test("wherever it is cut, it has the rows that the whole body has", arguments: bodies)
    func everySplit(body: String) {
        let bytes = Array(body.utf8)
        let whole = whole(bytes).judged
        for cut in 0...bytes.count { #expect(stream([bytes[..<cut], bytes[cut...]]).judged == whole, "cut at \(cut)") }
        #expect(stream(bytes.indices.map { bytes[$0...$0] }).judged == whole)
    }

    @Test("spoilt bodies give the same rows as the reader of whole bodies, or fail as it does")
    func spoilt() {
        let text = #"{"data":[{"backup-id":"100","t":1,"n":"a\u00e4","x":[true,null,-Infinity]},{"v":{"s":"ok"}}],"m":"\\"}"#
        var spoiler = Spoiler(seed: 7)
        for _ in 0..<4000 {
            let bytes = spoiler.spoilt(Array(text.utf8))
            let cut = bytes.isEmpty ? 0 : spoiler.number(below: bytes.count)
            let (streamed, whole) = (stream([bytes[..<cut], bytes[cut...]]), whole(bytes))
            #expect((streamed.error == nil) == (whole.error == nil), "\(String(decoding: bytes, as: UTF8.self))")
            if whole.error == nil { #expect(streamed == whole) }
        }
    }

    @Test("a row longer than the limit costs itself and no memory")
    func tooLong() throws {
        var reader = RowStream(rowLimit: 64)
        var names: [String?] = []
        let long = String(repeating: "x", count: 100_000)
        try reader.feed(Array(#"{"data":[{"n":"a"},{"n":"\#(long)"},{"n":"b"}]}"#.utf8)) { row in
            names.append(row.text("n"))
            return true
        }
        #expect(names == ["a", "b"])
        #expect(try reader.finish() == .init(rows: 2, dropped: 1, notFinite: 0))
    }

    @Test("a hundred megabytes are read in the memory of one row, though one of the rows has sixty")
    func flat() throws {
        var reader = RowStream(rowLimit: 1 << 20)
        var most = 0
        var rows = 0
        func feed(_ piece: [UInt8]) throws {
            try reader.feed(piece) { row in
                rows += 1
                return row.text("n") != nil
            }
            most = max(most, reader.held)
        }
        let megabyte = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
        let small = Array(#"{"n":"\#(String(repeating: "y", count: 60_000))"},"#.utf8)
        try feed(Array(#"{"data":["#.utf8))
        for _ in 0..<640 { try feed(small) }
        try feed(Array(#"{"n":""#.utf8))
        for _ in 0..<60 { try feed(megabyte) }
        try feed(Array(#""},{"n":"z"}]}"#.utf8))
        #expect(rows == 641)
        #expect(try reader.finish() == .init(rows: 641, dropped: 1, notFinite: 0))
        #expect(most <= 1 << 20)
    }

    private func whole(_ bytes: [UInt8]) -> Outcome {
        do throws(JSONError) {
            let answer = try Envelope.rows(bytes) { $0 }
            return Outcome(rows: answer.content, dropped: answer.dropped, notFinite: answer.notFinite)
        } catch {
            return Outcome(error: error)
        }
    }

    private func stream(_ pieces: [ArraySlice<UInt8>]) -> Outcome {
        var reader = RowStream()
        var outcome = Outcome()
        do throws(JSONError) {
            for piece in pieces {
                try reader.feed(piece) { row in
                    outcome.rows.append(row)
                    return true
                }
            }
            let tally = try reader.finish()
            (outcome.dropped, outcome.notFinite) = (tally.dropped, tally.notFinite)
        } catch {
            outcome.error = error
        }
        return outcome
    }
}

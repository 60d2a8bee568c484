import Foundation
import Testing

@testable import PulseAgentRuntime

@Suite("Streams cut into lines and lists into objects", .timeLimit(.minutes(2)))
struct SplitterTests {
    private func lines(_ pieces: [String], limit: Int = 10) -> (lines: [String], dropped: Int, isBroken: Bool) {
        var splitter = LineSplitter(limit: limit)
        var lines: [String] = []
        for piece in pieces { splitter.take(Array(piece.utf8)) { lines.append(String(decoding: $0, as: UTF8.self)) } }
        return (lines, splitter.dropped, splitter.isBroken)
    }

    private func parts(_ pieces: [[UInt8]], limit: Int = 1_000) -> (items: [String], metadata: [String], splitter: ListSplitter) {
        var splitter = ListSplitter(limit: limit)
        var (items, metadata) = ([String](), [String]())
        for piece in pieces {
            splitter.take(piece) { part, bytes in
                let text = String(decoding: bytes, as: UTF8.self)
                if part == .item { items.append(text) } else { metadata.append(text) }
            }
        }
        return (items, metadata, splitter)
    }

    @Test("lines come whole wherever the pieces end")
    func anyPieces() {
        #expect(lines(["ab", "c\nde", "f\n\n", "g", "h\n"]) == (["abc", "def", "gh"], 0, false))
        #expect(lines(["abc\nde"]) == (["abc"], 0, true))
    }

    @Test("a line that is too long is dropped to its end, and those after it come")
    func tooLong() {
        #expect(lines(["0123456789A\nb\n"]) == (["b"], 1, false))
        #expect(lines(["01234", "56789", "A", "BCD", "E\nb\n"]) == (["b"], 1, false))
        #expect(lines(["0123456789\nb\n"]) == (["0123456789", "b"], 0, false))
        #expect(lines(["0123456789ABC"]) == ([], 0, true))
    }

    private let list =
        #"{"kind":"PodList","items2":[{"x":1}],"metadata":{"resourceVersion":"7","x":{"items":[{}]}},"items":[{"a":"}]\"{"},{"b":[[{}],{"c":"\\"}]}],"more":{"items":[{"d":1}]}}"#

    @Test("objects of a list come one by one, wherever the pieces end and whatever their texts hold")
    func objects() {
        for size in 1...list.utf8.count {
            let bytes = Array(list.utf8)
            let pieces = stride(from: 0, to: bytes.count, by: size).map { Array(bytes[$0..<min($0 + size, bytes.count)]) }
            let (items, metadata, splitter) = parts(pieces)
            #expect(items == [#"{"a":"}]\"{"}"#, #"{"b":[[{}],{"c":"\\"}]}"#])
            #expect(metadata == [#"{"resourceVersion":"7","x":{"items":[{}]}}"#])
            #expect(splitter.isComplete && !splitter.isBroken && splitter.dropped == 0)
        }
    }

    @Test("an object that is too large is dropped, and those after it come")
    func largeObject() {
        let large = #"{"metadata":{},"items":[{"a":1},{"b":"\#(String(repeating: "x", count: 200))"},{"c":1}]}"#
        let (items, _, splitter) = parts([Array(large.utf8)], limit: 100)
        #expect(items == [#"{"a":1}"#, #"{"c":1}"#])
        #expect(splitter.dropped == 1 && splitter.isComplete)
    }

    @Test("a list that breaks off is not complete, and what is no list is broken or empty")
    func incomplete() {
        #expect(!parts([Array(list.utf8.dropLast())]).splitter.isComplete)
        #expect(!parts([Array("404 page not found".utf8)]).splitter.isComplete)
        #expect(parts([Array("{}{}".utf8)]).splitter.isBroken)
        #expect(parts([Array("]".utf8)]).splitter.isBroken)
        #expect(parts([Array(#"{"items":null,"metadata":{}}"#.utf8)]).splitter.isComplete)
    }

    @Test("bytes of any kind neither stop the splitters nor make them keep more than their limit", arguments: [11, 12, 13, 14] as [UInt64])
    func fuzz(seed: UInt64) {
        var dice = Dice(seed: seed)
        let whole = Array(list.utf8)
        for _ in 0..<400 {
            var bytes = whole
            for _ in 0..<dice.next(6) { bytes[dice.next(bytes.count)] = UInt8(dice.next(256)) }
            if dice.next(3) == 0 { bytes.removeSubrange(0..<dice.next(bytes.count)) }
            var pieces: [[UInt8]] = []
            while !bytes.isEmpty {
                let count = min(bytes.count, 1 + dice.next(40))
                pieces.append(Array(bytes.prefix(count)))
                bytes.removeFirst(count)
            }
            let (items, metadata, _) = parts(pieces, limit: 50)
            #expect((items + metadata).allSatisfy { $0.utf8.count <= 150 && $0.hasPrefix("{") })
            let reader = ObjectReader(resource: KubernetesResource.allCases[dice.next(KubernetesResource.allCases.count)])
            var splitter = LineSplitter(limit: 64)
            for piece in pieces { splitter.take(piece) { _ = reader.line($0) } }
        }
    }

    @Test("lines of a stream that were changed anywhere are read or not, and nothing else happens", arguments: [21, 22] as [UInt64])
    func streamFuzz(seed: UInt64) {
        var dice = Dice(seed: seed)
        let line = Array(#"{"type":"MODIFIED","object":\#(DoubleObject.pod("web-1").json(kind: "Pod"))}"#.utf8)
        let reader = ObjectReader(resource: .pods)
        guard case .put = reader.line(line[...]) else {
            Issue.record("the line itself cannot be read")
            return
        }
        for _ in 0..<1_000 {
            var bytes = line
            for _ in 0...dice.next(8) { bytes[dice.next(bytes.count)] = UInt8(dice.next(256)) }
            if dice.next(4) == 0 { bytes.removeLast(dice.next(bytes.count)) }
            if case .put(let name, _, _) = reader.line(bytes[...]) {
                #expect(!name.name.isEmpty && name.name.utf8.count <= 253 && name.namespace.utf8.count <= 63)
            }
        }
    }
}

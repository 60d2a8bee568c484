import Foundation
import Testing

/// Files, functions and types stay small. What is over a limit stands in `ratchet.txt` with its size, which may only shrink.
///
/// `PULSE_RATCHET=1 swift test --filter SizeTests` writes the list anew; the difference is for the reviewer to see.
@Suite("Sizes", .timeLimit(.minutes(5)))
struct SizeTests {
    private static let limits = ["file": 400, "function": 60, "type": 25]

    /// Sizes over the limit, by `kind | name`.
    private static func offenders() -> [String: Int] {
        var sizes: [String: Int] = [:]
        var members: [String: Int] = [:]
        for file in SourceTree.sources {
            let outline = Outline(file)
            sizes["file | \(file.path)"] = file.lines
            for function in outline.functions { sizes["function | \(file.path) | \(function.name)", default: 0].raise(to: function.lines) }
            for (type, count) in outline.members { members["type | \(file.target) | \(type)", default: 0] += count }
        }
        return sizes.merging(members) { $1 }.filter { key, size in size > limits[String(key.prefix { $0 != " " })] ?? 0 }
    }

    private static func listed() -> [String: Int] {
        Dictionary(SourceTree.list("ratchet.txt").map { ($0.dropLast().joined(separator: " | "), Int($0.last ?? "") ?? 0) }) { $1 }
    }

    private static func write(_ sizes: [String: Int]) throws {
        let lines = sizes.sorted { $0.key < $1.key }.map { "\($0.key) | \($0.value)" }
        let head =
            "# What is over the limits of SizeTests (file 400 lines, function 60 lines, type 25 members), with its size.\n# A size may only shrink.\n"
        let path = SourceTree.root.appendingPathComponent("Tests/ArchitectureTests/ratchet.txt")
        try (head + lines.map { $0 + "\n" }.joined()).write(to: path, atomically: true, encoding: .utf8)
    }

    @Test("nothing grows over its limit, and what was over it only shrinks")
    func ratchet() throws {
        let sizes = Self.offenders()
        if ProcessInfo.processInfo.environment["PULSE_RATCHET"] == "1" { return try Self.write(sizes) }
        let listed = Self.listed()
        for (name, size) in sizes.sorted(by: { $0.key < $1.key }) {
            guard let before = listed[name] else {
                Issue.record("\(name) is too large: \(size)")
                continue
            }
            #expect(size <= before, "\(name) grew from \(before) to \(size)")
            #expect(size >= before, "\(name) shrank from \(before) to \(size): write the smaller number into ratchet.txt")
        }
        for name in listed.keys.sorted() where sizes[name] == nil { Issue.record("\(name) is small enough now: take it out of ratchet.txt") }
    }

    @Test("the outline counts members and lines")
    func outline() {
        let text = """
            struct Outer {
                let a = [1].map { $0 }
                init() {}
                struct Inner {
                    var b: Int { 1 }
                }
                func long(_ run: () -> Void = { let x = 1 }) {
                    let local = 1
                    func nested() {
                    }
                }
                class func c() {}
            }
            extension Outer.Inner {
                static func == (a: Self, b: Self) -> Bool { true }
                subscript(i: Int) -> Int { i }
            }
            """
        let outline = Outline(SourceFile(path: "Sources/X/x.swift", text: text))
        #expect(outline.members == ["Outer": 4, "Outer.Inner": 3])
        #expect(outline.functions.first { $0.name == "Outer.long" }?.lines == 5)
        #expect(outline.functions.first { $0.name == "nested" }?.lines == 2)
    }
}

extension Int {
    fileprivate mutating func raise(to other: Int) { self = Swift.max(self, other) }
}

import Foundation

/// One Swift file of the tree, with its text and with its code alone.
struct SourceFile {
    /// From the root of the tree: `Sources/PulseCore/Fleet.swift`.
    let path: String
    /// `PulseCore`
    let target: String
    let text: String
    /// The text with comments and the contents of strings blanked out; lines stay where they are.
    let code: [UInt8]

    init(path: String, text: String) {
        self.path = path
        target = String(path.split(separator: "/")[1])
        self.text = text
        code = CodeOnly.of(text)
    }

    var lines: Int { text.utf8.count { $0 == UInt8(ascii: "\n") } }

    /// The lines on which `word` stands as a word of its own, from 1.
    func lines(with word: String) -> [Int] {
        let wanted = [UInt8](word.utf8)
        var found: [Int] = []
        var line = 1
        for index in code.indices {
            if code[index] == UInt8(ascii: "\n") { line += 1 }
            guard code[index] == wanted[0], code[index...].starts(with: wanted) else { continue }
            if wanted[0].isIdentifier, index > 0, code[index - 1].isIdentifier { continue }
            found.append(line)
        }
        return found
    }

    /// The modules that the file imports.
    var imports: [String] {
        let modifiers: Set<Substring> = ["package", "private", "internal", "public", "fileprivate", "@testable", "@preconcurrency", "@_exported"]
        let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
        return String(decoding: code, as: UTF8.self).split(separator: "\n").compactMap { line in
            var words = line.split(separator: " ")[...]
            words = words.drop { modifiers.contains($0) }
            guard words.popFirst() == "import" else { return nil }
            return words.drop { kinds.contains($0) }.first?.split(separator: ".").first.map(String.init)
        }
    }
}

/// The tree that these tests were compiled from.
enum SourceTree {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Every Swift file under `Sources/`, by path.
    static let sources: [SourceFile] = {
        let folder = root.appendingPathComponent("Sources").path
        let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return names.filter { $0.hasSuffix(".swift") }.sorted().map { SourceFile(path: "Sources/\($0)", text: read("Sources/\($0)")) }
    }()

    /// The folders of `Sources/`.
    static let targets: [String] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root.appendingPathComponent("Sources").path)) ?? []
        return names.filter { !$0.hasPrefix(".") }.sorted()
    }()

    static func read(_ path: String) -> String {
        guard let data = FileManager.default.contents(atPath: root.appendingPathComponent(path).path) else { return "" }
        return String(decoding: data, as: UTF8.self)
    }

    /// The entries of a list in this folder: fields between bars, without comments and empty lines.
    static func list(_ name: String) -> [[String]] {
        read("Tests/ArchitectureTests/\(name)").split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
            line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        }
    }

    /// What git would hand to somebody who clones the tree.
    static func tracked() throws -> [String] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["git", "-C", root.path, "ls-files", "-z"]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return data.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }
}

extension UInt8 {
    var isIdentifier: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"),
            0x80...:
            true
        default: false
        }
    }
}

import Foundation
import Testing

/// What the tree says about itself, and what it must not say.
@Suite("The tree", .timeLimit(.minutes(5)))
struct TreeTests {
    /// Module maps for libraries of the system need no page.
    private static let withoutReadme: Set<String> = ["CSnappy", "CZlib"]

    @Test("every target says what it is for and what does not belong in it", arguments: SourceTree.targets)
    func readme(target: String) {
        guard !Self.withoutReadme.contains(target) else { return }
        #expect(SourceTree.read("Sources/\(target)/README.md").count > 200, "Sources/\(target)/README.md is missing or a stub")
    }

    /// Without one, a test that waits for what never comes stops all others and is not named.
    @Test("every suite of tests has a time limit")
    func timeLimits() throws {
        let suites = try SourceTree.tracked().filter { $0.hasPrefix("Tests/") && $0.hasSuffix(".swift") }.map { ($0, SourceTree.read($0)) }
        #expect(suites.count > 100)
        for (path, text) in suites where text.contains("\n    @Test(") {
            #expect(text.contains(/@Suite\([^\n]*\.timeLimit\(/), "\(path) has tests outside a suite with .timeLimit")
        }
    }

    /// Taken apart, because this file is tracked too.
    private static let refused = [
        ["/wo", "rk/"], ["deb.deb", "ian.org"], ["security.deb", "ian.org"], ["ftp.deb", "ian.org"], ["py", "pi.org"], ["pythonho", "sted.org"],
        ["npm", "js."],
        ["crat", "es.io"], ["proxy.go", "lang.org"],
    ].map { $0.joined() }

    @Test("no tracked file names a path of one machine or the host of a package registry")
    func noMachine() throws {
        let paths = try SourceTree.tracked()
        #expect(paths.count > 100, "git told \(paths.count) files")
        for path in paths {
            let data = FileManager.default.contents(atPath: SourceTree.root.appendingPathComponent(path).path) ?? Data()
            for word in Self.refused where data.range(of: Data(word.utf8)) != nil { Issue.record("\(path) contains \(word)") }
        }
    }

    @Test("the version of the changelog's newest entry is the one in VERSION")
    func changelog() {
        let version = SourceTree.read("VERSION").trimmingCharacters(in: .whitespacesAndNewlines)
        let newest = SourceTree.read("CHANGELOG.md").split(separator: "\n").first { $0.hasPrefix("## ") }
        #expect(newest?.hasPrefix("## \(version)") == true)
    }
}

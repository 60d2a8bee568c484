private import Foundation

/// Files of scenarios, read from where they lie: they are data and are not compiled in.
package struct ScenarioFolder {
    package let path: String

    package init(path: String) { self.path = path }

    /// All scenarios in the order of their files.
    ///
    /// - Throws: ``ScenarioError`` for the first line that is not understood.
    package func scenarios() throws -> [Scenario] {
        try files.flatMap { name in
            let text = try String(decoding: Data(contentsOf: URL(fileURLWithPath: path).appendingPathComponent(name)), as: UTF8.self)
            return try ScenarioParser.scenarios(text, file: name)
        }
    }

    private var files: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.filter { $0.hasSuffix(".scenarios") }.sorted()
    }
}

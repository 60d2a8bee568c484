/// What is wrong with a file of scenarios, and where: the line can be mended without reading this program.
package struct ScenarioError: Error, Hashable, Sendable, CustomStringConvertible {
    package let file: String
    package let line: Int
    package let scenario: String?
    package let sentence: String

    package init(file: String, line: Int, scenario: String?, sentence: String) {
        (self.file, self.line, self.scenario, self.sentence) = (file, line, scenario, sentence)
    }

    package var description: String { "\(file):\(line): \(scenario.map { "“\($0)”: " } ?? "")\(sentence)" }
}

/// The same before anybody knows the place.
struct Unreadable: Error, Hashable, CustomStringConvertible {
    let sentence: String

    init(_ sentence: String) { self.sentence = sentence }

    var description: String { sentence }
}

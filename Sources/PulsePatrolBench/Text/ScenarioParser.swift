import PulseCore
import PulsePatrol

/// Reads files of scenarios: a line is a statement, indentation is for people, `#` begins a remark.
package struct ScenarioParser {
    private let file: String
    private var scenarios: [Scenario] = []
    private var after = Duration.zero
    private var line = 0

    package static func scenarios(_ text: String, file: String) throws -> [Scenario] {
        var parser = ScenarioParser(file: file)
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            parser.line = index + 1
            try parser.read(String(line).trimmed)
        }
        return parser.scenarios
    }

    private init(file: String) { self.file = file }

    private mutating func read(_ line: String) throws {
        guard !line.isEmpty, !line.hasPrefix("#") else { return }
        let (verb, rest) = line.cut(at: " ")
        do {
            try read(verb, rest)
        } catch let error as Unreadable {
            throw ScenarioError(file: file, line: self.line, scenario: scenarios.last?.name, sentence: error.sentence)
        }
    }

    private mutating func read(_ verb: String, _ rest: String) throws {
        if verb == "scenario" || verb == "healthy" { return try begin(rest, isHealthy: verb == "healthy") }
        guard !scenarios.isEmpty else { throw Unreadable("a file begins with “scenario NAME” or “healthy NAME”") }
        let place = scenarios.count - 1
        if verb == "at" {
            after = try Self.offset(rest)
        } else if let expectation = try ExpectationReader(line: line, length: scenarios[place].length).read(verb, rest) {
            guard !scenarios[place].isHealthy || verb == "never" else { throw Unreadable("nothing is raised in a healthy world") }
            scenarios[place].expectations.append(expectation)
        } else if try !scenarios[place].set(verb, rest) {
            try change(place, verb, rest)
        }
    }

    private mutating func change(_ place: Int, _ verb: String, _ rest: String) throws {
        guard scenarios[place].simulator != nil else {
            return scenarios[place].changes.append(Change(after: after, line: line, action: try ActionReader.action(verb, rest)))
        }
        guard let order = try SimulatorOrder(verb, rest, after: after, line: line) else {
            throw Unreadable("“\(verb)” does nothing in a simulated world: \(SimulatorOrder.verbs.sorted().joined(separator: ", "))")
        }
        scenarios[place].orders.append(order)
    }

    private mutating func begin(_ name: String, isHealthy: Bool) throws {
        guard !name.isEmpty else { throw Unreadable("a scenario needs a name") }
        guard !scenarios.contains(where: { $0.name == name }) else { throw Unreadable("there are two scenarios of this name") }
        scenarios.append(Scenario(file: file, line: line, name: name, isHealthy: isHealthy))
        after = .zero
    }

    /// `12h`, `-3d`, `0`.
    private static func offset(_ text: String) throws -> Duration {
        if text == "0" || text == "start" { return .zero }
        return text.hasPrefix("-") ? .zero - (try Quantity.duration(String(text.dropFirst()))) : try Quantity.duration(text)
    }
}

extension Scenario {
    /// The settings of a scenario. False when it is none of them.
    mutating func set(_ verb: String, _ rest: String) throws -> Bool {
        switch verb {
        case "world": world = rest
        case "simulator":
            guard changes.isEmpty else { throw Unreadable("“simulator” stands before everything that happens") }
            simulator = try SimulatorWorld(rest)
        case "for": length = try Quantity.duration(rest)
        case "every": interval = try Quantity.duration(rest)
        case "history": history = try rest == "0" ? .zero : Quantity.duration(rest)
        case "noise": noise = try Quantity.number(rest)
        case "begins":
            let parts = rest.split(separator: ":").compactMap { Int64($0) }
            guard parts.count == 2 else { throw Unreadable("“begins 02:30” tells the time of day") }
            start = Self.day + .seconds(parts[0] * 3600 + parts[1] * 60)
        default: return false
        }
        guard interval >= .seconds(600), length > .zero, length <= .seconds(60 * 86_400) else {
            throw Unreadable("a scenario takes up to 60d, and patrol looks every 10m at most")
        }
        return true
    }
}

extension String {
    /// Before and behind the first of a separator; the second is empty without one.
    func cut(at separator: Character) -> (String, String) {
        guard let place = firstIndex(of: separator) else { return (self, "") }
        return (String(self[..<place]).trimmed, String(self[index(after: place)...]).trimmed)
    }
}

import PulseCore
import PulsePatrolBench
import PulseSimulator

/// A fault as a scenario writes it, in the JSON that the simulator's control interface takes.
struct FaultText {
    let json: String

    private struct Field {
        let name: String
        /// Empty where any word will do.
        let choices: [String]
    }

    private static let numbers: Set<String> = ["vmid", "rate", "count", "bytes", "server", "gateway", "cluster"]
    /// Which server is meant is never told by position.
    private static let places: Set<String> = ["server", "gateway", "cluster"]

    /// - Parameter words: the fields in their order, or `field=value`.
    /// - Throws: `FaultRefused` with what there is.
    init(_ name: String, _ words: [String]) throws {
        guard let known = SimulatedEstate.knownFaults.first(where: { $0.name == name }) else {
            throw FaultRefused(
                description: "there is no fault “\(name)”: " + SimulatedEstate.knownFaults.map(\.name).sorted().joined(separator: ", "))
        }
        let fields = Self.fields(known.fields)
        var open = fields.map(\.name).filter { !Self.places.contains($0) }[...]
        var parts = ["\"fault\":\(Self.quoted(name))"]
        for word in words {
            let pair = word.split(separator: "=", maxSplits: 1).map(String.init)
            let (field, value) = pair.count == 2 ? (pair[0], pair[1]) : (open.popFirst() ?? word, word)
            open.removeAll { $0 == field }
            parts.append("\(Self.quoted(field)):\(try Self.value(value, of: field, in: fields, known.fields))")
        }
        json = "{\(parts.joined(separator: ","))}"
        try SimulatedEstate.check(json: json)
    }

    /// From `node, how = power-off | refused | hanging`.
    private static func fields(_ text: String) -> [Field] {
        text.split(separator: ",").map { part in
            let halves = part.split(separator: "=", maxSplits: 1).map { $0.trimmed }
            let name = (halves.first ?? "").prefix { $0 != " " }
            let choices = halves.count == 2 && halves[1].contains("|") ? halves[1].split(separator: "|").map { $0.trimmed } : []
            return Field(name: String(name), choices: choices.contains("…") ? [] : choices)
        }
    }

    private static func value(_ text: String, of name: String, in fields: [Field], _ words: String) throws -> String {
        let field = fields.first { $0.name == name }
        guard field != nil || places.contains(name) else { throw FaultRefused(description: "it has no “\(name)”, but: \(words)") }
        if let field, !field.choices.isEmpty, !field.choices.contains(text) { throw FaultRefused(description: "“\(text)” is none of: \(words)") }
        if name == "seconds" { return "\(try seconds(text))" }
        if name == "on" { return text == "no" ? "false" : "true" }
        guard numbers.contains(name) else { return quoted(text) }
        if text.hasSuffix("%"), let share = Double(text.dropLast()) { return "\(share / 100)" }
        guard let number = Double(text) else { throw FaultRefused(description: "“\(text)” is no number for “\(name)”") }
        return number == number.rounded() ? "\(Int(number))" : "\(number)"
    }

    /// `90`, `90s`, `3d`
    private static func seconds(_ text: String) throws -> Double {
        if let number = Double(text) { return number }
        do { return try Quantity.duration(text).asSeconds } catch { throw FaultRefused(description: "\(error)") }
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}

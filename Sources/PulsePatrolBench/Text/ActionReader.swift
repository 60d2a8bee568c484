import PulseCore

/// The lines that change something.
enum ActionReader {
    static func action(_ verb: String, _ rest: String) throws -> Change.Action {
        switch verb {
        case "set", "add", "remove", "hide", "date": return try edit(verb, rest)
        case "figure": return try figure(rest)
        case "gap": return try gap(rest)
        case "clone", "move": return try pair(verb, rest)
        case "delete": return .delete(try id(rest))
        case "down": return .down(try id(rest))
        case "up": return .up(try id(rest))
        case "stop": return .stop(try id(rest))
        case "start": return .start(try id(rest))
        case "silent": return .silent(try slug(rest))
        case "answers": return .answers(try slug(rest))
        case "unheard": return .unheard(try slug(rest))
        case "forget": return .forget(try slug(rest))
        case "restore": return .restore(try target(rest))
        case "fault", "restart", "jump": throw Unreadable("“\(verb)” needs a line “simulator …” above it")
        default: throw Unreadable("“\(verb)” is no statement; see Scenarios/README.md")
        }
    }

    private static func edit(_ verb: String, _ rest: String) throws -> Change.Action {
        let (left, value) = halves(rest)
        let (name, path) = left.cut(at: " ")
        let target = try target(name)
        let property = try PropertyPath(path)
        if verb == "remove" { return .edit(target, property, .remove) }
        guard !value.isEmpty else { throw Unreadable("“= value” is missing") }
        switch verb {
        case "add": return .edit(target, property, .add(try ValueReader.value(value)))
        case "hide": return .edit(target, property, .hide(try ValueReader.value(value).text()))
        case "date": return .edit(target, property, .date(try ValueReader.value(value)))
        default: return .edit(target, property, .set(try ValueReader.value(value)))
        }
    }

    /// At the first ` = ` that is outside of brackets.
    private static func halves(_ text: String) -> (String, String) {
        guard let sign = text.firstRange(of: " = ") else { return (text, "") }
        return (String(text[..<sign.lowerBound]).trimmed, String(text[sign.upperBound...]).trimmed)
    }

    private static func figure(_ rest: String) throws -> Change.Action {
        let (left, value) = halves(rest)
        let (name, figure) = left.cut(at: " ")
        let (metricName, part) = figure.cut(at: " ")
        let metric = try metric(metricName)
        let unquoted = part.hasPrefix("\"") && part.hasSuffix("\"") && part.count > 1 ? String(part.dropFirst().dropLast()) : part
        return .figure(SeriesKey(try id(name), metric, part: unquoted), try BendReader(metric: metric).bend(value))
    }

    private static func gap(_ rest: String) throws -> Change.Action {
        let (left, value) = halves(rest)
        let (name, metricName) = left.cut(at: " ")
        return .gap(
            name == "*" ? nil : try id(name), metricName == "*" || metricName.isEmpty ? nil : try metric(metricName), try Quantity.duration(value))
    }

    private static func pair(_ verb: String, _ rest: String) throws -> Change.Action {
        let words = rest.split(separator: " ").map(String.init)
        guard words.count == 3, words[1] == (verb == "clone" ? "as" : "to") else {
            throw Unreadable("“clone RESOURCE as RESOURCE” or “move GUEST to NODE”")
        }
        return verb == "clone" ? .clone(try id(words[0]), as: try id(words[2])) : .move(try id(words[0]), to: words[2])
    }

    private static func target(_ text: String) throws -> Change.Target {
        if text.hasPrefix("ledger:") { return .ledger(try slug(String(text.dropFirst(7)))) }
        if text.hasPrefix("source:") { return .source(try slug(String(text.dropFirst(7)))) }
        return .resource(try id(text))
    }

    static func id(_ text: String) throws -> ResourceID { try ResourceID.make(.word(text), .none) }

    static func metric(_ text: String) throws -> Metric {
        guard let metric = Metric(rawValue: text) else {
            throw Unreadable("“\(text)” is no metric: \(Metric.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return metric
    }

    private static func slug(_ text: String) throws -> SourceSlug {
        guard let slug = SourceSlug(text) else { throw Unreadable("“\(text)” is no name of a source") }
        return slug
    }
}

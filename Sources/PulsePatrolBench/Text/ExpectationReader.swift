import PulseCore
import PulsePatrol

/// `must CODE RESOURCE ["INSTANCE"] [SEVERITY] [by 12h] [gone by 2d] [once] [alone] [because CODE RESOURCE]`, `may CODE RESOURCE|* ["INSTANCE"]`, `never CODE RESOURCE [hidden]`.
struct ExpectationReader {
    let line: Int
    let length: Duration

    /// Nil when the verb is none of these.
    func read(_ verb: String, _ rest: String) throws -> Expectation? {
        guard ["must", "may", "never"].contains(verb) else { return nil }
        var rest = rest
        let instance = try quoted(&rest)
        var words = rest.split(separator: " ").map(String.init)[...]
        guard let code = words.popFirst(), let target = words.popFirst() else { throw Unreadable("“\(verb)” needs a check and a resource") }
        let resource = target == "*" && verb == "may" ? nil : try ResourceID.make(.word(target), Moments.none)
        let severity = words.first.flatMap { FindingSeverity(rawValue: $0) }
        if severity != nil { words.removeFirst() }
        let marks = Set(words.compactMap(Expectation.Mark.init))
        words.removeAll { Expectation.Mark(rawValue: $0) != nil }
        let kind = try self.kind(verb, &words)
        guard words.isEmpty else { throw Unreadable("“\(words.joined(separator: " "))” is left over") }
        return Expectation(kind: kind, code: code, resource: resource, instance: instance, severity: severity, marks: marks, line: line)
    }

    private func kind(_ verb: String, _ words: inout ArraySlice<String>) throws -> Expectation.Kind {
        switch verb {
        case "may": return .may
        case "never":
            let isHidden = words.first == "hidden"
            if isHidden { words.removeFirst() }
            return .never(isHidden: isHidden)
        default:
            let by = try time(["by"], &words)
            let goneBy = try time(["gone", "by"], &words)
            return .must(by: by ?? length, goneBy: goneBy, cause: try cause(&words))
        }
    }

    private func cause(_ words: inout ArraySlice<String>) throws -> Expectation.Cause? {
        guard words.first == "because" else { return nil }
        words.removeFirst()
        guard let code = words.popFirst(), let target = words.popFirst() else { throw Unreadable("“because” needs a check and a resource") }
        return Expectation.Cause(code: code, resource: try ResourceID.make(.word(target), .none))
    }

    private func time(_ begin: [String], _ words: inout ArraySlice<String>) throws -> Duration? {
        guard words.starts(with: begin) else { return nil }
        words = words.dropFirst(begin.count)
        guard let text = words.popFirst() else { throw Unreadable("“\(begin.joined(separator: " "))” needs a span") }
        return try Quantity.duration(text)
    }

    private func quoted(_ rest: inout String) throws -> String? {
        guard let open = rest.firstIndex(of: "\"") else { return nil }
        guard let close = rest.lastIndex(of: "\""), close > open else { throw Unreadable("a quotation mark is missing") }
        let instance = String(rest[rest.index(after: open)..<close])
        rest = String(rest[..<open]) + String(rest[rest.index(after: close)...])
        return instance
    }
}

extension Moments {
    /// For values that are no moments.
    static let none = Moments(start: Timestamp(seconds: 0), changed: Timestamp(seconds: 0), now: Timestamp(seconds: 0))
}

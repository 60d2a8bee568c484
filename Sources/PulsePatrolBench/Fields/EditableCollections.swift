import PulseCore

extension Optional: Editable where Wrapped: Editable {
    static func make(_ value: ScenarioValue, _ moments: Moments) throws -> Wrapped? { value.isNone ? nil : try Wrapped.make(value, moments) }

    mutating func edit(_ path: ArraySlice<PropertyPath.Step>, _ edit: Edit, _ moments: Moments) throws {
        if path.isEmpty, edit == .remove || edit == .set(.word("none")) {
            self = nil
        } else if var wrapped = self {
            try wrapped.edit(path, edit, moments)
            self = wrapped
        } else if path.isEmpty, case .set(let value) = edit {
            self = try Wrapped.make(value, moments)
        } else if var wrapped = try? Wrapped.make(Wrapped.self is any AnyList.Type ? .list([]) : .map([]), moments) {
            try wrapped.edit(path, edit, moments)
            self = wrapped
        } else {
            throw Unreadable("it is not known here, so it has to be set as a whole")
        }
    }

    var words: String? { self?.words }
    var amount: Double? { self?.amount }
}

/// Tells lists from records where the type is not known.
protocol AnyList {}

extension Array: AnyList, Editable where Element: Editable {
    static func make(_ value: ScenarioValue, _ moments: Moments) throws -> [Element] {
        guard case .list(let items) = value else { throw Unreadable("a list is expected: [a, b]") }
        return try items.map { try Element.make($0, moments) }
    }

    mutating func edit(_ path: ArraySlice<PropertyPath.Step>, _ edit: Edit, _ moments: Moments) throws {
        if case .entries(let wanted)? = path.first { return try self.edit(wanted, path.dropFirst(), edit, moments) }
        guard path.isEmpty else { throw Unreadable("it is a list: choose entries by [property=value] or [*]") }
        switch edit {
        case .set(let value): self = try Self.make(value, moments)
        case .add(let value): append(try Element.make(value, moments))
        case .remove: removeAll()
        case .hide, .date: throw Unreadable("only parts of a ledger are hidden or dated")
        }
    }

    private mutating func edit(
        _ wanted: [String: String], _ rest: ArraySlice<PropertyPath.Step>, _ edit: Edit, _ moments: Moments
    ) throws {
        let chosen = indices.filter { self[$0].matches(wanted) }
        guard !chosen.isEmpty else { throw Unreadable("no entry has \(wanted.map { "\($0)=\($1)" }.sorted().joined(separator: ", "))") }
        if rest.isEmpty, edit == .remove {
            for index in chosen.reversed() { remove(at: index) }
        } else {
            for index in chosen { try self[index].edit(rest, edit, moments) }
        }
    }
}

extension Editable {
    /// Of a word itself `[value=x]`.
    fileprivate func matches(_ wanted: [String: String]) -> Bool {
        wanted.allSatisfy { name, value in (self as? any Described)?.words(of: name) == value || (name == "value" && words == value) }
    }
}

/// A record whose properties can be asked for by name.
protocol Described {
    func words(of name: String) -> String?
}

/// What names the entries of a dictionary.
protocol EditableKey: Hashable {
    init(key text: String) throws
}

extension String: EditableKey {
    init(key text: String) { self = text }
}

extension Int: EditableKey {
    init(key text: String) throws {
        guard let number = Int(text) else { throw Unreadable("“\(text)” is no number") }
        self = number
    }
}

/// `datastore:pbs/main`, with a namespace `datastore:pbs/main#a/b`.
extension BackupPlace: EditableKey {
    init(key text: String) throws {
        let parts = text.split(separator: "#", maxSplits: 1).map(String.init)
        guard let first = parts.first, let id = ResourceID(first) else { throw Unreadable("“\(text)” is no place: datastore:pbs/main#namespace") }
        self.init(id, namespace: parts.count > 1 ? parts[1] : "")
    }
}

extension Dictionary: Editable where Key: EditableKey, Value: Editable {
    static func make(_ value: ScenarioValue, _ moments: Moments) throws -> [Key: Value] {
        guard case .map(let entries) = value else { throw Unreadable("a map is expected: {name: value}") }
        return try entries.reduce(into: [:]) { $0[try Key(key: $1.name)] = try Value.make($1.value, moments) }
    }

    mutating func edit(_ path: ArraySlice<PropertyPath.Step>, _ edit: Edit, _ moments: Moments) throws {
        guard case .name(let name)? = path.first else {
            guard path.isEmpty, case .set(let value) = edit else { throw Unreadable("choose an entry by its name") }
            self = try Self.make(value, moments)
            return
        }
        let key = try Key(key: name)
        if path.count == 1, edit == .remove {
            self[key] = nil
            return
        }
        var value = self[key]
        try value.edit(path.dropFirst(), edit, moments)
        self[key] = value
    }
}

extension Told: Editable where Value: Editable {
    /// A map without anything is what was never told: that is what a new name in a ledger begins with.
    static func make(_ value: ScenarioValue, _ moments: Moments) throws -> Told<Value> {
        if value.isNone || value == .map([]) { return Told() }
        return Told(try Value.make(value, moments), at: moments.now - .seconds(60))
    }

    mutating func edit(_ path: ArraySlice<PropertyPath.Step>, _ edit: Edit, _ moments: Moments) throws {
        switch edit {
        case .hide(let sentence) where path.isEmpty:
            failed(Problem(code: "unreadable", sentence: sentence, nextStep: "Grant what is missing."))
        case .date(let value) where path.isEmpty: try date(Timestamp.make(value, moments))
        case .remove where path.isEmpty: self = Told()
        default:
            var inside = value
            try inside.edit(path, edit, moments)
            let (when, trouble) = (at ?? moments.now - .seconds(60), problem)
            guard let inside else {
                self = Told()
                return
            }
            self = Told(inside, at: when)
            if let trouble { failed(trouble) }
        }
    }

    private mutating func date(_ moment: Timestamp) throws {
        guard let value else { throw Unreadable("it was never told, so it has no date") }
        let trouble = problem
        self = Told(value, at: moment)
        if let trouble { failed(trouble) }
    }
}

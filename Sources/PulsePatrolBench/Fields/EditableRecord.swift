import PulseCore

/// A value with named properties, told by a list of them.
protocol EditableRecord: Editable, Described {
    /// What a new one begins with.
    static var blank: Self { get }
    static func list(_ field: inout Fields<Self>)
}

/// The properties of a record by their names.
struct Fields<Root> {
    struct Access {
        let edit: (inout Root, ArraySlice<PropertyPath.Step>, Edit, Moments) throws -> Void
        let words: (Root) -> String?
        let amount: (Root) -> Double?
    }

    private(set) var byName: [String: Access] = [:]

    mutating func callAsFunction<Value: Editable>(_ name: String, _ path: WritableKeyPath<Root, Value>) {
        byName[name] = Access(
            edit: { root, steps, edit, moments in try root[keyPath: path].edit(steps, edit, moments) }, words: { $0[keyPath: path].words },
            amount: { $0[keyPath: path].amount })
    }

    func access(_ name: String) throws -> Access {
        guard let access = byName[name] else {
            throw Unreadable("\(Root.self) has no “\(name)”; it has \(byName.keys.sorted().joined(separator: ", "))")
        }
        return access
    }
}

extension EditableRecord {
    private static var fields: Fields<Self> {
        var fields = Fields<Self>()
        list(&fields)
        return fields
    }

    static func make(_ value: ScenarioValue, _ moments: Moments) throws -> Self {
        var record = blank
        try record.edit([], .set(value), moments)
        return record
    }

    mutating func edit(_ path: ArraySlice<PropertyPath.Step>, _ edit: Edit, _ moments: Moments) throws {
        let fields = Self.fields
        switch (path.first, edit) {
        case (.name(let name)?, _): try change(fields.access(name), name, path.dropFirst(), edit, moments, fields)
        case (nil, .set(.map(let entries))):
            for entry in entries { try change(fields.access(entry.name), entry.name, [], .set(entry.value), moments, fields) }
        default: throw Unreadable("\(Self.self) is set by a map: {name: value}")
        }
    }

    private mutating func change(
        _ access: Fields<Self>.Access, _ name: String, _ path: ArraySlice<PropertyPath.Step>, _ edit: Edit, _ moments: Moments, _ fields: Fields<Self>
    ) throws {
        do {
            try access.edit(&self, path, try whole(edit, fields), moments)
        } catch let error as Unreadable {
            throw Unreadable("\(name): \(error.sentence)")
        }
    }

    /// `87% of total` is that share of another property.
    private func whole(_ edit: Edit, _ fields: Fields<Self>) throws -> Edit {
        guard case .set(.word(let text)) = edit, let middle = text.firstRange(of: " of ") else { return edit }
        guard let share = try? Quantity.number(String(text[..<middle.lowerBound])) else { return edit }
        guard let access = fields.byName[String(text[middle.upperBound...])] else { return edit }
        guard let amount = access.amount(self) else { throw Unreadable("“\(text)”: there is no such number") }
        return .set(.word("\(share * amount)"))
    }

    func words(of name: String) -> String? { Self.fields.byName[name]?.words(self) }
}

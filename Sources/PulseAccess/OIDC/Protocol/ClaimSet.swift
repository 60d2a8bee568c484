import PulseCore

/// What a provider says about a person: the claims of the ID token, completed from userinfo.
package struct ClaimSet: Sendable, Equatable {
    /// A provider with more has a fault; the rest is not read.
    static let mostShown = 100
    static let longestShown = 500
    /// Members of a list of groups.
    static let mostGroups = 1000

    private(set) var values: [String: JSONValue]

    init(_ values: [String: JSONValue]) {
        self.values = values
    }

    /// The value at a name. `realm_access.roles` is looked for as it stands and then as a path into objects.
    func value(_ name: String) -> JSONValue? {
        if let value = values[name] { return value == .null ? nil : value }
        var place = JSONValue.object(values)
        for part in name.split(separator: ".") {
            guard case .object(let object) = place, let next = object[String(part)] else { return nil }
            place = next
        }
        return place == .null || place == .object(values) ? nil : place
    }

    func text(_ name: String) -> String? {
        if case .text(let text) = value(name), !text.isEmpty { text } else { nil }
    }

    /// Whole seconds since 1970; fractions, which some providers send, are cut off.
    func moment(_ name: String) -> Timestamp? {
        guard case .number(let seconds) = value(name), abs(seconds) < 1e12 else { return nil }
        return Timestamp(seconds: Int64(seconds))
    }

    /// A list of texts, or the one text.
    func list(_ name: String) -> [String] {
        switch value(name) {
        case .text(let text): [text]
        case .list(let list): list.prefix(Self.mostGroups).compactMap { if case .text(let text) = $0 { text } else { nil } }
        default: []
        }
    }

    /// True only for the value `true`, also as a text, as a few providers write it.
    func isTrue(_ name: String) -> Bool { value(name) == .bool(true) || value(name) == .text("true") }

    /// The claims of userinfo beside these; what the signed token says stays.
    func completed(by other: ClaimSet) -> ClaimSet { ClaimSet(values.merging(other.values) { mine, _ in mine }) }

    /// For a person to look at.
    package var shown: [String: String] {
        Dictionary(
            values.sorted { $0.key < $1.key }.prefix(Self.mostShown).map {
                ($0.key.printable(limit: 100), $0.value.words.printable(limit: Self.longestShown))
            }
        ) { first, _ in first }
    }
}

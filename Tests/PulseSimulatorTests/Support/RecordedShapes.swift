/// Which keys have been recorded for an endpoint, and with which types.
struct RecordedShapes {
    /// `type` of the row (where rows differ) and key, to JSON types.
    private(set) var types: [String: Set<String>] = [:]

    /// All recorded bodies of an endpoint, of every version.
    init(template: String, product: String = "pve") throws {
        for entry in try Reference.json("fixtures/index.json").rows where Self.isEvidence(entry, template, product) {
            guard let file = entry["file"]?.text, let body = try? Reference.json("fixtures/" + file) else { continue }
            add(body["data"] ?? body, template)
        }
    }

    var isEmpty: Bool { types.isEmpty }

    private static func isEvidence(_ entry: JSONValue, _ template: String, _ product: String) -> Bool {
        entry["product"]?.text == product && entry["kind"]?.text == "recorded" && entry["template"]?.text == template
            && entry["status"] == .integer(200)
            && ["GET", "POST"].contains(entry["method"]?.text)
    }

    private mutating func add(_ data: JSONValue, _ template: String) {
        for place in Self.places(data, template) { types[place.key, default: []].insert(place.value.type) }
    }

    /// `qemu.cpu`, `qemu.ha.managed`; a scalar has the key "".
    static func places(_ data: JSONValue, _ template: String) -> [(key: String, value: JSONValue)] {
        switch data {
        case .array(let rows): rows.flatMap { places($0, template) }
        case .object(let members):
            members.flatMap { key, value -> [(key: String, value: JSONValue)] in
                // Paths and privileges are keys there, not words of the format.
                if template == "/access/permissions" { return value.keys.compactMap { value[$0] }.map { ("privilege", $0) } }
                let prefix = mixed.contains(template) ? (members["type"]?.text ?? "") + "." : ""
                if case .object(let inner) = value, template != "/access/ticket" {
                    return inner.map { (prefix + key + "." + $0.key, $0.value) }
                }
                return [(prefix + key, value)]
            }
        default: [("", data)]
        }
    }

    /// Lists in which rows of several kinds stand together.
    private static let mixed: Set<String> = ["/cluster/resources", "/cluster/status", "/cluster/ha/status/current"]
}

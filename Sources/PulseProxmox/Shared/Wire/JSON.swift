/// A value of a JSON text.
///
/// Proxmox writes numbers as strings, booleans as 0, 1 and "", and leaves out what it doesn't know (`facts.md`, section 5). The accessors
/// here are the one place where that is put right: what can't be understood as the wanted type is missing, never a failure.
enum JSON: Sendable, Equatable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case text(String)
    case array([JSON])
    case object(JSONObject)

    /// A number, also from its text form. "" is nothing.
    var number: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value.isFinite ? value : nil
        case .text(let text): Double(text).flatMap { $0.isFinite ? $0 : nil }
        case .bool(let value): value ? 1 : 0
        case .null, .array, .object: nil
        }
    }

    /// A whole number; a fraction is cut off.
    var integer: Int64? {
        switch self {
        case .integer(let value): value
        case .text(let text): Int64(text) ?? number.flatMap { Int64(exactly: $0.rounded(.towardZero)) }
        default: number.flatMap { Int64(exactly: $0.rounded(.towardZero)) }
        }
    }

    var flag: Bool? {
        switch self {
        case .bool(let value): value
        case .text(""): false
        case .text("true"), .text("yes"), .text("on"): true
        case .text("false"), .text("no"), .text("off"): false
        default: number.map { $0 != 0 }
        }
    }

    /// A text that is not empty, also of a number.
    var text: String? {
        switch self {
        case .text(let text): text.isEmpty ? nil : text
        case .integer(let value): String(value)
        case .number(let value): String(value)
        case .null, .bool, .array, .object: nil
        }
    }

    var array: [JSON]? {
        if case .array(let values) = self { values } else { nil }
    }

    var object: JSONObject? {
        if case .object(let object) = self { object } else { nil }
    }
}

/// The members of a JSON object in the order in which they came. Few enough to be searched.
struct JSONObject: Sendable, Equatable {
    struct Member: Sendable, Equatable {
        let key: String
        let value: JSON
    }

    var members: [Member] = []

    subscript(key: String) -> JSON? { members.first { $0.key == key }?.value }

    func number(_ key: String) -> Double? { self[key]?.number }
    func integer(_ key: String) -> Int64? { self[key]?.integer }
    func flag(_ key: String) -> Bool? { self[key]?.flag }
    func text(_ key: String) -> String? { self[key]?.text }
    func object(_ key: String) -> JSONObject? { self[key]?.object }
    func array(_ key: String) -> [JSON]? { self[key]?.array }

    // What can't be is a fault of the sender and counts as missing: clamped to something possible it would pass for measured.

    /// Bytes: sizes and counters, up to an exbibyte.
    func amount(_ key: String) -> Int64? { integer(key).flatMap { (0...1 << 60).contains($0) ? $0 : nil } }
    /// An uptime in seconds, up to a century.
    func age(_ key: String) -> Int64? { integer(key).flatMap { (0...3_155_760_000).contains($0) ? $0 : nil } }
    /// A share of processor time. A machine whose helper threads work beside its processors uses more than all of them.
    func share(_ key: String) -> Double? { number(key).flatMap { (0...64).contains($0) ? $0 : nil } }
    /// Processors, also parts of one.
    func processors(_ key: String) -> Double? { number(key).flatMap { (0...65_536).contains($0) ? $0 : nil } }
}

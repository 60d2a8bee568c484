import Foundation

/// As much of JSON Schema 2020-12 as the OpenAPI document uses. Members that no schema names are mistakes here, so that none goes undescribed.
struct Schema {
    let all: [String: Any]

    /// Sentences on what is wrong; none when `value` is what `schema` says.
    func mistakes(in value: Any, as schema: [String: Any], at place: String = "$") -> [String] {
        if let reference = schema["$ref"] as? String { return mistakes(in: value, named: reference, at: place) }
        if let constant = schema["const"] { return (value as? NSObject) == (constant as? NSObject) ? [] : ["\(place) is not \(constant)"] }
        if let allowed = schema["enum"] as? [String] {
            return (value as? String).map(allowed.contains) == true ? [] : ["\(place) is none of \(allowed)"]
        }
        if let choices = (schema["anyOf"] ?? schema["oneOf"]) as? [[String: Any]] {
            let outcomes = choices.map { mistakes(in: value, as: $0, at: place) }
            return outcomes.contains { $0.isEmpty } ? [] : outcomes.min { $0.count < $1.count } ?? []
        }
        if let parts = schema["allOf"] as? [[String: Any]] { return mistakes(in: value, as: merged(parts), at: place) }
        return mistakes(in: value, ofTypes: schema["type"] as? [String] ?? [schema["type"] as? String ?? ""], schema, at: place)
    }

    func mistakes(in value: Any, named reference: String, at place: String) -> [String] {
        let name = reference.split(separator: "/").last.map(String.init) ?? ""
        guard let schema = all[name] as? [String: Any] else { return ["\(place): there is no schema \(name)"] }
        return mistakes(in: value, as: schema, at: place)
    }

    private func mistakes(in value: Any, ofTypes types: [String], _ schema: [String: Any], at place: String) -> [String] {
        guard types.contains(where: { fits(value, $0) }) else { return ["\(place) is not \(types.joined(separator: " or "))"] }
        if let elements = value as? [Any], let items = schema["items"] as? [String: Any] {
            return elements.enumerated().flatMap { mistakes(in: $1, as: items, at: "\(place)[\($0)]") }
        }
        guard let members = value as? [String: Any] else { return [] }
        return mistakes(inMembers: members, schema, at: place)
    }

    private func mistakes(inMembers members: [String: Any], _ schema: [String: Any], at place: String) -> [String] {
        let properties = schema["properties"] as? [String: [String: Any]]
        let further = schema["additionalProperties"] as? [String: Any]
        // An object without either is open.
        guard properties != nil || further != nil else { return [] }
        let missing = (schema["required"] as? [String] ?? []).filter { members[$0] == nil }.map { "\(place).\($0) is missing" }
        return missing
            + members.flatMap { name, value in
                if let known = properties?[name] { return mistakes(in: value, as: known, at: "\(place).\(name)") }
                guard let further else { return ["\(place).\(name) is not described"] }
                let named = (schema["propertyNames"] as? [String: Any]).map { mistakes(in: name, as: $0, at: "the name of \(place).\(name)") } ?? []
                return named + mistakes(in: value, as: further, at: "\(place).\(name)")
            }
    }

    private func merged(_ parts: [[String: Any]]) -> [String: Any] {
        var result: [String: Any] = ["type": "object"]
        for part in parts {
            let name = (part["$ref"] as? String)?.split(separator: "/").last.map(String.init)
            let schema = name.flatMap { all[$0] as? [String: Any] } ?? part
            let properties = (result["properties"] as? [String: Any] ?? [:]).merging(schema["properties"] as? [String: Any] ?? [:]) { $1 }
            if !properties.isEmpty { result["properties"] = properties }
            result["required"] = (result["required"] as? [String] ?? []) + (schema["required"] as? [String] ?? [])
            for word in ["additionalProperties", "propertyNames"] where schema[word] != nil { result[word] = schema[word] }
        }
        return result
    }

    private func fits(_ value: Any, _ type: String) -> Bool {
        switch type {
        case "null": value is NSNull
        case "string": value is String
        case "boolean": isBoolean(value)
        case "number": value is NSNumber && !isBoolean(value)
        case "integer": (value as? NSNumber).map { !isBoolean(value) && $0.doubleValue == $0.doubleValue.rounded() } ?? false
        case "array": value is [Any]
        case "object": value is [String: Any]
        default: false
        }
    }

    /// JSONSerialization reads true and 1 as numbers that differ only in their encoding.
    private func isBoolean(_ value: Any) -> Bool { (value as? NSNumber).map { String(cString: $0.objCType) == "c" } ?? false }
}

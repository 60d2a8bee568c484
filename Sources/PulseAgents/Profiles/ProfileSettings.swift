import Foundation
package import PulseAgentProtocol
import PulseCore

/// Why settings were not taken, a sentence for each key.
package struct ProfileFault: SentenceError, Equatable {
    package let sentences: [String: String]

    package var sentence: String { sentences.sorted { $0.key < $1.key }.map(\.value).joined(separator: " ") }
}

/// Settings as the JSON object that people write.
package enum ProfileSettings {
    /// - Throws: when a key is unknown, or a value of another kind or outside of its limits. So a typing error cannot be saved.
    package static func parse(json: [UInt8]) throws(ProfileFault) -> AgentSettings {
        guard let values = try? JSONDecoder().decode([String: SettingValue].self, from: Data(json)) else {
            throw ProfileFault(sentences: ["config": "The settings have to be a JSON object."])
        }
        var sentences: [String: String] = [:]
        for (name, value) in values {
            guard let key = AgentSettingKey(rawValue: name) else {
                sentences[name.printable(limit: 64)] = unknown(name)
                continue
            }
            if let fault = key.fault(of: value) { sentences[name] = fault }
        }
        guard sentences.isEmpty, let settings = try? JSONDecoder().decode(AgentSettings.self, from: Data(json)) else {
            throw ProfileFault(sentences: sentences.isEmpty ? ["config": "The settings cannot be read."] : sentences)
        }
        let faults = settings.faults
        guard faults.isEmpty else { throw ProfileFault(sentences: Dictionary(faults.map { ($0.key.rawValue, $0.sentence) }) { first, _ in first }) }
        return settings
    }

    /// An object of what is said.
    package static func json(_ settings: AgentSettings) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array((try? encoder.encode(settings)) ?? Data("{}".utf8))
    }

    /// What is said, each as JSON.
    static func texts(_ settings: AgentSettings) -> [AgentSettingKey: String] {
        let values = (try? JSONDecoder().decode([String: SettingValue].self, from: Data(json(settings)))) ?? [:]
        return Dictionary(values.compactMap { name, value in AgentSettingKey(rawValue: name).map { ($0, value.json) } }) { first, _ in first }
    }

    static func changes(from old: AgentSettings, to new: AgentSettings) -> [SettingChange] {
        let (old, new) = (texts(old), texts(new))
        return AgentSettingKey.allCases.filter { old[$0] != new[$0] }.map { SettingChange(key: $0, from: old[$0], to: new[$0]) }
    }

    private static func unknown(_ name: String) -> String {
        let known = AgentSettingKey.allCases.map(\.rawValue)
        let nearest = known.map { ($0, EditDistance.between($0.lowercased(), name.lowercased())) }.min { $0.1 < $1.1 }
        let hint = nearest.flatMap { $0.1 <= max(2, $0.0.count / 3) ? " Did you mean \($0.0)?" : nil }
        return "There is no setting '\(name.printable(limit: 64))'." + (hint ?? " Known are \(known.joined(separator: ", ")).")
    }
}

extension AgentSettingKey {
    /// What is wrong with the kind of a value; limits are ``AgentSettings/faults``.
    fileprivate func fault(of value: SettingValue) -> String? {
        switch (kind, value) {
        case (_, .nothing), (.flag, .flag), (.number, .number), (.texts, .texts): nil
        case (.choice(let choices), .text(let text)):
            choices.contains(text) ? nil : "\(rawValue) is '\(text.printable(limit: 64))'; it may be \(choices.joined(separator: ", "))."
        case (.flag, _): "\(rawValue) has to be true or false."
        case (.number(let range, let unit), _): "\(rawValue) has to be a whole number, \(range.lowerBound) to \(range.upperBound) \(unit)."
        case (.choice(let choices), _): "\(rawValue) has to be one of \(choices.joined(separator: ", "))."
        case (.texts(let count, _), _): "\(rawValue) has to be a list of at most \(count) texts."
        }
    }
}

/// A value of a setting in JSON.
private enum SettingValue: Decodable {
    case nothing
    case flag(Bool)
    case number(Int)
    case text(String)
    case texts([String])
    case other

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .nothing
        } else if let flag = try? container.decode(Bool.self) {
            self = .flag(flag)
        } else if let number = try? container.decode(Int.self) {
            self = .number(number)
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let texts = try? container.decode([String].self) {
            self = .texts(texts)
        } else {
            self = .other
        }
    }

    var json: String {
        switch self {
        case .nothing, .other: "null"
        case .flag(let flag): flag ? "true" : "false"
        case .number(let number): String(number)
        case .text(let text): JSONText.of(text)
        case .texts(let texts): JSONText.of(texts)
        }
    }
}

enum JSONText {
    static func of(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "null"
    }
}

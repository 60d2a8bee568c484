import PulseAgentProtocol

// The keys of profiles as an editor needs them.

extension AgentSettingKey {
    func write(into json: inout JSONWriter) {
        json.object { json in
            json.name("key"); json.string(rawValue)
            json.name("kind"); json.string(kind.word)
            json.name("minimum"); json.integer(kind.range?.lowerBound)
            json.name("maximum"); json.integer(kind.range?.upperBound)
            json.name("unit"); json.string(kind.unit)
            json.name("choices"); json.list(kind.choices) { $0.string($1) }
            json.name("maximumCount"); json.integer(kind.mostTexts?.count)
            json.name("maximumBytes"); json.integer(kind.mostTexts?.bytes)
            json.name("meaning"); json.string(meaning)
            json.name("fallback"); json.string(fallback)
        }
    }
}

extension AgentSettingKey.Kind {
    fileprivate var word: String {
        switch self {
        case .flag: "flag"
        case .number: "number"
        case .choice: "choice"
        case .texts: "texts"
        }
    }

    fileprivate var range: ClosedRange<Int>? {
        if case .number(let range, _) = self { range } else { nil }
    }

    fileprivate var unit: String? {
        if case .number(_, let unit) = self { unit } else { nil }
    }

    fileprivate var choices: [String]? {
        if case .choice(let choices) = self { choices } else { nil }
    }

    fileprivate var mostTexts: (count: Int, bytes: Int)? {
        if case .texts(let count, let bytes) = self { (count, bytes) } else { nil }
    }
}

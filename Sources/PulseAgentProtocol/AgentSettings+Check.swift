extension AgentSettings {
    /// What is wrong with the values, a sentence per key; empty when they may be saved and applied.
    package var faults: [(key: AgentSettingKey, sentence: String)] {
        AgentSettingKey.allCases.compactMap { key in fault(of: key).map { (key, $0) } }
    }

    private func fault(of key: AgentSettingKey) -> String? {
        switch key.kind {
        case .number(let range, let unit):
            guard key == .interval, let interval, !range.contains(interval) else { return nil }
            return "\(key.rawValue) is \(interval); it may be \(range.lowerBound) to \(range.upperBound) \(unit)."
        case .texts(let count, let bytes):
            guard let texts = texts(of: key) else { return nil }
            if texts.count > count { return "\(key.rawValue) has \(texts.count) entries; it may have \(count)." }
            let isBad = texts.contains { $0.isEmpty || $0.utf8.count > bytes || $0.unicodeScalars.contains { $0.value < 0x20 } }
            return isBad ? "An entry of \(key.rawValue) is empty, longer than \(bytes) bytes, or has control characters." : nil
        case .flag, .choice:
            // Their types hold nothing else.
            return nil
        }
    }

    private func texts(of key: AgentSettingKey) -> [String]? {
        switch key {
        case .excludeFilesystems: excludeFilesystems
        case .includeNamespaces: includeNamespaces
        case .excludeNamespaces: excludeNamespaces
        case .tags: tags
        case .interval, .host, .containers, .kubernetes, .imageUpdates, .smart, .logLevel, .selfUpdate: nil
        }
    }
}

package import PulseAgentProtocol

/// A setting as it is to be at one agent.
package struct EffectiveSetting: Hashable, Sendable {
    package enum Origin: String, Sendable {
        /// Nobody says anything: what the agent does by itself, or what its own file says.
        case fallback = "default"
        case profile
    }

    package let key: AgentSettingKey
    /// JSON.
    package let value: String
    package let origin: Origin
    /// The agent's own file keeps its word on this key, whatever a profile says.
    package let isRefused: Bool

    static func all(_ settings: AgentSettings, refused: [String]) -> [EffectiveSetting] {
        let said = ProfileSettings.texts(settings)
        return AgentSettingKey.allCases.map { key in
            EffectiveSetting(
                key: key, value: said[key] ?? key.fallbackJSON, origin: said[key] == nil ? .fallback : .profile,
                isRefused: refused.contains(key.rawValue))
        }
    }
}

extension AgentSettingKey {
    fileprivate var fallbackJSON: String {
        if case .choice = kind { JSONText.of(fallback) } else { fallback }
    }
}

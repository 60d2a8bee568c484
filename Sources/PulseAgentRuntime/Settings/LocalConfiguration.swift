import FoundationEssentials
package import PulseAgentProtocol

/// What the owner of the machine says about the agent, in its own file. It is the last word: what it refuses, no profile can set.
package struct LocalConfiguration: Hashable, Sendable {
    package var settings: AgentSettings
    /// Keys that only this machine may set.
    package var refused: Set<AgentSettingKey>
    /// The Kubernetes client configuration and its context; nil means in the cluster, then the user's.
    package var kubeconfig: String?
    package var kubeContext: String?
    /// Where engines listen that are not at their usual places, `unix:///…`; the environment's `DOCKER_HOST` and `CONTAINER_HOST` go before.
    package var dockerHost: String?
    package var podmanHost: String?
    /// Docker's `config.json` with credentials of registries.
    package var registryCredentials: String?

    package init(settings: AgentSettings = AgentSettings(), refused: Set<AgentSettingKey> = []) {
        self.settings = settings
        self.refused = refused
    }

    private struct File: Decodable {
        var settings: AgentSettings?
        var refuse: [String]?
        var kubeconfig: String?
        var kubeContext: String?
        var dockerHost: String?
        var podmanHost: String?
        var registryCredentials: String?
    }

    private struct Names: Decodable {
        struct Anything: Decodable {}
        var settings: [String: Anything]?
    }

    /// Reads the JSON of `/etc/pulse-agent/config.json`.
    ///
    /// - Throws: ``LocalConfigurationError`` that names the key.
    package init(json: [UInt8]) throws(LocalConfigurationError) {
        let decoder = JSONDecoder()
        let file: File
        do { file = try decoder.decode(File.self, from: Data(json)) } catch { throw LocalConfigurationError(problem: Self.problem(error)) }
        let names = (try? decoder.decode(Names.self, from: Data(json)))?.settings ?? [:]
        for name in names.keys.sorted() where AgentSettingKey(rawValue: name) == nil { throw .unknown(name) }
        if let fault = file.settings?.faults.first { throw LocalConfigurationError(problem: fault.sentence) }
        self.init(settings: file.settings ?? AgentSettings())
        for name in file.refuse ?? [] {
            guard let key = AgentSettingKey(rawValue: name) else { throw .unknown(name) }
            refused.insert(key)
        }
        kubeconfig = file.kubeconfig
        kubeContext = file.kubeContext
        dockerHost = file.dockerHost
        podmanHost = file.podmanHost
        registryCredentials = file.registryCredentials
    }

    /// What holds, with the profile of the server where it may speak; and the keys of it that are refused here.
    package func effective(with profile: AgentSettings?) -> (settings: AgentSettings, refused: [AgentSettingKey]) {
        guard var allowed = profile else { return (settings, []) }
        let before = allowed
        for key in refused { key.clear(in: &allowed) }
        let denied = AgentSettingKey.allCases.filter { key in
            guard refused.contains(key) else { return false }
            var cleared = before
            key.clear(in: &cleared)
            return cleared != before
        }
        return (settings.overridden(by: allowed), denied)
    }

    private static func problem(_ error: any Error) -> String {
        guard let error = error as? DecodingError else { return "It is not JSON." }
        switch error {
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .keyNotFound(_, let context), .dataCorrupted(let context):
            let path = context.codingPath.map(\.stringValue).joined(separator: ".")
            return path.isEmpty ? "It is not a JSON object." : "\(path) has a value that cannot be used."
        @unknown default: return "It cannot be understood."
        }
    }
}

package struct LocalConfigurationError: Error, Hashable, Sendable {
    package let problem: String

    static func unknown(_ name: String) -> LocalConfigurationError {
        LocalConfigurationError(
            problem: "There is no setting “\(name)”. There are \(AgentSettingKey.allCases.map(\.rawValue).joined(separator: ", ")).")
    }
}

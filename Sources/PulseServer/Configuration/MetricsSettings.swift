import PulseCore
import PulseHistory

/// What is set about an engine of metrics elsewhere, and whether history is kept here too.
///
/// Keys: `PULSE_METRICS_REMOTE_WRITE_URL`, `PULSE_METRICS_REMOTE_READ_URL`, `PULSE_METRICS_REMOTE_TOKEN`, `PULSE_METRICS_REMOTE_USER`,
/// `PULSE_METRICS_REMOTE_PASSWORD`, `PULSE_METRICS_REMOTE_LABELS`, `PULSE_METRICS_LOCAL`.
struct MetricsSettings: Sendable, Equatable {
    let remote: RemoteConfiguration?
    /// False only where there is an engine to write to and to read from.
    let isLocal: Bool

    private static let (writeKey, readKey, localKey) = (
        "PULSE_METRICS_REMOTE_WRITE_URL", "PULSE_METRICS_REMOTE_READ_URL", "PULSE_METRICS_LOCAL"
    )
    private static let (tokenKey, userKey, passwordKey) = (
        "PULSE_METRICS_REMOTE_TOKEN", "PULSE_METRICS_REMOTE_USER", "PULSE_METRICS_REMOTE_PASSWORD"
    )
    private static let labelsKey = "PULSE_METRICS_REMOTE_LABELS"

    /// No engine.
    static let local = MetricsSettings(remote: nil, isLocal: true)

    private init(remote: RemoteConfiguration?, isLocal: Bool) {
        self.remote = remote
        self.isLocal = isLocal
    }

    /// - Throws: ``ConfigurationError`` that names the key.
    init(_ settings: SettingsReader) throws {
        let credentials = try Self.credentials(settings)
        let write = try Self.endpoint(settings, Self.writeKey, credentials)
        let read = try Self.endpoint(settings, Self.readKey, credentials)
        let labels = try Self.labels(settings)
        if write == nil, read == nil {
            remote = nil
        } else {
            remote = try Self.named(Self.readKey) { () throws(RemoteConfigurationError) in
                try RemoteConfiguration(write: write, read: read, labels: labels)
            }
        }
        isLocal = try settings.boolean(Self.localKey) ?? true
        guard isLocal || write != nil && read != nil else {
            throw ConfigurationError(key: Self.localKey, problem: "can be false only where \(Self.writeKey) and \(Self.readKey) are set")
        }
    }

    private static func credentials(_ settings: SettingsReader) throws -> RemoteEndpoint.Credentials {
        switch (settings.text(tokenKey), settings.text(userKey), settings.text(passwordKey)) {
        case (nil, nil, nil): return .none
        case (let token?, nil, nil): return .bearer(Redacted(token))
        case (nil, let user?, let password?): return .basic(user: user, password: Redacted(password))
        case (nil, _?, nil): throw ConfigurationError(key: passwordKey, problem: "is missing, but \(userKey) is set; the two go together")
        case (nil, nil, _?): throw ConfigurationError(key: userKey, problem: "is missing, but \(passwordKey) is set; the two go together")
        case (_?, _, _):
            throw ConfigurationError(key: tokenKey, problem: "is set beside \(userKey) or \(passwordKey); an engine is shown one of them")
        }
    }

    private static func endpoint(_ settings: SettingsReader, _ key: String, _ credentials: RemoteEndpoint.Credentials) throws -> RemoteEndpoint? {
        guard let url = settings.text(key) else { return nil }
        return try named(key) { () throws(RemoteConfigurationError) in try RemoteEndpoint(url: url, credentials: credentials) }
    }

    /// `instance=pulse-1,site=berlin`
    private static func labels(_ settings: SettingsReader) throws -> [String: String] {
        let pairs = try (settings.text(labelsKey) ?? "").split(separator: ",").enumerated().map { index, text in
            let parts = text.split(separator: "=", maxSplits: 1).map { $0.drop { $0 == " " } }
            guard parts.count == 2 else { throw ConfigurationError(key: labelsKey, problem: "entry \(index + 1) of the list is not NAME=VALUE") }
            return (String(parts[0]), String(parts[1]))
        }
        return Dictionary(pairs) { $1 }
    }

    private static func named<Value>(_ key: String, _ make: () throws(RemoteConfigurationError) -> Value) throws -> Value {
        do { return try make() } catch {
            throw ConfigurationError(key: Self.key(of: error, address: key), problem: error.sentence)
        }
    }

    private static func key(of error: RemoteConfigurationError, address: String) -> String {
        switch error {
        case .address, .queueLimit, .batchSize: address
        case .token: tokenKey
        case .user: userKey
        case .password: passwordKey
        case .label, .labelValue, .tooManyLabels: labelsKey
        }
    }
}

import Configuration
import Logging
import PulseAccess
import PulseAgents
import PulseCore
import PulseHTTP
import PulseHistory

/// The boot options of the server, read once.
///
/// Keys (environment; as a flag in the spelling `--data-dir`): `PULSE_DATA_DIR`, `PULSE_PORT` (`FRONTEND_PORT`), `PULSE_BIND`, `PULSE_AUTH_USER`,
/// `PULSE_AUTH_PASS`, `API_TOKENS`, `PULSE_PUBLIC_URL`, `PULSE_TLS_CERT`, `PULSE_TLS_KEY`, `PULSE_TLS_SELF_SIGNED`,
/// `PULSE_TRUSTED_PROXY_CIDRS`, `PULSE_LOG_LEVEL`, `PULSE_POLL_INTERVAL`, `PULSE_AGENT_ROLLOUT_PERCENT`, `PULSE_MONITOR_THIS_HOST`, `PULSE_LICENSE_PUBLIC_KEY`;
/// those of what may be called in ``AllowedNetworks``, of history in ``HistoryConfiguration`` and ``MetricsSettings``, of the audit log in
/// ``AuditSettings``, of sign-in in ``ProxySettings`` and ``OIDCEnvironment``.
struct ServerConfiguration: Sendable {
    enum TLS: Sendable, Equatable {
        case off
        case selfSigned
        case files(certificate: String, key: String)
    }

    static let defaultPort = 7655

    var dataDirectory: String
    var port: Int
    var bindAddress: String
    var firstUser: (name: String, password: Redacted<String>)?
    var apiTokens: [Redacted<String>]
    var publicURL: String?
    var tls: TLS
    var trustedProxies: [NetworkRange]
    /// Nil when no proxy signs anybody in.
    var proxyAuthentication: ProxyAuthentication?
    /// Nil where the page sets the OpenID provider.
    var provider: ManagedProvider?
    var logLevel: Logger.Level
    /// How often Proxmox is asked.
    var pollInterval: Duration
    /// Of the agents that may replace themselves, how many are offered a newer version.
    var agentRollout: AgentRollout
    var monitorsThisHost: Bool
    var allowedNetworks: AllowedNetworks
    var history: HistoryRetention
    var metrics: MetricsSettings
    var audit: AuditSettings
    /// Who may have signed a licence: the project, and whom the operator names.
    var licencePublicKeys: LicencePublicKeys

    /// - Throws: ``ConfigurationError`` that names the key.
    init(_ settings: SettingsReader) throws {
        dataDirectory = settings.text("PULSE_DATA_DIR") ?? DefaultDataDirectory.choose()
        guard dataDirectory.utf8.count <= Self.longestDirectory else {
            throw ConfigurationError(
                key: "PULSE_DATA_DIR", problem: "the path is longer than \(Self.longestDirectory) bytes, which leaves no room for a socket in it")
        }
        port = try settings.integer("PULSE_PORT", or: "FRONTEND_PORT", in: 1...65_535) ?? Self.defaultPort
        bindAddress = settings.text("PULSE_BIND") ?? "0.0.0.0"
        firstUser = try Self.firstUser(settings)
        apiTokens = try Self.apiTokens(settings)
        publicURL = settings.text("PULSE_PUBLIC_URL")
        tls = try Self.tls(settings)
        trustedProxies = try settings.list("PULSE_TRUSTED_PROXY_CIDRS") { NetworkRange($0) }
        proxyAuthentication = try ProxySettings.read(settings)
        provider = try OIDCEnvironment.read(settings)
        logLevel =
            try settings.word(
                "PULSE_LOG_LEVEL", or: "LOG_LEVEL", Logger.Level.init(rawValue:), "trace, debug, info, notice, warning, error, critical") ?? .info
        agentRollout = try settings.integer("PULSE_AGENT_ROLLOUT_PERCENT", in: 0...100).flatMap { AgentRollout(percent: $0) } ?? .everybody
        pollInterval = try settings.duration("PULSE_POLL_INTERVAL", in: .seconds(5)...(.seconds(3600))) ?? .seconds(10)
        monitorsThisHost = try settings.boolean("PULSE_MONITOR_THIS_HOST") ?? true
        allowedNetworks = try AllowedNetworks(settings)
        history = try HistoryConfiguration.retention(settings)
        metrics = try MetricsSettings(settings)
        audit = try AuditSettings(settings)
        licencePublicKeys = .builtIn.adding(try settings.list("PULSE_LICENSE_PUBLIC_KEY", LicencePublicKeys.key(fromText:)))
    }

    /// The path of a Unix socket has 107 bytes (unix(7)), of which `/admin.sock` takes eleven.
    private static let longestDirectory = 96

    private static func firstUser(_ settings: SettingsReader) throws -> (name: String, password: Redacted<String>)? {
        switch (settings.text("PULSE_AUTH_USER"), settings.text("PULSE_AUTH_PASS")) {
        case (nil, nil): return nil
        case (let name?, let password?): return (name, Redacted(password))
        case (_?, nil): throw ConfigurationError(key: "PULSE_AUTH_PASS", problem: "is missing, but PULSE_AUTH_USER is set; the two go together")
        case (nil, _?): throw ConfigurationError(key: "PULSE_AUTH_USER", problem: "is missing, but PULSE_AUTH_PASS is set; the two go together")
        }
    }

    /// A short token could be guessed; ours have 43 characters.
    private static let shortestToken = 24

    private static func apiTokens(_ settings: SettingsReader) throws -> [Redacted<String>] {
        try settings.list("API_TOKENS") { $0.utf8.count >= shortestToken ? Redacted($0) : nil }
    }

    private static func tls(_ settings: SettingsReader) throws -> TLS {
        let selfSigned = try settings.boolean("PULSE_TLS_SELF_SIGNED") ?? false
        switch (settings.text("PULSE_TLS_CERT"), settings.text("PULSE_TLS_KEY")) {
        case (nil, nil): return selfSigned ? .selfSigned : .off
        case (let certificate?, let key?): return .files(certificate: certificate, key: key)
        case (_?, nil): throw ConfigurationError(key: "PULSE_TLS_KEY", problem: "is missing, but PULSE_TLS_CERT is set; the two go together")
        case (nil, _?): throw ConfigurationError(key: "PULSE_TLS_CERT", problem: "is missing, but PULSE_TLS_KEY is set; the two go together")
        }
    }
}

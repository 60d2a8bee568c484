import Foundation
import PulseCore

/// Finds settings that look like ours and are not: most are typing mistakes.
enum UnknownSettings {
    static let known: Set<String> = [
        "PULSE_DATA_DIR", "PULSE_PORT", "PULSE_BIND", "PULSE_AUTH_USER", "PULSE_AUTH_PASS", "PULSE_PUBLIC_URL", "PULSE_TLS_CERT",
        "PULSE_TLS_KEY", "PULSE_TLS_SELF_SIGNED", "PULSE_TRUSTED_PROXY_CIDRS", "PULSE_LOG_LEVEL", "PULSE_POLL_INTERVAL",
        "PULSE_AGENT_ROLLOUT_PERCENT", "PULSE_MONITOR_THIS_HOST",
        "PULSE_METRICS_RAW_HOURS", "PULSE_METRICS_MINUTE_DAYS", "PULSE_METRICS_HOUR_DAYS", "PULSE_METRICS_MAX_SIZE",
        "PULSE_METRICS_REMOTE_WRITE_URL", "PULSE_METRICS_REMOTE_READ_URL", "PULSE_METRICS_REMOTE_TOKEN", "PULSE_METRICS_REMOTE_USER",
        "PULSE_METRICS_REMOTE_PASSWORD", "PULSE_METRICS_REMOTE_LABELS", "PULSE_METRICS_LOCAL",
        "PULSE_PROXY_AUTH_SECRET", "PULSE_PROXY_AUTH_NETWORKS", "PULSE_PROXY_AUTH_USER_HEADER", "PULSE_PROXY_AUTH_ROLES_HEADER",
        "PULSE_PROXY_AUTH_ROLES_SEPARATOR", "PULSE_PROXY_AUTH_ROLE_MAPPING", "PULSE_PROXY_AUTH_DEFAULT_ROLE", "PULSE_PROXY_AUTH_LOGOUT_URL",
        "PULSE_OIDC_ROLE_MAPPING", "PULSE_OIDC_DEFAULT_ROLE", "PULSE_AUTH_HIDE_LOCAL_LOGIN",
        "PULSE_WEBHOOK_ALLOWED_NETWORKS", "PULSE_DISCOVERY_ALLOWED_NETWORKS", "PULSE_LICENSE_PUBLIC_KEY",
        "PULSE_AUDIT_SIGNING_KEY", "PULSE_AUDIT_PREVIOUS_SIGNING_KEYS", "PULSE_AUDIT_RETENTION_DAYS", "PULSE_AUDIT_CLEANUP_INTERVAL_HOURS",
        // Of the command line.
        "PULSE_PASSPHRASE",
        // Of the build and the tests, not of the server.
        "PULSE_FOCUS", "PULSE_RECORD",
    ]

    /// One sentence per unknown name, with the nearest known one.
    static func sentences(in environment: [String: String]) -> [String] {
        environment.filter { name, value in name.hasPrefix("PULSE_") && !known.contains(name) && !KubernetesLinks.isLink(name, value) }
            .keys.sorted()
            .map { name in
                let nearest = known.min { (EditDistance.between($0, name), $0) < (EditDistance.between($1, name), $1) } ?? ""
                return "\(name) is not a setting of Pulse" + (EditDistance.between(nearest, name) <= 6 ? "; did you mean \(nearest)?" : ".")
            }
    }

    /// The names and values of a settings file, one `NAME=value` a line; nothing where there is no file.
    static func lines(ofFile path: String?) -> [String: String] {
        guard let path, let data = FileManager.default.contents(atPath: path) else { return [:] }
        let pairs = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline).compactMap { line -> (String, String)? in
            guard let equals = line.firstIndex(of: "="), !line.hasPrefix("#") else { return nil }
            return (line[..<equals].filter { !$0.isWhitespace }, String(line[line.index(after: equals)...]))
        }
        return Dictionary(pairs, uniquingKeysWith: { $1 })
    }
}

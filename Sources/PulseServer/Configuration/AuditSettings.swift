import PulseAudit
import PulseCore

/// How the audit log is signed and how long it is kept.
///
/// Keys: `PULSE_AUDIT_SIGNING_KEY` (none), `PULSE_AUDIT_PREVIOUS_SIGNING_KEYS` (none), `PULSE_AUDIT_RETENTION_DAYS` (365; 0 keeps everything),
/// `PULSE_AUDIT_CLEANUP_INTERVAL_HOURS` (24).
struct AuditSettings: Sendable {
    let keys: KeyRing
    let retention: AuditRetention

    private static let (keyName, previousName) = ("PULSE_AUDIT_SIGNING_KEY", "PULSE_AUDIT_PREVIOUS_SIGNING_KEYS")

    /// - Throws: ``ConfigurationError`` that names the key.
    init(_ settings: SettingsReader) throws {
        keys = KeyRing(
            current: try settings.text(Self.keyName).map(Self.key), previous: try settings.list(Self.previousName) { SigningKey(Redacted($0)) })
        retention = AuditRetention(
            days: try settings.integer("PULSE_AUDIT_RETENTION_DAYS", in: 0...36_500) ?? AuditRetention.standard.days,
            interval: try settings.integer("PULSE_AUDIT_CLEANUP_INTERVAL_HOURS", in: 1...8760).map { .seconds($0 * 3600) }
                ?? AuditRetention.standard.interval)
    }

    private static func key(_ text: String) throws -> SigningKey {
        guard let key = SigningKey(Redacted(text)) else {
            throw ConfigurationError(
                key: keyName, problem: "is shorter than \(SigningKey.shortest) bytes; make one with 'openssl rand -hex 32' and keep it safe")
        }
        return key
    }
}

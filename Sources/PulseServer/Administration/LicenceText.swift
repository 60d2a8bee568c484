import PulseAccess
import PulseCore

/// The licence as the command line shows it.
enum LicenceText {
    static func activate(_ key: String, _ licence: LicenceService) throws -> AdminOutcome {
        let status = try licence.activate(key)
        return AdminOutcome(lines: describe(status), details: status.auditDetails)
    }

    static func clear(_ licence: LicenceService) throws -> AdminOutcome {
        let before = try licence.clear()
        return AdminOutcome(
            lines: ["The licence is removed. Nothing was deleted; features of Pulse Pro are off."], details: before.auditDetails)
    }

    static func describe(_ status: LicenceStatus) -> [String] {
        guard let claims = status.claims else { return [status.sentence] }
        let features = status.features.map(\.rawValue).sorted().joined(separator: ", ")
        let limits = [claims.mostNodes.map { "\($0) nodes" }, claims.mostGuests.map { "\($0) guests" }].compactMap(\.self)
        return [
            status.sentence, "Licence:   \(claims.id)", "For:       \(claims.email)", "Tier:      \(claims.tier.name)",
            "Issued:    \(claims.issuedAt?.description ?? "unknown")", "Ends:      \(claims.expiresAt?.description ?? "never")",
            "Features:  \(features.isEmpty ? "none are on" : features)",
        ] + (limits.isEmpty ? [] : ["Sold for:  \(limits.joined(separator: ", "))"])
    }
}

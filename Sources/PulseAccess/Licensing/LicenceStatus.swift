package import PulseCore

/// The licence as people and programs are told of it.
package struct LicenceStatus: Sendable, Equatable {
    package let state: LicenceState
    /// Nil where nothing of the licence can be believed.
    package let claims: LicenceClaims?
    package let at: Timestamp
    /// Simulated sources only, everything on.
    package let isDemonstration: Bool

    package init(state: LicenceState, claims: LicenceClaims?, at: Timestamp, isDemonstration: Bool = false) {
        self.state = state
        self.claims = claims
        self.at = at
        self.isDemonstration = isDemonstration
    }

    package var features: Set<Feature> {
        if isDemonstration { return Set(Feature.allCases) }
        return state.isValid ? claims?.features ?? [] : []
    }

    package var tier: LicenceTier { claims?.tier ?? .free }

    package var isLifetime: Bool { claims.map { $0.expiresAt == nil } ?? false }

    /// Whole days until the end; 0 on the last day and after it, -1 for what never ends, as in v5.
    package var daysRemaining: Int {
        guard let claims else { return 0 }
        guard let end = claims.expiresAt else { return -1 }
        return max(0, Int(end.since(at).components.seconds / 86_400))
    }

    /// Which licence it is, for the audit trail; never the key.
    package var auditDetails: [String: String] {
        guard let claims else { return [:] }
        return ["licence": claims.id, "tier": claims.tier.name, "expires": claims.expiresAt?.description ?? "never"]
    }

    /// How it is, and what to do next.
    package var sentence: String {
        if isDemonstration { return "This demonstration has a licence for everything, valid with its simulated sources alone." }
        return switch state {
        case .none: "No licence is active. Monitoring is free; to turn on Pulse Pro, enter a licence key."
        case .active: activeSentence
        case .gracePeriod(let until):
            "The licence ended on \(day(claims?.expiresAt ?? until)); everything goes on until \(day(until)). Renew it and enter the new key before then."
        case .expired:
            "The licence ended\(claims?.expiresAt.map { " on \(day($0))" } ?? ""), and so did its seven days of grace. Nothing was deleted, and the audit "
                + "log goes on being written. Renew it and enter the new key."
        case .clockSetBack(let seen):
            "The clock of this machine says \(day(at)), but it has been \(day(seen)) already. Set the clock right; the licence is valid again at once. "
                + "If the earlier time was the wrong one, ask for a newly issued key."
        case .unreadable(let reason):
            "The file license.enc cannot be read: \(reason). It was left as it is. Put it back from a backup together with .encryption.key, "
                + "or enter the licence key again: the file is then set aside."
        case .notGenuine:
            "The licence in license.enc was not signed by a key that this Pulse knows, or was changed since. Enter the licence key again; if you sign "
                + "keys of your own, name the public key in PULSE_LICENSE_PUBLIC_KEY."
        }
    }

    private var activeSentence: String {
        guard let end = claims?.expiresAt else { return "\(tier.displayName) is active and never ends." }
        return "\(tier.displayName) is active until \(day(end))."
    }

    private func day(_ moment: Timestamp) -> String { String(moment.description.prefix(10)) }
}

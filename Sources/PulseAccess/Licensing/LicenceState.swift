package import PulseCore

/// What is on disk, as far as it could be read.
package enum StoredLicence: Sendable {
    case none
    case genuine(LicenceClaims)
    /// Signed by no known key, or tampered with.
    case notGenuine(LicenceKeyError)
    /// Cannot be opened or read; left where it is.
    case unreadable(reason: String)
}

/// What a stored licence is worth at a moment. A decision: nothing in, nothing out but values.
package enum LicenceState: Sendable, Equatable {
    case none
    case active
    /// Over since `expiresAt`, and still good until then plus ``grace``.
    case gracePeriod(until: Timestamp)
    case expired
    case clockSetBack(seen: Timestamp)
    case unreadable(reason: String)
    case notGenuine

    /// How long everything goes on after the end.
    package static let grace = Duration.seconds(7 * 86_400)

    package init(_ stored: StoredLicence, clock: LicenceClock, at now: Timestamp) {
        switch stored {
        case .none: self = .none
        case .notGenuine: self = .notGenuine
        case .unreadable(let reason): self = .unreadable(reason: reason)
        case .genuine(let claims): self.init(claims, clock: clock, at: now)
        }
    }

    package init(_ claims: LicenceClaims, clock: LicenceClock, at now: Timestamp) {
        // What never ends gains nothing from a wrong clock, and should not suffer from one.
        guard let end = claims.expiresAt else {
            self = .active
            return
        }
        let latest = [clock.latest, claims.issuedAt].compactMap(\.self).max()
        if let latest, latest.since(now) > LicenceClock.tolerance {
            self = .clockSetBack(seen: latest)
        } else if now <= end {
            self = .active
        } else if now <= end + Self.grace {
            self = .gracePeriod(until: end + Self.grace)
        } else {
            self = .expired
        }
    }

    /// Whether the features of the licence are on.
    package var isValid: Bool {
        switch self {
        case .active, .gracePeriod: true
        case .none, .expired, .clockSetBack, .unreadable, .notGenuine: false
        }
    }

    /// As the wire and scripts name it.
    package var name: String {
        switch self {
        case .none: "none"
        case .active: "active"
        case .gracePeriod: "grace_period"
        case .expired: "expired"
        case .clockSetBack: "clock_set_back"
        case .unreadable: "unreadable"
        case .notGenuine: "not_genuine"
        }
    }
}

import PulseCore

/// Whether the keys that are known will do, or the provider has to be asked again.
///
/// Providers change their keys: a token with an unknown key is a reason to ask, but not each time, or whoever sends invented tokens would make
/// Pulse call the provider as often as they like.
struct KeyCache: Sendable {
    enum Answer {
        case use([ProviderKey])
        case ask
        /// Asked a moment ago, and there was no such key.
        case unknown
    }

    /// Keys are fetched again after this long in any case, so that one that was withdrawn is forgotten.
    static let lifetime = Duration.seconds(60 * 60)
    static let pause = Duration.seconds(60)

    private var keys: KeySet?
    private var askedAt: Timestamp?

    func answer(for header: SignedToken.Header, at now: Timestamp) -> Answer {
        guard let keys, let askedAt, now.since(askedAt) < Self.lifetime else { return .ask }
        let candidates = keys.candidates(for: header)
        if !candidates.isEmpty { return .use(candidates) }
        return mayAsk(at: now) ? .ask : .unknown
    }

    /// For tokens that name no key, whose signature is of none that is known.
    func mayAsk(at now: Timestamp) -> Bool { askedAt.map { now.since($0) >= Self.pause } ?? true }

    mutating func received(_ keys: KeySet, at now: Timestamp) {
        self.keys = keys
        askedAt = now
    }
}

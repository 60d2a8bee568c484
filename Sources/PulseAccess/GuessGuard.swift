package import PulseCore
import PulseStorage
import Synchronization

/// Counts wrong attempts to sign in and refuses further ones for a while. Decided in memory, kept in the database when something failed.
package final class GuessGuard: Sendable {
    let store: GuessStore
    private let limiter: Mutex<LoginLimiter>

    init(database: Database) throws {
        store = GuessStore(database: database)
        limiter = Mutex(LoginLimiter(try store.records()))
    }

    /// How long the next attempt has to wait; nil when it may come at once.
    package func wait(name: String?, from address: String, at now: Timestamp) throws -> Duration? {
        let keys = try keys(name, address, now)
        return limiter.withLock { limiter in keys.compactMap { limiter.wait(for: $0, at: now) }.max() }
    }

    /// Until when the name has to wait, from addresses that are not known to be its user's.
    package func lockedUntil(_ name: String, at now: Timestamp) -> Timestamp? {
        limiter.withLock { $0.wait(for: GuessKeys.user(name), at: now) }.map { now + $0 }
    }

    /// Forgets the wrong attempts on this name.
    package func unlock(_ name: String) throws {
        let key = GuessKeys.user(name)
        limiter.withLock { _ = $0.succeeded(key) }
        try store.remove([key])
    }

    /// - Throws: ``AccessError/tooManyAttempts(retryAfter:)`` while the next attempt has to wait.
    package func refuse(name: String?, from address: String, at now: Timestamp) throws {
        if let wait = try wait(name: name, from: address, at: now) { throw AccessError.tooManyAttempts(retryAfter: wait) }
    }

    /// Counts a wrong attempt.
    package func failed(name: String?, from address: String, at now: Timestamp) {
        let keys = (try? keys(name, address, now)) ?? GuessKeys.all(name: name, address: address, isKnownAddress: false)
        let records = limiter.withLock { limiter in keys.map { ($0, limiter.failed($0, at: now)) } }
        // When the disk takes nothing, the count in memory has to do.
        try? store.keep(Dictionary(records) { $1 })
    }

    func succeeded(name: String, from address: String) {
        let keys = GuessKeys.all(name: name, address: address, isKnownAddress: false)
        let known = limiter.withLock { limiter in keys.filter { limiter.succeeded($0) } }
        // A row that stays is older than an hour soon, and forgotten.
        if !known.isEmpty { try? store.remove(known) }
    }

    private func keys(_ name: String?, _ address: String, _ now: Timestamp) throws -> [String] {
        let isKnown = try name.map { try store.isKnown(address, of: $0, at: now) } ?? false
        return GuessKeys.all(name: name, address: address, isKnownAddress: isKnown)
    }
}

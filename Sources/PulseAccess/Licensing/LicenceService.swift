package import PulseCore
import PulseStorage
import Synchronization

/// The door of licensing: what is on now, activate, clear. Asked anew each time, because a licence can end or arrive while the server runs.
package final class LicenceService: FeatureGate {
    /// Whose licence it is.
    package enum Kind: Sendable {
        case installed
        /// Everything is on, and nothing can be activated: the demonstration shows simulated sources and refuses real ones.
        case demonstration
    }

    private struct State {
        var stored: StoredLicence
        var clock: LicenceClock
    }

    private let kind: Kind
    package var isDemonstration: Bool { kind == .demonstration }
    private let file: LicenceFile
    private let clockStore: LicenceClockStore
    private let keys: LicencePublicKeys
    private let now: @Sendable () -> Timestamp
    private let state: Mutex<State>

    package init(
        kind: Kind = .installed, file: LicenceFile, clockStore: LicenceClockStore, keys: LicencePublicKeys, now: @escaping @Sendable () -> Timestamp
    ) throws {
        self.kind = kind
        self.file = file
        self.clockStore = clockStore
        self.keys = keys
        self.now = now
        state = Mutex(State(stored: Self.stored(file, keys), clock: LicenceClock(memory: try clockStore.read())))
    }

    package func allows(_ feature: Feature) -> Bool { status.features.contains(feature) }

    package var status: LicenceStatus {
        let moment = now()
        return state.withLock { status(of: $0, at: moment) }
    }

    /// Lets the clock be seen. To be called more often than ``LicenceClock/longestGap``.
    package func observeClock(at now: Timestamp) throws {
        try state.withLock { state in
            guard state.clock.observed(now) else { return }
            try clockStore.write(state.clock.memory)
        }
    }

    /// Takes a key into use. When it cannot be kept on disk, the former licence stays in force.
    ///
    /// - Throws: ``LicenceKeyError``, or `StorageError` when the disk refuses.
    @discardableResult
    package func activate(_ text: String) throws -> LicenceStatus {
        guard kind == .installed else { throw LicenceDemonstrationError() }
        let key = try LicenceKey(text, from: keys)
        let moment = now()
        return try state.withLock { state in
            var clock = state.clock
            let remembers = clock.activated(issuedAt: key.claims.issuedAt, at: moment)
            try Self.refuseUnusable(key.claims, clock, at: moment)
            try file.write(key.text, at: moment)
            state = State(stored: .genuine(key.claims), clock: clock)
            // The licence is in force by now; what is not remembered of the clock is asked of the next key.
            if remembers { try? clockStore.write(clock.memory) }
            return status(of: state, at: moment)
        }
    }

    /// Forgets the licence, not the time.
    ///
    /// - Returns: what was in force before.
    @discardableResult
    package func clear() throws -> LicenceStatus {
        guard kind == .installed else { throw LicenceDemonstrationError() }
        let moment = now()
        return try state.withLock { state in
            let before = status(of: state, at: moment)
            try file.remove(at: moment)
            state.stored = .none
            return before
        }
    }

    /// What a key says, without taking it into use.
    package func inspect(_ text: String) throws -> LicenceStatus {
        let key = try LicenceKey(text, from: keys)
        let moment = now()
        return state.withLock { LicenceStatus(state: LicenceState(key.claims, clock: $0.clock, at: moment), claims: key.claims, at: moment) }
    }

    private func status(of state: State, at moment: Timestamp) -> LicenceStatus {
        guard kind == .installed else { return LicenceStatus(state: .active, claims: nil, at: moment, isDemonstration: true) }
        var claims: LicenceClaims?
        if case .genuine(let genuine) = state.stored { claims = genuine }
        return LicenceStatus(state: LicenceState(state.stored, clock: state.clock, at: moment), claims: claims, at: moment)
    }

    private static func refuseUnusable(_ claims: LicenceClaims, _ clock: LicenceClock, at now: Timestamp) throws {
        switch LicenceState(claims, clock: clock, at: now) {
        case .expired:
            let days = claims.expiresAt.map { now.since($0).components.seconds / 86_400 } ?? 0
            throw LicenceKeyError.expired(days: Int(days))
        case .clockSetBack: throw LicenceKeyError.clockSetBack
        default: break
        }
    }

    private static func stored(_ file: LicenceFile, _ keys: LicencePublicKeys) -> StoredLicence {
        switch file.read() {
        case .missing: return .none
        case .unreadable(let reason): return .unreadable(reason: reason)
        case .key(let text):
            do { return .genuine(try LicenceKey(text.reveal(), from: keys).claims) } catch { return .notGenuine(error) }
        }
    }
}

/// A demonstration has its own licence and takes no other.
package struct LicenceDemonstrationError: SentenceError, Equatable, Sendable {
    package init() {}

    package var sentence: String { "This is a demonstration with a licence of its own; no other can be activated in it." }
}

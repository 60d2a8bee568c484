package import PulseCore

/// The set-up codes that are out: each is good for one server of one product, for a quarter of an hour.
///
/// Pure: it is told what happened and what time it is. It knows codes by their hash alone. Kept in memory: a restart ends all codes, and a new one is
/// made with one press of a button; a code in a file would be one more secret in every backup.
package struct SetupCodeBook: Sendable {
    package static let lifetime = Duration.seconds(15 * 60)
    /// When one more is made, the oldest ends.
    package static let most = 16

    /// How far the server has come that a code was made for.
    package enum Stage: Sendable, Equatable {
        /// Nobody has come with the code yet.
        case waiting
        /// The script was handed out.
        case fetched
        /// The server has made its token; Pulse is trying it.
        case trying
        /// It came to nothing for this reason, and may be tried again with the same code.
        case failed(String)
        /// The code is used up: the server is watched under this name.
        case done(SourceSlug)
    }

    /// A code as it is kept.
    package struct Entry: Sendable, Equatable {
        /// Names the code without telling it.
        package let id: String
        package let order: SetupOrder
        package let expiresAt: Timestamp
        package fileprivate(set) var stage = Stage.waiting
    }

    /// Why a code opens nothing.
    package enum Refusal: Error, Equatable {
        case unknown
        /// Somebody is using it at this moment.
        case inUse
        case otherProduct(SourceKind)
    }

    /// By the hash of the code, oldest first.
    private var entries: [(digest: String, entry: Entry)] = []

    package init() {}

    package mutating func keep(_ order: SetupOrder, id: String, digest: String, at now: Timestamp) -> Entry {
        forget(at: now)
        if entries.count >= Self.most { entries.removeFirst() }
        let entry = Entry(id: id, order: order, expiresAt: now + Self.lifetime)
        entries.append((digest, entry))
        return entry
    }

    /// What became of a code, for who made it. A code that is used up is remembered until its time is over.
    package func entry(id: String, at now: Timestamp) -> Entry? {
        entries.first { $0.entry.id == id && $0.entry.expiresAt > now }?.entry
    }

    /// What the code is good for.
    package func open(_ digest: String, at now: Timestamp) throws(Refusal) -> Entry {
        guard let entry = entries.first(where: { $0.digest == digest })?.entry, entry.expiresAt > now else { throw .unknown }
        if case .done = entry.stage { throw .unknown }
        return entry
    }

    /// The script is handed out, which may happen more than once: a connection breaks, a server is the wrong one.
    package mutating func fetch(_ digest: String, of product: SourceKind, at now: Timestamp) throws(Refusal) -> Entry {
        let entry = try open(digest, of: product, at: now)
        if entry.stage == .waiting { move(entry.id, to: .fetched) }
        return entry
    }

    /// A server has come. Until it is said how that ended, nobody else can come with the same code.
    package mutating func begin(_ digest: String, of product: SourceKind, at now: Timestamp) throws(Refusal) -> Entry {
        let entry = try open(digest, of: product, at: now)
        guard entry.stage != .trying else { throw .inUse }
        move(entry.id, to: .trying)
        return entry
    }

    /// How it ended. Only success uses the code up: who mends what stood in the way runs the same command again.
    package mutating func end(_ id: String, _ outcome: Result<SourceSlug, SetupFailure>) {
        switch outcome {
        case .success(let source): move(id, to: .done(source))
        case .failure(let failure): move(id, to: .failed(failure.sentence))
        }
    }

    private func open(_ digest: String, of product: SourceKind, at now: Timestamp) throws(Refusal) -> Entry {
        let entry = try open(digest, at: now)
        guard entry.order.product == product else { throw .otherProduct(entry.order.product) }
        return entry
    }

    private mutating func move(_ id: String, to stage: Stage) {
        guard let index = entries.firstIndex(where: { $0.entry.id == id }) else { return }
        entries[index].entry.stage = stage
    }

    private mutating func forget(at now: Timestamp) { entries.removeAll { $0.entry.expiresAt <= now } }
}

/// Why a server that came with a right code was not taken in.
package struct SetupFailure: Error, Sendable, Equatable {
    package let sentence: String

    package init(_ sentence: String) {
        self.sentence = sentence
    }
}

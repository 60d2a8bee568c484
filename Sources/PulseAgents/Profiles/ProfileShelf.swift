import Crypto
import Foundation
import PulseAgentProtocol
import PulseCore
import PulseStorage
import Synchronization

/// The profiles with their key: what an agent is to have, signed.
final class ProfileShelf: Sendable {
    /// What one agent is to have, as long as nothing changes.
    struct Offer: Sendable {
        let revision: UInt64
        let subject: ProfileSubject
        let profileID: String?
        let name: String?
        let serial: Int
        /// Nil for an agent that never had a profile.
        let signed: SignedProfile?
    }

    let book: Mutex<ProfileBook>
    let database: Database
    private let key: Curve25519.Signing.PrivateKey

    init(database: Database, key: Curve25519.Signing.PrivateKey) throws {
        self.database = database
        self.key = key
        book = Mutex(try ProfileRows.all(database))
    }

    /// Ed25519, hex: what agents hold profiles and updates against.
    var publicKey: String { Hex.text(key.publicKey.rawRepresentation) }

    func signature(of bytes: [UInt8]) throws -> String { Hex.text(try key.signature(for: bytes)) }

    /// - Parameter last: what was offered before; comes back when nothing has changed.
    /// - Throws: when a new serial could not be kept. Nobody may be told of one that a restart would give out again.
    func offer(to subject: ProfileSubject, after last: Offer?) throws -> Offer {
        try book.withLock { book in
            if let last, last.revision == book.revision, last.subject == subject { return last }
            let profile = book.profile(for: subject)
            guard let (serial, isNew) = book.serial(for: subject) else {
                return Offer(revision: book.revision, subject: subject, profileID: nil, name: nil, serial: 0, signed: nil)
            }
            if isNew {
                try database.write { try ProfileRows.save(serial, of: subject.agentID, in: $0) }
                book.serials[subject.agentID] = serial
            }
            let content = AgentProfile(
                agentID: subject.agentID, serial: serial.serial, name: profile?.name, settings: profile?.settings ?? AgentSettings())
            let signed = try SignedProfile(payload: JSONText.of(content), key: key)
            return Offer(
                revision: book.revision, subject: subject, profileID: profile?.id, name: profile?.name, serial: serial.serial, signed: signed)
        }
    }

    /// The agent is gone, and its rows with it.
    func forget(_ agentID: String) {
        book.withLock { book in
            book.assignments[agentID] = nil
            book.serials[agentID] = nil
            book.revision += 1
        }
    }

    /// Takes over what stands in the file.
    func reread() throws {
        try book.withLock { book in
            let revision = book.revision
            book = try ProfileRows.all(database)
            book.revision = revision + 1
        }
    }

    /// Writes first, and changes what is in memory when that is on disk.
    func change<Value: Sendable>(_ body: (inout ProfileBook, WriteTransaction) throws -> Value) throws -> Value {
        try book.withLock { book in
            var next = book
            let value = try database.write { try body(&next, $0) }
            next.revision += 1
            book = next
            return value
        }
    }
}

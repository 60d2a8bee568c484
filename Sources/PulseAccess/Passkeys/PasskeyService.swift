import Foundation
package import PulseCore
package import PulseStorage
import Synchronization

/// Passkeys: registering a device, and finding out by one who somebody is (W3C Web Authentication Level 2).
///
/// Devices keep the user's name ("discoverable credentials"), so a sign-in needs none and its question tells nobody which users exist.
package final class PasskeyService: Sendable {
    package static let mostPerUser = 20
    /// How long a person may look for their key; browsers are told the same.
    package static let timeout = Duration.seconds(5 * 60)

    private struct Question {
        let challenge: String
        let party: RelyingParty
        /// Who registers; nil for a sign-in.
        let user: String?
    }

    private let store: PasskeyStore
    private let randomText: @Sendable () -> String
    private let questions = Mutex(OneTimeBook<Question>(lifetime: timeout))

    /// - Parameter randomText: 256 random bits, base64url.
    package init(database: Database, randomText: @escaping @Sendable () -> String = SecureBytes.text) {
        store = PasskeyStore(database: database)
        self.randomText = randomText
    }

    /// What the browser needs to know to make a passkey.
    package struct Registration: Sendable {
        package let id: String
        package let challenge: String
        package let party: RelyingParty
        package let userHandle: String
        /// COSE algorithms, the liked one first.
        package let algorithms: [Int64]
        /// The user's devices that have one already.
        package let known: [String]
    }

    /// What the browser needs to know to use one.
    package struct SignIn: Sendable {
        package let id: String
        package let challenge: String
        package let party: RelyingParty
    }

    package func passkeys(of user: String) throws -> [Passkey] { try store.all(of: user).map(\.passkey) }

    /// How many each user has.
    package func counts() throws -> [String: Int] { try store.counts() }

    package func beginRegistration(of user: String, at party: RelyingParty, now: Timestamp) throws -> Registration {
        let (id, challenge) = ask(party, user: user, owner: "user:\(user.lowercased())", at: now)
        return Registration(
            id: id, challenge: challenge, party: party, userHandle: try store.handle(of: user, orNew: randomText()),
            algorithms: COSEKey.Algorithm.allCases.map(\.rawValue), known: try store.all(of: user).map(\.passkey.id))
    }

    package func finishRegistration(_ id: String, of user: String, named name: String, _ answer: PasskeyAttestation, at now: Timestamp) throws
        -> Passkey
    {
        guard (1...64).contains(name.count), !name.allSatisfy(\.isWhitespace) else { throw PasskeyRefusal.nameInvalid }
        guard let question = take(id, at: now), question.user == user else { throw PasskeyRefusal.challengeUnknown }
        let made = try PasskeyCeremony(challenge: question.challenge, party: question.party).register(answer)
        let passkey = Passkey(id: Base64URL.encode(made.id), name: name.printable(limit: 64), createdAt: now, lastUsedAt: nil)
        let record = PasskeyRecord(
            passkey: passkey, user: user, relyingParty: question.party.id, publicKey: Data(made.publicKey), counter: made.counter)
        try store.insert(record, most: Self.mostPerUser)
        return passkey
    }

    /// - Parameter address: whoever asks again and again from one address pushes out their own questions only.
    package func beginSignIn(at party: RelyingParty, from address: String, now: Timestamp) -> SignIn {
        let (id, challenge) = ask(party, user: nil, owner: address, at: now)
        return SignIn(id: id, challenge: challenge, party: party)
    }

    /// Who it is.
    ///
    /// - Parameter noticed: told the user of the passkey as soon as it is known, for the record of a refusal.
    package func finishSignIn(_ id: String, _ answer: PasskeyAssertion, at now: Timestamp, noticed: (_ user: String) -> Void = { _ in }) throws
        -> String
    {
        guard let question = take(id, at: now), question.user == nil else { throw PasskeyRefusal.challengeUnknown }
        guard let record = try store.find(id: Base64URL.encode(answer.credentialID)) else { throw PasskeyRefusal.credentialUnknown }
        noticed(record.user)
        let handle = try store.handle(of: record.user, orNew: randomText())
        guard answer.userHandle.map({ Base64URL.encode($0) == handle }) ?? true else { throw PasskeyRefusal.wrongUser }
        let key = try COSEKey(try CBORReader.read(Array(record.publicKey)))
        let counter = try PasskeyCeremony(challenge: question.challenge, party: question.party)
            .verify(answer, key: key, storedCounter: record.counter)
        guard try store.used(record, counter: counter, at: now) else {
            throw PasskeyRefusal.counterWentBack(stored: record.counter, seen: counter)
        }
        return record.user
    }

    /// False when the user has no such passkey.
    package func remove(_ id: String, of user: String) throws -> Bool { try store.remove(id: id, of: user) }

    package func removeAll(of user: String) throws { try store.removeAll(of: user) }

    private func ask(_ party: RelyingParty, user: String?, owner: String, at now: Timestamp) -> (id: String, challenge: String) {
        let (id, challenge) = (randomText(), randomText())
        questions.withLock { $0.keep(Question(challenge: challenge, party: party, user: user), id: id, owner: owner, at: now) }
        return (id, challenge)
    }

    private func take(_ id: String, at now: Timestamp) -> Question? {
        questions.withLock { $0.take(id, at: now) }
    }
}

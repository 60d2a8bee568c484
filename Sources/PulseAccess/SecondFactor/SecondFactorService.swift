import Crypto
import Foundation
package import PulseCore
package import PulseStorage

/// The second step of a sign-in: codes of an authenticator app, and recovery codes for when it is lost.
///
/// Whoever calls ``check(_:of:at:)`` counts wrong codes as it counts wrong passwords; six digits bear few guesses.
package struct SecondFactorService: Sendable {
    /// A secret that nobody confirmed for so long is forgotten.
    package static let timeToConfirm = Duration.seconds(15 * 60)

    private let store: SecondFactorStore
    private let sealer: Sealer
    private let randomBytes: @Sendable (_ count: Int) -> [UInt8]

    package init(database: Database, sealer: Sealer, randomBytes: @escaping @Sendable (_ count: Int) -> [UInt8] = SecureBytes.make) {
        store = SecondFactorStore(database: database)
        self.sealer = sealer
        self.randomBytes = randomBytes
    }

    /// By what a code was accepted.
    package enum Method: String, Sendable, CaseIterable {
        case totp
        case recovery
    }

    package struct Status: Sendable, Equatable {
        package let isOn: Bool
        package let recoveryCodesLeft: Int
    }

    /// What a person gives their app; shown once.
    package struct Enrolment: Sendable {
        package let secret: Redacted<String>
        package let uri: Redacted<String>
    }

    package func status(of user: String) throws -> Status {
        let isOn = try store.find(user)?.confirmedAt != nil
        return Status(isOn: isOn, recoveryCodesLeft: isOn ? try store.recoveryCodesLeft(of: user) : 0)
    }

    package func users() throws -> Set<String> { try store.confirmedUsers() }

    package func begin(for user: String, at now: Timestamp) throws -> Enrolment {
        let secret = randomBytes(OneTimePassword.secretBytes)
        let text = Redacted(Base32.encode(secret))
        guard try store.begin(user, sealedSecret: try sealer.seal(text, for: Self.context(user)), at: now) else {
            throw SecondFactorError.alreadyOn
        }
        return Enrolment(secret: text, uri: Redacted(OneTimePassword.uri(secret: secret, user: user)))
    }

    /// Turns it on once the app has shown that it has the secret.
    ///
    /// - Returns: the recovery codes, which are known at this moment only.
    package func confirm(_ code: String, of user: String, at now: Timestamp) throws -> [Redacted<String>] {
        guard let record = try store.find(user), record.confirmedAt == nil, now.since(record.begunAt) < Self.timeToConfirm else {
            throw SecondFactorError.nothingToConfirm
        }
        guard let step = OneTimePassword.acceptedStep(of: code, secret: try open(record, of: user), after: nil, at: now) else {
            throw SecondFactorError.wrong
        }
        let codes = (0..<RecoveryCode.count).map { _ in RecoveryCode.text(from: randomBytes(RecoveryCode.letters)) }
        let digests = codes.map { RecoveryCode.digest(of: $0) }
        guard try store.confirm(user, sealedSecret: record.sealedSecret, step: step, recoveryDigests: digests, at: now) else {
            throw SecondFactorError.nothingToConfirm
        }
        return codes.map { Redacted($0) }
    }

    /// Nil for a wrong code, one that was used before, and a user without second factor.
    package func check(_ code: String, of user: String, at now: Timestamp) throws -> Method? {
        guard code.utf8.count <= 64, let record = try store.find(user), record.confirmedAt != nil else { return nil }
        if RecoveryCode.looksLikeOne(code) {
            return try store.take(recoveryDigest: RecoveryCode.digest(of: code), of: user) ? .recovery : nil
        }
        let secret = try open(record, of: user)
        guard let step = OneTimePassword.acceptedStep(of: code, secret: secret, after: record.lastStep, at: now) else { return nil }
        return try store.take(step: step, of: user) ? .totp : nil
    }

    /// Without a code: for an administrator, whose user has lost both phone and recovery codes.
    package func remove(of user: String) throws { try store.remove(user) }

    private func open(_ record: SecondFactorRecord, of user: String) throws -> [UInt8] {
        let context = Self.context(user)
        guard let secret = Base32.decode(try sealer.open(record.sealedSecret, for: context).reveal()) else {
            throw StorageError.secretUnreadable(context: context)
        }
        return secret
    }

    static func context(_ user: String) -> String { "second factor of \(user.lowercased())" }
}

package import Foundation
import PulseStorage

/// Looks at every event of a log, offline, with what the verifier has been given.
package struct LogVerification: Sendable {
    /// `audit.db`, or a copy of it.
    package var path: String
    /// Of the log's Ed25519 key, 32 bytes, from outside of the file; without it the file's own word is taken.
    package var publicKey: Data?
    /// The keys of signatures; where they are missing, signatures are not checked.
    package var keys: KeyRing
    /// Checkpoints that were kept elsewhere.
    package var outside: [CheckpointLine]

    package init(path: String, publicKey: Data? = nil, keys: KeyRing = .empty, outside: [CheckpointLine] = []) {
        (self.path, self.publicKey, self.keys, self.outside) = (path, publicKey, keys, outside)
    }

    /// How often progress is told, events.
    private static let portion: Int64 = 5000

    /// - Parameter progress: told the events looked at and all of them; says with false that it is enough.
    /// - Throws: `StorageError` when the file cannot be opened or is no log.
    package func run(progress: (_ checked: Int64, _ total: Int64) -> Bool = { _, _ in true }) throws -> VerificationReport {
        let file = try LogFile(path: path)
        guard let written = try file.identity() else { throw LogFile.notALog(path) }
        var report = VerificationReport()
        report.identity = written
        var statements = StatementVerifier(identity: LogIdentity(origin: written.origin, publicKey: publicKey ?? written.publicKey))
        let (checkpoints, tombstones) = (try file.checkpoints(), try file.tombstones())
        let start = statements.tombstones(tombstones)
        statements.checkpoints(checkpoints)
        statements.outside(outside, inside: checkpoints, start: start?.last ?? 0)
        let head = statements.head(try file.head(), checkpoints: checkpoints.last?.number ?? 0, tombstones: tombstones.last?.number ?? 0)
        report.checkpoints = checkpoints.count
        report.removed = start?.last ?? 0
        report.warnings = warnings(written) + statements.warnings
        if let publicKey, publicKey != written.publicKey {
            report.add(VerificationProblem(.key, at: nil, "The file names another public key than the one that was given."))
        }
        var verifier = RecordVerifier(
            report, start: start?.frontier ?? Frontier(), hash: start?.hash ?? .zero,
            expectations: RootExpectations(statements.expectations, from: start?.last ?? 0), keys: keys,
            places: LogFilePlaces(file: try LogFile(path: path)))
        return try finish(&verifier, file, statements.problems, head, progress)
    }

    private func finish(
        _ verifier: inout RecordVerifier, _ file: LogFile, _ said: [VerificationProblem], _ head: Head?, _ progress: (Int64, Int64) -> Bool
    ) throws -> VerificationReport {
        let (isWhole, failure) = try read(file, &verifier, progress)
        var report = isWhole ? verifier.finish(head: head) : verifier.report
        report.isCancelled = !isWhole && failure == nil
        for problem in said { report.add(problem) }
        if let failure { report.add(failure) }
        report.sort()
        explain(&report)
        return report
    }

    /// - Returns: whether the end was reached, and what could not be read.
    private func read(_ file: LogFile, _ verifier: inout RecordVerifier, _ progress: (Int64, Int64) -> Bool) throws -> (Bool, VerificationProblem?) {
        let total = try file.count()
        var goesOn = progress(0, total)
        do {
            try file.records { row in
                guard goesOn else { return false }
                verifier.look(at: row)
                if verifier.report.checked % Self.portion == 0 { goesOn = progress(verifier.report.checked, total) }
                return goesOn
            }
        } catch let error as StorageError {
            let sentence = "The file cannot be read behind event \(verifier.next - 1): \(error.sentence)"
            return (false, VerificationProblem(.unreadable, at: verifier.next, sentence))
        }
        if goesOn { _ = progress(verifier.report.checked, total) }
        return (goesOn, nil)
    }

    private func warnings(_ identity: LogIdentity) -> [String] {
        (publicKey == nil
            ? ["The public key is the one that the file itself names: whoever wrote the file anew could have put in another. Give the one you noted."]
            : [])
            + (outside.isEmpty
                ? ["No checkpoint from outside was given: a log that was written anew with its own keys, or set back, looks intact."] : [])
    }

    private func explain(_ report: inout VerificationReport) {
        if report.unsigned > 0 { report.warnings.append("\(report.unsigned) events were written without a signing key.") }
        if report.unchecked > 0 {
            report.warnings.append("The signatures of \(report.unchecked) events were not checked, because their key was not given.")
        }
    }
}

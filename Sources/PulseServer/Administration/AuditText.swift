import Foundation
import PulseAudit
import PulseCore

/// The audit log in words, for the command line.
enum AuditText {
    private static let shownProblems = 20

    static func report(_ report: VerificationReport) -> [String] {
        let range = report.firstSequence.flatMap { first in report.lastSequence.map { ", \(first) to \($0)" } } ?? ""
        let head: String =
            switch report.verdict {
            case .intact: "The audit log is intact: \(report.checked) events\(range), \(report.checkpoints) checkpoints."
            case .damaged: "THE AUDIT LOG WAS CHANGED: \(report.problemCount) problems in \(report.checked) events\(range)."
            case .cancelled: "Verification was stopped after \(report.checked) events."
            }
        let removed = report.removed > 0 ? ["Retention removed the events 1 to \(report.removed) and left a signed tombstone."] : []
        let problems = report.problems.prefix(shownProblems).map { "  \($0.kind.rawValue): \($0.sentence.printable(limit: 400))" }
        let rest = report.problemCount > shownProblems ? ["  … and \(report.problemCount - shownProblems) more"] : []
        return [head] + problems + rest + removed + report.warnings.map { "Note: \($0)" }
    }

    static func summary(_ log: LogSummary) -> [String] {
        [
            "Log:         \(log.identity.origin.printable(limit: 64))",
            "Public key:  \(log.identity.publicKey.base64EncodedString())",
            "Events:      \(log.events)" + (log.removed > 0 ? " (1 to \(log.removed) removed by retention)" : ""),
            "Signed end:  " + (log.head.map { "event \($0.size), \($0.hash.hex), \($0.at)" } ?? "missing"),
            "Checkpoint:  " + (log.checkpoint.map { "number \($0.number) over \($0.size) events, \($0.at)" } ?? "none yet"),
        ]
    }

    /// What a proof shows that holds.
    static func proof(_ proof: AuditProof) -> [String] {
        switch proof {
        case .inclusion(let proof):
            let event = proof.event
            return [
                "Event \(event.sequence) stands in the log as it is in the proof.",
                "Event:       \(event.event.printable(limit: 128)), \(event.outcome), by \(event.user.printable(limit: 256)), \(event.timestamp)",
                signed("Checkpoint:  ", proof.checkpoint), "Log:         \(proof.checkpoint.origin.printable(limit: 64))",
            ]
        case .consistency(let proof):
            return [
                "The log goes on from the earlier checkpoint: of its \(proof.from.size) events none was changed, moved or removed.",
                signed("From:        ", proof.from), signed("To:          ", proof.to),
                "Log:         \(proof.from.origin.printable(limit: 64))",
            ]
        }
    }

    private static func signed(_ name: String, _ line: CheckpointLine) -> String {
        "\(name)number \(line.number) over \(line.size) events, \(line.at)"
    }

    /// On a terminal only.
    static func progress(_ checked: Int64, _ total: Int64) -> Bool {
        guard isatty(2) == 1 else { return true }
        FileHandle.standardError.write(Data("\r\(checked) of \(total) events\(checked >= total ? "\n" : "")".utf8))
        return true
    }
}

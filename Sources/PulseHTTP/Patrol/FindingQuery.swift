import Hummingbird
import PulseCore
import PulsePatrol

/// Which findings a request asks for. Without anything: warning and critical, as v5 answers.
struct FindingQuery {
    let least: FindingSeverity
    let category: FindingCategory?
    let check: String?
    let resource: String?
    let isWithHidden: Bool

    init(_ request: Request, _ checks: [Check]) throws {
        resource = request.queryText("resource_id")
        check = try request.queryText("check").map { try checks.named($0).code }
        isWithHidden = try request.queryFlag("hidden") ?? false
        least = try Self.word(request, "severity") ?? (resource == nil ? .warning : .info)
        category = try Self.word(request, "category")
    }

    func matches(_ finding: Finding) -> Bool {
        finding.severity >= least && (category ?? finding.category) == finding.category && (resource ?? finding.resource) == finding.resource
            && (check ?? finding.check) == finding.check
    }

    private static func word<Word: RawRepresentable & CaseIterable>(_ request: Request, _ name: String) throws -> Word?
    where Word.RawValue == String {
        guard let text = request.queryText(name) else { return nil }
        guard let word = Word(rawValue: text) else {
            throw APIError.invalid(name, "\(name) is one of \(Word.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        return word
    }
}

import Hummingbird
import PulseAudit
import PulseCore

/// What a request asks of the log. v5 left out what it could not read and then showed everything; here it is a 400.
enum AuditQuery {
    private static let longestText = 256
    /// Further down there is `before`, which costs the same everywhere.
    private static let furthestOffset = 100_000
    /// With words every event on the way has to be looked at.
    private static let furthestOffsetOfWords = 10_000

    static func filter(_ request: Request) throws -> AuditFilter {
        AuditFilter(
            event: try text(request, "event"), user: try text(request, "user"), outcomes: try outcomes(request),
            from: try time(request, "startTime"), to: try time(request, "endTime"), text: try text(request, "text"))
    }

    static func page(_ request: Request) throws -> AuditPageRequest {
        let limit = try integer(request, "limit", in: 1...1000) ?? 100
        let furthest = request.queryText("text") == nil ? furthestOffset : furthestOffsetOfWords
        let offset = try integer(request, "offset", in: 0...furthest)
        let (before, after) = (try integer(request, "before", in: 0...Int.max), try integer(request, "after", in: 0...Int.max))
        switch (offset, before, after) {
        case (_, nil, nil): return AuditPageRequest(.offset(offset ?? 0), limit: limit)
        case (nil, let before?, nil): return AuditPageRequest(.before(Int64(before)), limit: limit)
        case (nil, nil, let after?): return AuditPageRequest(.after(Int64(after)), limit: limit)
        default: throw APIError.invalid("before", "One of offset, before and after says where a page begins.")
        }
    }

    static func integer(_ request: Request, _ name: String, in range: ClosedRange<Int>) throws -> Int? {
        guard let text = request.queryText(name) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw APIError.invalid(name, "\(name) is a number from \(range.lowerBound) to \(range.upperBound).")
        }
        return number
    }

    static func isSet(_ request: Request, _ name: String) -> Bool { request.queryText(name) == "true" }

    private static func text(_ request: Request, _ name: String) throws -> String? {
        guard let text = request.queryText(name) else { return nil }
        guard text.utf8.count <= longestText else { throw APIError.invalid(name, "\(name) has at most \(longestText) bytes.") }
        return text
    }

    private static func time(_ request: Request, _ name: String) throws -> Timestamp? {
        guard let text = request.queryText(name) else { return nil }
        guard let time = Timestamp(rfc3339: text) else {
            throw APIError.invalid(name, "\(name) is a time of RFC 3339, such as 2026-11-26T10:00:00Z.")
        }
        return time
    }

    private static func outcomes(_ request: Request) throws -> Set<AuditEvent.Outcome> {
        var outcomes = Set(AuditEvent.Outcome.allCases)
        if let names = request.queryList("outcome") {
            let wanted = names.compactMap(AuditEvent.Outcome.init(rawValue:))
            guard wanted.count == names.count else {
                throw APIError.invalid("outcome", "outcome is one or more of intent, success, failure, denied.")
            }
            outcomes.formIntersection(wanted)
        }
        if let isSuccess = try request.queryFlag("success") { outcomes.formIntersection(isSuccess ? [.success, .intent] : [.failure, .denied]) }
        guard !outcomes.isEmpty else { throw APIError.invalid("outcome", "No event has this outcome and this success together.") }
        return outcomes.count == AuditEvent.Outcome.allCases.count ? [] : outcomes
    }
}

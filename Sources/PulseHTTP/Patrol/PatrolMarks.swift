import Crypto
import HTTPTypes
import Hummingbird
import PulseAccess
import PulseCore
import PulsePatrol

/// `GET /api/ai/patrol/marks`: which resources have active findings of warning or critical, and how many. A page shows it beside every row and asks again
/// and again, so it is no more than that.
struct PatrolMarkRoutes {
    let patrol: PatrolService
    let fleet: @Sendable () -> Fleet
    let now: @Sendable () -> Timestamp

    private struct Mark {
        var severity: FindingSeverity
        var count: Int
    }

    func add(to routes: inout RouteTable) {
        routes.get("\(PatrolRoutes.path)/marks", .permission(.monitoringRead), "Which resources have findings that want a person", marks)
    }

    @Sendable private func marks(_ request: Request, _ context: PulseContext) async throws -> Response {
        let view = PatrolView(patrol, fleet(), context.visibility, at: now())
        return request.tagged(Self.json(view.active.filter { $0.severity >= .warning }))
    }

    private static func json(_ findings: [Finding]) -> [UInt8] {
        var marks: [String: Mark] = [:]
        for finding in findings {
            let known = marks[finding.resource]
            marks[finding.resource] = Mark(severity: max(known?.severity ?? .warning, finding.severity), count: (known?.count ?? 0) + 1)
        }
        var json = JSONWriter(capacity: 64 + marks.count * 80)
        json.object { json in
            for (resource, mark) in marks.sorted(by: { $0.key < $1.key }) {
                json.name(data: resource)
                json.object { json in
                    json.name("severity"); json.string(mark.severity.rawValue)
                    json.name("count"); json.integer(mark.count)
                }
            }
        }
        return json.bytes
    }
}

extension Request {
    /// JSON that is asked for again and again, and seldom differs: with a tag of its content, and without the content where the client has it.
    fileprivate func tagged(_ bytes: [UInt8]) -> Response {
        // Of the plain bytes, whatever the encoding: a weak tag.
        let tag = "W/\"\(Hex.text(SHA256.hash(data: bytes).prefix(12)))\""
        guard headers[.ifNoneMatch]?.contains(tag) != true else {
            return Response(status: .notModified, headers: [.cacheControl: "private, no-cache", .eTag: tag])
        }
        var response = compressed(bytes)
        response.headers[.cacheControl] = "private, no-cache"
        response.headers[.eTag] = tag
        response.headers[.vary] = "Accept-Encoding"
        return response
    }
}

import Foundation
import Hummingbird
import PulseAccess
import PulseBackups
import PulseCore

/// The board of docs/backups.md: summary and rows, one guest, and the calendar.
struct BoardRoutes {
    let boards: BoardService
    let now: @Sendable () -> Timestamp

    func add(to routes: inout RouteTable) {
        routes.get("/api/backups/board", .permission(.monitoringRead), "What can be said of every guest's backups", board)
        routes.get("/api/backups/board/:id", .permission(.monitoringRead), "One guest's backups with restore points and jobs", one)
        routes.get("/api/backups/board/:id/:rest", .permission(.monitoringRead), "The same, the id written plainly", one)
        routes.get("/api/backups/leftovers", .permission(.monitoringRead), "Backups that are no guest's", leftovers)
        routes.get("/api/backups/calendar", .permission(.monitoringRead), "Backups and failures by day", calendar)
    }

    @Sendable private func board(_ request: Request, _ context: PulseContext) async throws -> Response {
        let query = try BoardQuery(request)
        let view = BackupView(boards, context.visibility, at: now())
        let shown = view.guests
        let matches = shown.filter(query.matches)
        let page = query.page(of: matches)
        let text = BackupJSON(view: view)
        var json = JSONWriter(capacity: 1024 + page.count * 900)
        json.object { json in
            json.name("at"); json.time(view.board.at)
            json.name("summary"); summary(shown, view, &json)
            json.name("guests"); json.array(page) { text.guest($1, &$0) }
            json.name("datastores"); json.array(view.datastores) { text.care($1, &$0) }
            json.name("total"); json.integer(matches.count)
            json.name("next"); json.string(page.last?.id != matches.last?.id ? page.last?.id.description : nil)
        }
        return request.compressed(json.bytes)
    }

    private func summary(_ shown: [GuestBackups], _ view: BackupView, _ json: inout JSONWriter) {
        let leftovers = view.leftovers
        json.object { json in
            for verdict in BackupVerdict.allCases {
                json.name(data: verdict.rawValue); json.integer(shown.count { $0.verdict == verdict })
            }
            for kind in LeftoverBackups.Kind.allCases {
                let mine = leftovers.filter { $0.kind == kind }
                json.name(data: "\(kind.rawValue)Backups"); json.integer(mine.reduce(0) { $0 + $1.count })
                json.name(data: "\(kind.rawValue)Bytes"); json.integer(mine.reduce(0) { $0 &+ $1.bytes })
            }
        }
    }

    @Sendable private func one(_ request: Request, _ context: PulseContext) async throws -> Response {
        let first = try context.parameters.require("id")
        let text = context.parameters.get("rest").map { "\(first)/\($0)" } ?? first
        let view = BackupView(boards, context.visibility, at: now())
        guard let id = ResourceID(text) ?? ResourceID(text.removingPercentEncoding ?? ""), view.shows(id), let guest = view.board[guest: id] else {
            throw APIError.notFound("Pulse does not know such a guest; it may have been removed.")
        }
        var json = JSONWriter(capacity: 8192)
        json.object { detail(guest, view, &$0) }
        return request.compressed(json.bytes)
    }

    private func detail(_ guest: GuestBackups, _ view: BackupView, _ json: inout JSONWriter) {
        let text = BackupJSON(view: view)
        text.members(of: guest, &json)
        let isFull = view.showsAll(of: guest.source)
        json.name("timeline")
        json.array(view.board.restorePoints(of: guest.id)) { json, point in
            json.object { json in
                json.name("at"); json.time(point.at)
                json.name("good"); json.bool(point.isGood)
                json.name("verified"); json.bool(point.isVerified)
                json.name("copies"); json.array(point.copies.filter { !view.places($0.places).isEmpty }) { text.copy($1, &$0) }
            }
        }
        json.name("jobs")
        json.array(isFull ? guest.jobs : []) { json, covering in
            json.object { json in
                json.name("id"); json.string(covering.job.id)
                json.name("enabled"); json.bool(covering.job.isEnabled)
                json.name("schedule"); json.string(covering.job.schedule)
                json.name("storage"); json.string(covering.job.storage)
                json.name("comment"); json.string(covering.job.comment)
                json.name("dueAt"); json.time(covering.due)
                json.name("nextAt"); json.time(covering.next)
                json.name("excludedDisks"); json.array(covering.excludedDisks) { $0.string($1.name) }
            }
        }
        json.name("failures")
        json.array((isFull ? view.board.failures(of: guest.id) : []).prefix(20)) { json, failure in
            json.object { json in
                json.name("id"); json.string(failure.task.id)
                json.name("node"); json.string(failure.task.node)
                json.name("at"); json.time(failure.task.startedAt)
                json.name("error"); json.string(failure.error)
                json.name("lastLines"); json.array(failure.task.lastLines ?? []) { $0.string($1) }
            }
        }
    }

    @Sendable private func leftovers(_ request: Request, _ context: PulseContext) async throws -> Response {
        let limit = try request.pageLimit(500)
        let offset = request.queryText("after").flatMap { Int($0) } ?? 0
        let view = BackupView(boards, context.visibility, at: now())
        let all = view.leftovers
        let text = BackupJSON(view: view)
        let page = all.dropFirst(max(0, offset)).prefix(limit)
        var json = JSONWriter(capacity: 512 + page.count * 300)
        json.object { json in
            json.name("leftovers"); json.array(page) { text.leftover($1, &$0) }
            json.name("total"); json.integer(all.count)
            json.name("next"); json.string(page.endIndex < all.endIndex ? String(page.endIndex) : nil)
        }
        return request.compressed(json.bytes)
    }

    @Sendable private func calendar(_ request: Request, _ context: PulseContext) async throws -> Response {
        let end = try moment(request, "to") ?? now()
        let start = try moment(request, "from") ?? end - .seconds(30 * 86_400)
        guard start < end, end.since(start) <= BackupBoard.longestCalendar else {
            throw APIError.invalid("from", "from is before to, by at most \(BackupBoard.longestCalendar.components.seconds / 86_400) days.")
        }
        let view = BackupView(boards, context.visibility, at: now())
        let days = view.board.calendar(from: start, to: end) { view.shows($0.id) }
        var json = JSONWriter(capacity: 256 + days.count * 100)
        json.object { json in
            json.name("days")
            json.array(days) { json, day in
                json.object { json in
                    json.name("day"); json.string(String(day.start.description.prefix(10)))
                    json.name("good"); json.integer(day.good)
                    json.name("bad"); json.integer(day.bad)
                    json.name("failures"); json.integer(day.failures)
                    json.name("bytes"); json.integer(day.bytes)
                }
            }
        }
        return request.compressed(json.bytes)
    }

    private func moment(_ request: Request, _ name: String) throws -> Timestamp? {
        guard let text = request.queryText(name) else { return nil }
        guard let moment = Timestamp(rfc3339: text) else { throw APIError.invalid(name, "\(name) is a time such as 2026-11-25T00:00:00Z.") }
        return moment
    }
}

/// The filters of the board.
struct BoardQuery {
    private let verdicts: Set<BackupVerdict>?
    private let source: String?
    private let text: String?
    private let after: ResourceID?
    private let limit: Int

    init(_ request: Request) throws {
        let names = request.queryList("verdict")
        verdicts = names.map { Set($0.compactMap(BackupVerdict.init(rawValue:))) }
        guard verdicts?.count == names.map({ Set($0).count }) else {
            throw APIError.invalid("verdict", "verdict is one or more of \(BackupVerdict.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        source = request.queryText("source")
        text = request.queryText("text")?.lowercased()
        after = request.queryText("after").flatMap { ResourceID($0) }
        limit = try request.pageLimit(500)
    }

    func matches(_ guest: GuestBackups) -> Bool {
        (verdicts?.contains(guest.verdict) ?? true) && (source.map { $0 == guest.source.description } ?? true)
            && (text.map { guest.name.lowercased().contains($0) || guest.id.description.contains($0) } ?? true)
    }

    func page(of matches: [GuestBackups]) -> ArraySlice<GuestBackups> {
        guard let after else { return matches.prefix(limit) }
        return matches.drop { $0.id <= after }.prefix(limit)
    }
}

extension Request {
    func pageLimit(_ usual: Int) throws -> Int {
        let limit = queryText("limit").map { Int($0) } ?? usual
        guard let limit, (1...5000).contains(limit) else { throw APIError.invalid("limit", "limit is a number from 1 to 5000.") }
        return limit
    }
}

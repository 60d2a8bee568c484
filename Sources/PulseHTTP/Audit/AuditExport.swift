import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import PulseAudit
import PulseCore

/// Events as a file, written as they are read: a million of them take no more memory than a thousand.
struct AuditExport {
    enum Format: String {
        case csv, json

        init(_ request: Request) throws {
            guard let format = Format(rawValue: request.queryText("format") ?? "json") else {
                throw APIError.invalid("format", "format is csv or json.")
            }
            self = format
        }
    }

    /// Events that are read at once.
    private static let portion = 500

    let log: AuditLog
    let filter: AuditFilter
    let format: Format
    let isVerified: Bool
    let at: Timestamp

    func response() async throws -> Response {
        // What can fail is tried before the first byte.
        let first = try await log.page(filter, AuditPageRequest(limit: Self.portion))
        let name = "audit-log-\(at.description.prefix(19).filter { $0 != "-" && $0 != ":" }.split(separator: "T").joined(separator: "-")).\(format)"
        return Response(
            status: .ok,
            headers: [
                .contentType: format == .csv ? "text/csv; charset=utf-8" : "application/json; charset=utf-8", .cacheControl: "no-store",
                .contentDisposition: "attachment; filename=\"\(name)\"", .init("X-Event-Count")!: "\(first.total)",
            ],
            body: ResponseBody(asyncSequence: AuditExportParts(export: self, first: first)))
    }

    fileprivate func next(after page: AuditPage) async throws -> AuditPage? {
        guard let older = page.older else { return nil }
        return try await log.page(filter, AuditPageRequest(.before(older), limit: Self.portion))
    }

    fileprivate func head(_ count: Int64) -> String {
        switch format {
        case .csv: AuditCSV.header(verified: isVerified)
        case .json: #"{"exported_at":"\#(at)","event_count":\#(count),"events":["#
        }
    }

    fileprivate var tail: String { format == .json ? "]}" : "" }

    fileprivate func entry(_ record: AuditRecord, isFirst: inout Bool) throws -> [UInt8] {
        let verdict = isVerified ? record.verdict(log.keys) : nil
        defer { isFirst = false }
        switch format {
        case .csv: return Array(AuditCSV.line(record, verdict: verdict).utf8)
        case .json:
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return (isFirst ? [] : [0x2C]) + (try encoder.encode(ExportedEvent(record, verdict: verdict)))
        }
    }
}

/// The parts of the file, each read when the one before has been taken.
private struct AuditExportParts: AsyncSequence, Sendable {
    let export: AuditExport
    let first: AuditPage

    func makeAsyncIterator() -> Iterator { Iterator(export: export, first: first) }

    struct Iterator: AsyncIteratorProtocol {
        private enum State {
            case head(AuditPage)
            case events(AuditPage)
            case tail
            case end
        }

        private let export: AuditExport
        private var state: State
        private var isFirst = true

        init(export: AuditExport, first: AuditPage) { (self.export, state) = (export, .head(first)) }

        mutating func next() async throws -> ByteBuffer? {
            switch state {
            case .head(let page):
                state = .events(page)
                return ByteBuffer(string: export.head(page.total))
            case .events(let page):
                let part = try page.records.flatMap { try export.entry($0, isFirst: &isFirst) }
                state = try await export.next(after: page).map { .events($0) } ?? .tail
                return ByteBuffer(bytes: part)
            case .tail:
                state = .end
                return ByteBuffer(string: export.tail)
            case .end: return nil
            }
        }
    }
}

/// How many of some events have a wrong signature, and how many have none.
struct SignatureCount: Sendable {
    private(set) var invalid: Int64 = 0
    private(set) var unsigned: Int64 = 0

    private static let portion = 500

    init(_ log: AuditLog, _ filter: AuditFilter) async throws {
        var place = AuditPageRequest.Place.offset(0)
        while true {
            let page = try await log.page(filter, AuditPageRequest(place, limit: Self.portion))
            for record in page.records { count(record.verdict(log.keys)) }
            guard let older = page.older else { return }
            place = .before(older)
        }
    }

    private mutating func count(_ verdict: SignatureVerdict) {
        if verdict == .failed { invalid += 1 }
        if verdict == .unsigned { unsigned += 1 }
    }
}

import HTTPTypes
import Hummingbird
import PulseAccess

/// `GET /api/events`
struct EventRoutes {
    let door: StreamDoor

    func add(to routes: inout RouteTable) {
        routes.get("/api/events", .permission(.monitoringRead), "The live stream: a snapshot, then changes", open)
    }

    @Sendable private func open(_ request: Request, _ context: PulseContext) async throws -> Response {
        let (hub, visibility, last) = (door.hub, context.visibility, request.lastEventID)
        return try door.response(request, context) { pen, writer, mayGoOn in
            var stream = EventStream(visibility: visibility)
            try await stream.run(hub, after: last, &pen, &writer, mayGoOn)
        }
    }
}

extension Request {
    /// What a client that comes back has received last.
    var lastEventID: String? { headers[.init("Last-Event-ID")!] }
}

/// The event id is `RUN-SEQUENCE`.
enum EventPosition {
    static func parse(_ text: String?, run: String) -> UInt64? {
        guard let text, text.hasPrefix("\(run)-") else { return nil }
        return UInt64(text.dropFirst(run.count + 1))
    }
}

/// One client's stream: writes what the hub has for its position, and a beat when there was nothing.
private struct EventStream {
    let visibility: Visibility
    private var position: UInt64?
    private var noticed = 0

    init(visibility: Visibility) { self.visibility = visibility }

    private static let beat = StreamPiece("event: beat\ndata: {}\n\n")
    private static let bye = StreamPiece("event: bye\ndata: {}\n\n")

    @concurrent mutating func run(
        _ hub: EventHub, after last: String?, _ pen: inout StreamPen, _ writer: inout any ResponseBodyWriter, _ mayGoOn: () -> Bool
    ) async throws {
        let (id, run, signals) = hub.subscribe(visibility)
        defer { hub.unsubscribe(id) }
        position = EventPosition.parse(last, run: run)
        noticed = hub.notice?.number ?? 0
        try await sendMissed(hub, &pen, &writer)
        for await signal in signals {
            guard mayGoOn() else { break }
            let sent = try await sendMissed(hub, &pen, &writer)
            if case .beat = signal, !sent { try await pen.send(Self.beat, &writer) }
        }
        try await pen.send(Self.bye, &writer)
    }

    @discardableResult @concurrent
    private mutating func sendMissed(_ hub: EventHub, _ pen: inout StreamPen, _ writer: inout any ResponseBodyWriter) async throws -> Bool {
        let events = hub.events(after: position, visibility)
        for event in events {
            try await pen.send(event.piece, &writer)
            position = event.sequence
        }
        if let notice = hub.notice, notice.number > noticed {
            noticed = notice.number
            try await pen.send(notice.piece, &writer)
            return true
        }
        return !events.isEmpty
    }
}

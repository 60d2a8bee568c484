import HTTPTypes
import Hummingbird
import NIOCore
import PulseAccess

/// `GET /api/events`
struct EventRoutes {
    let hub: EventHub

    func add(to routes: inout RouteTable) {
        routes.get("/api/events", .permission(.monitoringRead), "The live stream: a snapshot, then changes", open)
    }

    @Sendable private func open(_ request: Request, _ context: PulseContext) async throws -> Response {
        let compress = request.accepts(encoding: "gzip")
        let position = EventPosition.parse(request.headers[.init("Last-Event-ID")!], run: hub.run)
        var headers: HTTPFields = [.contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store", .vary: "Accept-Encoding"]
        if compress { headers[.contentEncoding] = "gzip" }
        // For nginx, which would hold the stream back otherwise.
        headers[.init("X-Accel-Buffering")!] = "no"
        let hub = hub
        let body = ResponseBody { writer in
            var stream = EventStream(compress: compress, position: position)
            // A quiet stream does not notice that its client went away; reading the request's end does.
            try await request.body.consumeWithCancellationOnInboundClose { _ in
                try await stream.run(hub, &writer)
            }
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: headers, body: body)
    }
}

/// The event id is `RUN-SEQUENCE`.
enum EventPosition {
    static func parse(_ text: String?, run: String) -> UInt64? {
        guard let text, text.hasPrefix("\(run)-") else { return nil }
        return UInt64(text.dropFirst(run.count + 1))
    }
}

/// One client's stream: writes what the hub has for its position, and a beat when there was nothing.
private struct EventStream: Sendable {
    let compress: Bool
    var position: UInt64?
    private var end = Deflate.StreamEnd()

    init(compress: Bool, position: UInt64?) {
        self.compress = compress
        self.position = position
    }

    private static let beat = piece("event: beat\ndata: {}\n\n")
    private static let bye = piece("event: bye\ndata: {}\n\n")
    /// The client waits this long before it reconnects, milliseconds.
    private static let opening = piece("retry: 2000\n\n")

    @concurrent mutating func run(_ hub: EventHub, _ writer: inout any ResponseBodyWriter) async throws {
        let (id, signals) = hub.subscribe()
        defer { hub.unsubscribe(id) }
        if compress { try await writer.write(ByteBuffer(bytes: Deflate.gzipHeader)) }
        try await send(Self.opening, &writer)
        try await sendMissed(hub, &writer)
        for await signal in signals {
            let sent = try await sendMissed(hub, &writer)
            if case .beat = signal, !sent { try await send(Self.beat, &writer) }
        }
        try await send(Self.bye, &writer)
        if compress { try await writer.write(ByteBuffer(bytes: end.trailer)) }
    }

    @discardableResult @concurrent private mutating func sendMissed(_ hub: EventHub, _ writer: inout any ResponseBodyWriter) async throws -> Bool {
        let events = hub.events(after: position)
        for event in events {
            try await send((event.plain, event.compressed), &writer)
            position = event.sequence
        }
        return !events.isEmpty
    }

    @concurrent private mutating func send(_ piece: (plain: [UInt8], compressed: Deflate.Piece), _ writer: inout any ResponseBodyWriter) async throws
    {
        end.add(piece.compressed)
        try await writer.write(ByteBuffer(bytes: compress ? piece.compressed.deflated : piece.plain))
    }

    private static func piece(_ text: String) -> (plain: [UInt8], compressed: Deflate.Piece) {
        let bytes = Array(text.utf8)
        return (bytes, Deflate.Piece(bytes))
    }
}

import HTTPTypes
import Hummingbird
import NIOCore
import PulseAccess
import PulseCore

/// `GET /api/events`
struct EventRoutes {
    let hub: EventHub
    let authenticator: Authenticator
    let now: @Sendable () -> Timestamp

    func add(to routes: inout RouteTable) {
        routes.get("/api/events", .permission(.monitoringRead), "The live stream: a snapshot, then changes", open)
    }

    @Sendable private func open(_ request: Request, _ context: PulseContext) async throws -> Response {
        let compress = request.accepts(encoding: "gzip")
        let visibility = context.visibility
        let last = request.headers[.init("Last-Event-ID")!]
        var headers: HTTPFields = [.contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store", .vary: "Accept-Encoding"]
        if compress { headers[.contentEncoding] = "gzip" }
        // For nginx, which would hold the stream back otherwise.
        headers[.init("X-Accel-Buffering")!] = "no"
        let (hub, authenticator, client, now) = (hub, authenticator, context.client, now)
        let body = ResponseBody { writer in
            var watch = StreamWatch(generation: authenticator.access.generation, at: now())
            var stream = EventStream(compress: compress, visibility: visibility) {
                watch.isDue(generation: authenticator.access.generation, at: now())
                    ? (try? authenticator.identity(request, client))?.visibility == visibility : true
            }
            // A quiet stream does not notice that its client went away; reading the request's end does.
            try await request.body.consumeWithCancellationOnInboundClose { _ in
                try await stream.run(hub, after: last, &writer)
            }
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: headers, body: body)
    }
}

/// Decides when a stream has to find out whether it may still go on: at once when somebody may be allowed less, and once a minute for what ends
/// by itself.
struct StreamWatch {
    static let interval = Duration.seconds(60)

    private var generation: UInt64
    private var asked: Timestamp

    init(generation: UInt64, at now: Timestamp) {
        (self.generation, asked) = (generation, now)
    }

    mutating func isDue(generation: UInt64, at now: Timestamp) -> Bool {
        guard generation != self.generation || now.since(asked) >= Self.interval else { return false }
        (self.generation, asked) = (generation, now)
        return true
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
private struct EventStream {
    let compress: Bool
    let visibility: Visibility
    /// False when whoever opened it may not see this any more.
    let mayGoOn: () -> Bool
    private var position: UInt64?
    private var noticed = 0
    private var end = Deflate.StreamEnd()

    init(compress: Bool, visibility: Visibility, mayGoOn: @escaping () -> Bool) {
        self.compress = compress
        self.visibility = visibility
        self.mayGoOn = mayGoOn
    }

    private static let beat = piece("event: beat\ndata: {}\n\n")
    private static let bye = piece("event: bye\ndata: {}\n\n")
    /// The client waits this long before it reconnects, milliseconds.
    private static let opening = piece("retry: 2000\n\n")

    @concurrent mutating func run(_ hub: EventHub, after last: String?, _ writer: inout any ResponseBodyWriter) async throws {
        let (id, run, signals) = hub.subscribe(visibility)
        defer { hub.unsubscribe(id) }
        position = EventPosition.parse(last, run: run)
        noticed = hub.notice?.number ?? 0
        if compress { try await writer.write(ByteBuffer(bytes: Deflate.gzipHeader)) }
        try await send(Self.opening, &writer)
        try await sendMissed(hub, &writer)
        for await signal in signals {
            guard mayGoOn() else { break }
            let sent = try await sendMissed(hub, &writer)
            if case .beat = signal, !sent { try await send(Self.beat, &writer) }
        }
        try await send(Self.bye, &writer)
        if compress { try await writer.write(ByteBuffer(bytes: end.trailer)) }
    }

    @discardableResult @concurrent private mutating func sendMissed(_ hub: EventHub, _ writer: inout any ResponseBodyWriter) async throws -> Bool {
        let events = hub.events(after: position, visibility)
        for event in events {
            try await send((event.plain, event.compressed), &writer)
            position = event.sequence
        }
        if let notice = hub.notice, notice.number > noticed {
            noticed = notice.number
            try await send((notice.plain, notice.compressed), &writer)
            return true
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

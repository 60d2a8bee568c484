import HTTPTypes
import Hummingbird
import PulseAccess
import PulseCore

/// What all streams have in common: how many there may be, their headers, and that each ends when its client goes or may not go on reading.
struct StreamDoor: Sendable {
    let hub: EventHub
    let authenticator: Authenticator
    let now: @Sendable () -> Timestamp

    /// - Parameters:
    ///   - licensed: what the licence has to include as long as the stream goes on.
    ///   - write: writes until it is enough, asking its last parameter before each piece whether it may go on.
    /// - Throws: 503 when there are too many streams.
    func response(
        _ request: Request, _ context: PulseContext, licensed: (feature: Feature, by: any FeatureGate)? = nil,
        _ write: @escaping @concurrent @Sendable (inout StreamPen, inout any ResponseBodyWriter, () -> Bool) async throws -> Void
    ) throws -> Response {
        guard hub.hasRoom else { throw APIError.tooManyStreams }
        let compress = request.accepts(encoding: "gzip")
        var headers: HTTPFields = [.contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store", .vary: "Accept-Encoding"]
        if compress { headers[.contentEncoding] = "gzip" }
        // For nginx, which would hold the stream back otherwise.
        headers[.init("X-Accel-Buffering")!] = "no"
        let body = ResponseBody { writer in
            var (pen, watch) = (StreamPen(compress: compress), StreamWatch(generation: authenticator.access.generation, at: now()))
            let mayGoOn = {
                if let licensed, !licensed.by.allows(licensed.feature) { return false }
                guard watch.isDue(generation: authenticator.access.generation, at: now()) else { return true }
                return (try? authenticator.identity(request, context.client))?.visibility == context.visibility
            }
            // A quiet stream does not notice that its client went away; reading the request's end does.
            try await request.body.consumeWithCancellationOnInboundClose { _ in
                try await pen.open(&writer)
                try await write(&pen, &writer, mayGoOn)
                try await pen.close(&writer)
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

import Hummingbird
import PulseAccess
import PulseCore

/// `GET /api/ai/patrol/stream`: the run that is under way, in the frames of Pulse v5.
struct PatrolStreamRoutes {
    static let path = "\(PatrolRoutes.path)/stream"

    let door: StreamDoor
    let features: any FeatureGate

    func add(to routes: inout RouteTable) {
        routes.get(Self.path, .permission(.monitoringRead), feature: .aiPatrol, "The run of patrol that is under way, as it goes", open)
    }

    @Sendable private func open(_ request: Request, _ context: PulseContext) async throws -> Response {
        let hub = door.hub
        let (last, isLimited) = (PatrolStory.Position(lastEventID: request.lastEventID), context.visibility.isLimited)
        return try door.response(request, context, licensed: (.aiPatrol, features)) { pen, writer, mayGoOn in
            var stream = PatrolStream(isLimited: isLimited, position: last)
            try await stream.run(hub, &pen, &writer, mayGoOn)
        }
    }
}

/// One client's stream: it keeps a position, and no frames, so a slow client costs nothing but its connection.
private struct PatrolStream {
    let isLimited: Bool
    var position: PatrolStory.Position?

    /// A comment, which clients of v5 do not hear.
    private static let beat = StreamPiece(": beat\n\n")

    @concurrent mutating func run(
        _ hub: EventHub, _ pen: inout StreamPen, _ writer: inout any ResponseBodyWriter, _ mayGoOn: () -> Bool
    ) async throws {
        let (id, signals) = hub.subscribeToPatrol()
        defer { hub.unsubscribe(id) }
        try await sendNews(hub.story, &pen, &writer)
        for await signal in signals {
            guard mayGoOn() else { return }
            let sent = try await sendNews(hub.story, &pen, &writer)
            if case .beat = signal, !sent { try await pen.send(Self.beat, &writer) }
        }
    }

    @discardableResult @concurrent
    private mutating func sendNews(_ story: PatrolStory, _ pen: inout StreamPen, _ writer: inout any ResponseBodyWriter) async throws -> Bool {
        let news = story.news(after: position, isLimited: isLimited)
        for piece in news { try await pen.send(piece, &writer) }
        position = story.end
        return !news.isEmpty
    }
}

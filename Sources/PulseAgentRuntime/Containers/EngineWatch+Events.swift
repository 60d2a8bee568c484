import PulseCore
import PulseTransport
import Synchronization

// The stream of events, held open for as long as the agent runs.
extension EngineWatch {
    /// Takes events in until its task is cancelled.
    ///
    /// - Parameter random: 0..<1.
    func follow(random: @Sendable () -> Double) async {
        var backoff = EventBackoff()
        var since: Int64?
        while !Task.isCancelled {
            let stream = EventStream()
            if let client = try? await connected(), let identity = read({ $0.identity }) {
                await follow(stream, client, identity, since: since)
            }
            change { $0.lostEvents() }
            since = stream.last ?? since
            try? await Task.sleep(for: backoff.ended(delivered: stream.hasDelivered, random: random()))
        }
    }

    private func follow(_ stream: EventStream, _ client: EngineClient, _ identity: EngineIdentity, since: Int64?) async {
        var path = "/events?filters=\(percentEncoded(identity.eventFilter))"
        // Docker keeps the last 256 events; Podman would read its whole log.
        if let since, identity.product == .docker { path += "&since=\(since / 1_000_000_000).\(Self.padded(since % 1_000_000_000 + 1))" }
        // It is opened anew after an hour or so many bytes: no call is without a limit.
        let question = EngineClient.Question(path: path, purpose: "tell what happens", deadline: .seconds(3600), byteLimit: 64 << 20)
        change { $0.hasEvents = true }
        // That it ended is all that matters: the list goes on telling what there is.
        try? await client.follow(question) { piece in
            let events = stream.take(piece)
            self.change { state in
                for event in events { state.event(event) }
            }
            return true
        }
    }

    /// Nine digits.
    private static func padded(_ nanoseconds: Int64) -> String {
        let digits = String(max(0, nanoseconds))
        return String(repeating: "0", count: max(0, 9 - digits.count)) + digits
    }
}

/// One opened stream of events.
final class EventStream: Sendable {
    private struct State {
        var lines = LineSplitter(limit: 64 << 10)
        var last: Int64?
        var hasDelivered = false
    }

    private let state = Mutex(State())

    /// When the last event was, nanoseconds since 1970.
    var last: Int64? { state.withLock { $0.last } }
    var hasDelivered: Bool { state.withLock { $0.hasDelivered } }

    func take(_ piece: [UInt8]) -> [EngineEvent] {
        state.withLock { state in
            var events: [EngineEvent] = []
            state.lines.take(piece) { line in
                if let event = EngineEvent(line: Array(line)) { events.append(event) }
            }
            state.last = events.last { $0.nanoseconds != nil }?.nanoseconds ?? state.last
            state.hasDelivered = state.hasDelivered || !events.isEmpty
            return events
        }
    }
}

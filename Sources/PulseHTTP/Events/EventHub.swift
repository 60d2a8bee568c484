package import PulseCore
import PulseInventory
import Synchronization

/// Encodes each change once, keeps the latest ones for those who fell behind, and wakes the open streams.
///
/// A stream asks for what came after its own position: the pieces it missed, or a fresh snapshot when those are no longer kept. So a slow
/// client costs nothing but its own connection.
package final class EventHub: FleetObserver {
    /// What is kept for clients that fell behind or reconnect.
    static let keptEvents = 128
    static let keptBytes = 4 << 20
    /// For a browser that reconnects after a moment: so many changes are still encoded after the last stream closed.
    static let changesKeptUnheard = 12

    struct Event: Sendable {
        let sequence: UInt64
        let plain: [UInt8]
        let compressed: Deflate.Piece
    }

    enum Signal: Sendable {
        case changed
        case beat
    }

    private struct State {
        var encoder = DeltaEncoder()
        var fleet: Fleet
        var events: [Event] = []
        var eventBytes = 0
        var snapshot: Event?
        var streams: [Int: AsyncStream<Signal>.Continuation] = [:]
        var nextStream = 0
        var isClosed = false
        var changesUnheard = EventHub.changesKeptUnheard
    }

    /// Tells runs of the server apart in event ids, because sequence numbers begin anew.
    let run: String
    private let demo: Bool
    private let state: Mutex<State>

    /// - Parameter run: a short text that differs from run to run.
    package init(run: String, demo: Bool, at now: Timestamp) {
        self.run = run
        self.demo = demo
        state = Mutex(State(fleet: .empty(at: now)))
    }

    package func fleetChanged(to fleet: Fleet, by change: FleetChange) {
        state.withLock { state in
            state.fleet = fleet
            state.snapshot = nil
            state.changesUnheard = state.streams.isEmpty ? state.changesUnheard + 1 : 0
            // Long without listeners, nothing is encoded; the next one gets a snapshot.
            guard state.changesUnheard <= Self.changesKeptUnheard else {
                state.events = []
                state.eventBytes = 0
                return
            }
            keep(event("delta", change.sequence, state.encoder.delta(change)), in: &state)
            for stream in state.streams.values { stream.yield(.changed) }
        }
    }

    /// Called every two seconds: lets streams show that they are alive.
    package func beat() {
        state.withLock { state in for stream in state.streams.values { stream.yield(.beat) } }
    }

    /// Ends every stream, for a graceful shutdown.
    package func close() {
        state.withLock { state in
            state.isClosed = true
            for stream in state.streams.values { stream.finish() }
            state.streams = [:]
        }
    }

    package var openStreams: Int { state.withLock { $0.streams.count } }

    func subscribe() -> (id: Int, signals: AsyncStream<Signal>) {
        // One place is enough: a signal only says "look".
        let (signals, continuation) = AsyncStream.makeStream(of: Signal.self, bufferingPolicy: .bufferingNewest(1))
        let id = state.withLock { state in
            if state.isClosed { continuation.finish() }
            state.nextStream += 1
            state.streams[state.nextStream] = continuation
            return state.nextStream
        }
        return (id, signals)
    }

    func unsubscribe(_ id: Int) {
        state.withLock { $0.streams[id] = nil }
    }

    /// What a stream at `position` still has to be sent, in order. A position of nil, or one that is no longer kept, leads to a snapshot.
    func events(after position: UInt64?) -> [Event] {
        state.withLock { state in
            if let position {
                if position == state.fleet.sequence { return [] }
                if position < state.fleet.sequence, let first = state.events.first, first.sequence <= position + 1 {
                    return state.events.filter { $0.sequence > position }
                }
            }
            let snapshot = state.snapshot ?? event("snapshot", state.fleet.sequence, state.encoder.snapshot(state.fleet, demo: demo))
            state.snapshot = snapshot
            return [snapshot]
        }
    }

    private func event(_ name: String, _ sequence: UInt64, _ data: [UInt8]) -> Event {
        let plain = Array("event: \(name)\nid: \(run)-\(sequence)\ndata: ".utf8) + data + Array("\n\n".utf8)
        return Event(sequence: sequence, plain: plain, compressed: Deflate.Piece(plain))
    }

    private func keep(_ event: Event, in state: inout State) {
        state.events.append(event)
        state.eventBytes += event.plain.count
        while state.events.count > Self.keptEvents || (state.eventBytes > Self.keptBytes && state.events.count > 1) {
            state.eventBytes -= state.events.removeFirst().plain.count
        }
    }
}

import PulseAccess
package import PulseCore
import PulseInventory
package import PulsePatrol
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
    /// A browser has one for all its tabs.
    static let mostStreams = 1000

    struct Event: Sendable {
        let sequence: UInt64
        let piece: StreamPiece
    }

    enum Signal: Sendable {
        case changed
        case beat
    }

    /// Something that is told to everybody who listens now, and to nobody later.
    struct Notice: Sendable {
        let number: Int
        let piece: StreamPiece
    }

    private struct State {
        var fleet: Fleet
        var notice: Notice?
        var story = PatrolStory()
        /// The one of everything is always there; one for limits exists while somebody listens, and a little longer.
        var views: [Visibility: StreamView]
        var madeViews = 0
        /// Those without a visibility listen to patrol alone.
        var streams: [Int: (visibility: Visibility?, signals: AsyncStream<Signal>.Continuation)] = [:]
        var nextStream = 0
        var isClosed = false
    }

    /// Tells runs of the server apart in event ids, because sequence numbers begin anew.
    let run: String
    private let demo: Bool
    private let state: Mutex<State>

    /// - Parameter run: a short text that differs from run to run.
    package init(run: String, demo: Bool, at now: Timestamp) {
        self.run = run
        self.demo = demo
        let fleet = Fleet.empty(at: now)
        let whole = StreamView(.everything, of: fleet, run: run, demo: demo, changesUnheard: Self.changesKeptUnheard)
        state = Mutex(State(fleet: fleet, views: [.everything: whole]))
    }

    package func fleetChanged(to fleet: Fleet, by change: FleetChange) {
        state.withLock { state in
            state.fleet = fleet
            var changed: Set<Visibility> = []
            for visibility in state.views.keys where state.views[visibility]?.changed(to: fleet, by: change) == true { changed.insert(visibility) }
            state.views = state.views.filter { !$0.key.isLimited || !$0.value.isIdle }
            for stream in state.streams.values where stream.visibility.map(changed.contains) == true { stream.signals.yield(.changed) }
        }
    }

    /// Tells all open streams where the run of patrol has got to. A stream of everything that is behind gets the newest only; one of patrol gets all.
    package func announce(_ progress: PatrolProgress) {
        var json = JSONWriter()
        progress.write(into: &json)
        let plain = Array("event: patrol\ndata: ".utf8) + json.bytes + Array("\n\n".utf8)
        state.withLock { state in
            state.notice = Notice(number: (state.notice?.number ?? 0) + 1, piece: StreamPiece(plain))
            state.story.hear(progress)
            for stream in state.streams.values { stream.signals.yield(.changed) }
        }
    }

    var notice: Notice? { state.withLock { $0.notice } }
    /// What there is to tell of the latest run of patrol.
    var story: PatrolStory { state.withLock { $0.story } }

    /// Called every two seconds: lets streams show that they are alive.
    package func beat() {
        state.withLock { state in for stream in state.streams.values { stream.signals.yield(.beat) } }
    }

    /// Ends every stream, for a graceful shutdown.
    package func close() {
        state.withLock { state in
            state.isClosed = true
            for stream in state.streams.values { stream.signals.finish() }
            state.streams = [:]
        }
    }

    package var openStreams: Int { state.withLock { $0.streams.count } }
    var hasRoom: Bool { openStreams < Self.mostStreams }

    /// - Returns: with the run that the event ids of this visibility begin with.
    func subscribe(_ visibility: Visibility = .everything) -> (id: Int, run: String, signals: AsyncStream<Signal>) {
        state.withLock { state in
            let (id, signals) = open(visibility, &state)
            var view = view(visibility, &state)
            view.opened()
            state.views[visibility] = view
            return (id, view.run, signals)
        }
    }

    /// For who wants to hear of patrol alone: changes of the fleet do not wake it.
    func subscribeToPatrol() -> (id: Int, signals: AsyncStream<Signal>) { state.withLock { open(nil, &$0) } }

    func unsubscribe(_ id: Int) {
        state.withLock { state in
            guard let visibility = state.streams.removeValue(forKey: id)?.visibility else { return }
            state.views[visibility]?.closed()
        }
    }

    private func open(_ visibility: Visibility?, _ state: inout State) -> (id: Int, signals: AsyncStream<Signal>) {
        // One place is enough: a signal only says "look".
        let (signals, continuation) = AsyncStream.makeStream(of: Signal.self, bufferingPolicy: .bufferingNewest(1))
        if state.isClosed { continuation.finish() }
        state.nextStream += 1
        state.streams[state.nextStream] = (visibility, continuation)
        return (state.nextStream, signals)
    }

    /// What a stream at `position` still has to be sent, in order. A position of nil, or one that is no longer kept, leads to a snapshot.
    func events(after position: UInt64?, _ visibility: Visibility = .everything) -> [Event] {
        state.withLock { state in
            var view = view(visibility, &state)
            defer { state.views[visibility] = view }
            return view.events(after: position)
        }
    }

    private func view(_ visibility: Visibility, _ state: inout State) -> StreamView {
        if let view = state.views[visibility] { return view }
        state.madeViews += 1
        return StreamView(visibility, of: state.fleet, run: "\(run).\(state.madeViews)", demo: demo)
    }
}

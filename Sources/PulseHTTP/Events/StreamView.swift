import PulseAccess
import PulseCore

/// What the streams of one visibility are sent: the latest changes, encoded once, and a snapshot on demand.
struct StreamView {
    private let visibility: Visibility
    /// Tells runs of the server, and views of different visibility, apart in event ids: numbers and handles begin anew in each.
    let run: String
    private let demo: Bool
    private var encoder = DeltaEncoder()
    private(set) var fleet: Fleet
    private var events: [EventHub.Event] = []
    private var eventBytes = 0
    /// Every change after this number is among `events`, or changed nothing here.
    private var completeSince: UInt64
    private var snapshot: EventHub.Event?
    private var streams = 0
    private(set) var changesUnheard: Int

    init(_ visibility: Visibility, of fleet: Fleet, run: String, demo: Bool, changesUnheard: Int = 0) {
        self.visibility = visibility
        self.run = run
        self.demo = demo
        self.fleet = visibility.part(of: fleet)
        self.changesUnheard = changesUnheard
        completeSince = fleet.sequence
    }

    mutating func opened() { streams += 1 }

    mutating func closed() { streams -= 1 }

    /// True when nobody has listened for so long that nothing is kept.
    var isIdle: Bool { changesUnheard > EventHub.changesKeptUnheard }

    /// - Returns: whether there is something to send.
    mutating func changed(to whole: Fleet, by change: FleetChange) -> Bool {
        let before = fleet
        fleet = visibility.part(of: whole)
        snapshot = nil
        changesUnheard = streams == 0 ? changesUnheard + 1 : 0
        // Long without listeners, nothing is encoded; the next one gets a snapshot.
        guard !isIdle else {
            (events, eventBytes, completeSince) = ([], 0, fleet.sequence)
            return false
        }
        let shown = visibility.isLimited ? Visibility.part(of: change, from: before, to: fleet) : change
        guard !visibility.isLimited || !shown.isEmpty else { return false }
        keep(event("delta", shown.sequence, encoder.delta(shown)))
        return true
    }

    /// What a stream at `position` still has to be sent, in order. A position of nil, or one that is no longer kept, leads to a snapshot.
    mutating func events(after position: UInt64?) -> [EventHub.Event] {
        if let position, position == fleet.sequence || (completeSince..<fleet.sequence).contains(position) {
            return events.filter { $0.sequence > position }
        }
        let fresh = snapshot ?? event("snapshot", fleet.sequence, encoder.snapshot(fleet, demo: demo))
        snapshot = fresh
        return [fresh]
    }

    private func event(_ name: String, _ sequence: UInt64, _ data: [UInt8]) -> EventHub.Event {
        let plain = Array("event: \(name)\nid: \(run)-\(sequence)\ndata: ".utf8) + data + Array("\n\n".utf8)
        return EventHub.Event(sequence: sequence, piece: StreamPiece(plain))
    }

    private mutating func keep(_ event: EventHub.Event) {
        events.append(event)
        eventBytes += event.piece.plain.count
        while events.count > EventHub.keptEvents || (eventBytes > EventHub.keptBytes && events.count > 1) {
            let oldest = events.removeFirst()
            (eventBytes, completeSince) = (eventBytes - oldest.piece.plain.count, oldest.sequence)
        }
    }
}

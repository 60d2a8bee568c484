import PulseCore

/// Decides which snapshots are read again.
///
/// The listing of groups is cheap and says of each when its last backup was and how many it has. Where that has changed since the snapshots
/// were read, they are read again: those of the group alone, or of the whole namespace where many have changed. Whatever changes without
/// that (a note, protection) is as old as the listing of the namespace, at most ``PBSCall/period``.
struct PBSListings: Sendable {
    /// From so many changed groups on it is less work for the server to list all.
    static let mostSingleGroups = 24

    private struct Known: Sendable {
        /// As the server last listed them.
        var groups: [PBSGroupName: PBSGroupStamp] = [:]
        /// As they were when their snapshots were asked for.
        var read: [PBSGroupName: PBSGroupStamp] = [:]
        var asked: [PBSGroupName: PBSGroupStamp] = [:]
        var isRead = false
    }

    /// What the groups of a namespace mean for its snapshots.
    struct Verdict: Sendable, Equatable {
        var calls: [PBSCall] = []
        /// Groups that are no more, with everything in them.
        var gone: [PBSGroupName] = []
    }

    private var known: [PBSPlace: Known] = [:]

    init() {}

    var places: [PBSPlace] { Array(known.keys) }

    func places(of store: String) -> [PBSPlace] { known.keys.filter { $0.store == store } }

    /// Groups and snapshots of a datastore, over all its namespaces that could be listed; nil before.
    func counts(of store: String) -> (groups: Int, snapshots: Int)? {
        let all = known.filter { $0.key.store == store }.values
        guard !all.isEmpty else { return nil }
        return (all.reduce(0) { $0 + $1.groups.count }, all.reduce(0) { $0 + $1.groups.values.reduce(0) { $0 + Int($1.count ?? 0) } })
    }

    mutating func groups(_ rows: [PBSGroupRow], of place: PBSPlace) -> Verdict {
        var entry = known[place] ?? Known()
        entry.groups = Dictionary(rows.map { ($0.name, $0.stamp) }, uniquingKeysWith: { $1 })
        var verdict = Verdict()
        verdict.gone = entry.read.keys.filter { entry.groups[$0] == nil }
        for group in verdict.gone { entry.read[group] = nil }
        let changed = entry.groups.filter { entry.read[$0.key] != $0.value }.keys
        if !entry.isRead || changed.count > Self.mostSingleGroups {
            if !entry.isRead || !changed.isEmpty { verdict.calls = [.snapshots(place)] }
        } else {
            verdict.calls = changed.map { .group(place, $0) }
        }
        known[place] = entry
        return verdict
    }

    /// The snapshots are about to be asked for: what comes is at least as new as the groups now known.
    mutating func asks(_ call: PBSCall) {
        change(call) { entry, group in
            if let group { entry.asked[group] = entry.groups[group] } else { entry.asked = entry.groups }
        }
    }

    mutating func answered(_ call: PBSCall) {
        change(call) { entry, group in
            if let group { entry.read[group] = entry.asked[group] } else { (entry.read, entry.isRead) = (entry.asked, true) }
        }
    }

    /// What is known of the place that a call lists, with the group where it is about one.
    private mutating func change(_ call: PBSCall, _ change: (inout Known, PBSGroupName?) -> Void) {
        switch call {
        case .snapshots(let place): if var entry = known[place] { change(&entry, nil); known[place] = entry }
        case .group(let place, let group): if var entry = known[place] { change(&entry, group); known[place] = entry }
        default: break
        }
    }

    /// Places that are no more.
    mutating func keep(_ isThere: (PBSPlace) -> Bool) -> [PBSPlace] {
        let gone = known.keys.filter { !isThere($0) }
        for place in gone { known[place] = nil }
        return gone
    }
}

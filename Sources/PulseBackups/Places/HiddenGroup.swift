import PulseCore

/// Hidden places that differ in their node or namespace alone: the same storage, hidden for the same reason, is said once.
struct HiddenGroup {
    static let silentNode = "node_silent"
    private static let mostParts = 4

    /// The first of them, which speaks for all.
    let first: HiddenPlace
    private(set) var places: [BackupPlace] = []
    /// Of the one that was read longest ago.
    private(set) var lastRead: Timestamp?
    private var parts: [String] = []
    /// Whether all say it with the same words.
    private var isAlike = true

    private init(_ first: HiddenPlace) {
        self.first = first
        add(first)
    }

    private mutating func add(_ place: HiddenPlace) {
        places += place.places
        lastRead = [lastRead, place.lastRead].compactMap { $0 }.min()
        if let part = place.name?.part { parts.append(part) }
        isAlike = isAlike && place.problem.sentence == first.problem.sentence
    }

    private struct Key: Hashable {
        let whole: String
        let code: String
        let extent: HiddenPlace.Extent
        let wasRead: Bool
        let hasPart: Bool
    }

    /// In the order of the first of each.
    static func of(_ hidden: [HiddenPlace]) -> [HiddenGroup] {
        var groups: [HiddenGroup] = []
        var indices: [Key: Int] = [:]
        for place in hidden {
            guard let name = place.name else { groups.append(HiddenGroup(place)); continue }
            let key = Key(
                whole: name.whole, code: place.problem.code, extent: place.extent, wasRead: place.lastRead != nil, hasPart: name.part != nil)
            if let index = indices[key] { groups[index].add(place); continue }
            indices[key] = groups.count
            groups.append(HiddenGroup(place))
        }
        return groups
    }

    // MARK: Words

    func sentence(at now: Timestamp) -> String {
        guard let name = first.name else { return first.problem.sentence }
        let subject = self.subject(name)
        let (start, why) = (subject.prefix(1).uppercased() + subject.dropFirst(), reason)
        guard let lastRead else { return "\(start) can't be read: \(why)" }
        let ago = now.since(lastRead) < .seconds(60) ? "a moment ago" : "\(now.since(lastRead).spoken) ago"
        return switch first.extent {
        case .aged: "\(start) was last read \(ago), and not since."
        case .inPart: "\(start) was read \(ago), but only in part: \(why)"
        case .unread where first.problem.code == Self.silentNode: "\(start) was last read \(ago); \(why)."
        case .unread: "\(start) was last read \(ago) and can't be read now: \(why)"
        }
    }

    private var reason: String {
        if parts.count > 1, first.problem.code == Self.silentNode { return "these nodes do not answer" }
        guard !isAlike, let part = first.name?.part else { return first.problem.sentence }
        return "\(part): \(first.problem.sentence)"
    }

    /// `storage local on pve-1 and pve-2`, `datastore main of pbs, namespace lab`.
    private func subject(_ name: PlaceName) -> String {
        guard let only = parts.first else { return name.whole }
        let isNode = name.nodeID != nil
        guard parts.count > 1 else { return name.whole + (isNode ? " on \(only)" : ", \(only)") }
        // The shorter first, so that pve-2 comes before pve-10.
        let sorted = parts.sorted { ($0.utf8.count, $0) < ($1.utf8.count, $1) }
        guard sorted.count > Self.mostParts else { return name.whole + (isNode ? " on " : ", ") + list(sorted) }
        let shown = sorted.prefix(Self.mostParts - 1).joined(separator: ", ")
        let counted = isNode ? " on \(parts.count) nodes" : ", \(parts.count) namespaces"
        return "\(name.whole)\(counted) (\(shown) and \(parts.count - Self.mostParts + 1) more)"
    }

    private func list(_ words: [String]) -> String { words.dropLast().joined(separator: ", ") + " and " + (words.last ?? "") }
}

import PulseCore

/// What is hidden from a whole cluster, in the words that each of its guests' rows carries. Made once, for there may be thousands of them.
struct HiddenReasons {
    /// So many are said; the rest is counted.
    private static let most = 8
    /// A row names so many places of one reason.
    private static let mostPlaces = 8

    /// Every place was read, whatever else may be said.
    let isEmpty: Bool
    private let deciding: [BackupReason]
    private let noted: [BackupReason]

    init(_ hidden: [HiddenPlace], at now: Timestamp) {
        let groups = HiddenGroup.of(hidden)
        isEmpty = hidden.isEmpty
        deciding = Self.reasons(groups, .unknown, now)
        noted = Self.reasons(groups, .protected, now)
    }

    /// - Parameter isDecided: a guest's backups are known well enough, so that what is hidden is a note.
    func reasons(isDecided: Bool) -> [BackupReason] { isDecided ? noted : deciding }

    private static func reasons(_ groups: [HiddenGroup], _ weight: BackupVerdict, _ now: Timestamp) -> [BackupReason] {
        let reasons = groups.prefix(most).map { group in
            let places = group.places.prefix(mostPlaces).map { $0.resource.description + ($0.namespace.isEmpty ? "" : "/\($0.namespace)") }
            return BackupReason(
                group.first.code, weight, group.sentence(at: now), nextStep: group.first.problem.nextStep,
                evidence: places.map { BackupEvidence(.place, $0) })
        }
        guard groups.count > most else { return reasons }
        return reasons + [BackupReason(.placeHidden, weight, "\((groups.count - most).counted("more place")) can't be read either.")]
    }
}

import PulseCore

extension Check {
    private static let rest = Duration.seconds(30 * 86_400)

    static let backupLeftovers = Check(
        "PVE-BACKUP-LEFTOVERS", key: "backup-leftovers", "Backups of guests that no longer exist", .backup, on: [.storage, .datastore],
        needs: [.backups],
        page: CheckPage(
            why: "They take space, and no job prunes them any more.",
            decides:
                "Info for each place with backups of guests that are gone (`orphan` on the backup board), when the newest of a guest is older than "
                + "\(Words.duration(rest)). Not for backups of hosts, and not where it is not certain whose they are.",
            advice: "Look through the leftovers on the page Backups and delete what nobody needs.")
    ) { look in
        if look.resource.state.status == .unknown { return .hidden("Nobody can say what lies there.") }
        let orphans = look.estate.backups.leftovers.filter {
            $0.kind == "orphan" && $0.place.resource == look.id && look.now.since($0.newest) > rest
        }
        return Answer(raised: Dictionary(grouping: orphans, by: \.place).sorted { $0.key < $1.key }.map { leftovers(look, $0.key, $0.value) })
    }

    private static func leftovers(_ look: Look, _ place: BackupPlace, _ orphans: [BackupOutlook.Leftover]) -> Raised {
        let sorted = orphans.sorted { ($1.bytes, $0.backupID) < ($0.bytes, $1.backupID) }
        let names = Words.list(sorted.map(\.backupID))
        let (count, bytes) = (sorted.map(\.count).reduce(0, +), Words.bytes(sorted.map(\.bytes).reduce(0, +)))
        let inside = place.namespace.isEmpty ? look.name : "\(look.name), namespace \(place.namespace),"
        return Raised(
            instance: place.namespace, .info, "Backups of guests that are gone",
            description: "\(inside) holds \(Words.count(count, "backup")) of guests that no longer exist: \(names).",
            recommendation: "Look through the leftovers of \(look.name) and delete what nobody needs.",
            evidence: "\(Words.count(count, "backup")) of \(Words.count(sorted.count, "guest")), \(bytes) before deduplication.",
            items: sorted.prefix(5).map { .record(look.id, "leftover", $0.backupID, "\($0.count), \(Words.bytes($0.bytes))", at: $0.newest) })
    }
}

import PulseCore
import Synchronization

/// Gathers the rows of `/admin/datastore/{store}/snapshots` as they come.
///
/// There may be hundreds of thousands, so what repeats (owners, comments, long names) is kept once.
final class PBSSnapshotListing: Sendable {
    fileprivate struct Gathered {
        var archives: [BackupArchive] = []
        var texts: Set<String> = []
        var isFull = false
    }

    /// More than any server holds; a list without end must not fill the memory.
    static let most = 1_000_000
    private static let longestNote = 200

    private let gathered = Mutex(Gathered())

    func take(_ row: JSONObject) -> Bool {
        guard let type = row.text("backup-type").flatMap(BackupType.init), let id = row.text("backup-id"), let time = row.integer("backup-time"),
            (0...253_402_300_799).contains(time)
        else { return false }
        return gathered.withLock { gathered in
            guard gathered.archives.count < Self.most else { return false }
            var archive = BackupArchive(type: type, backupID: gathered.shared(id), at: Timestamp(seconds: time))
            archive.size = row.amount("size")
            archive.verification = row.object("verification")?.text("state").flatMap(Verification.init)
            archive.isProtected = row.flag("protected")
            archive.isEncrypted = Self.isEncrypted(row)
            archive.owner = row.text("owner").map { gathered.shared($0) }
            archive.note = row.text("comment").map { gathered.shared($0.printable(limit: Self.longestNote)) }
            gathered.archives.append(archive)
            return true
        }
    }

    /// Sorted by group and time, each snapshot once, however often the server has listed it.
    func finished() -> [BackupArchive] {
        var archives = gathered.withLock { gathered in
            defer { gathered = Gathered() }
            return gathered.archives
        }
        // In place: there may be tens of megabytes of them.
        archives.sort(by: BackupArchive.isBefore)
        archives.removeRepeated()
        return archives
    }

    /// A fingerprint is that of the key. Without one the files tell, where they say how they were written.
    private static func isEncrypted(_ row: JSONObject) -> Bool? {
        if row.text("fingerprint") != nil { return true }
        let modes = row.array("files")?.compactMap { $0.object?.text("crypt-mode") } ?? []
        return modes.isEmpty ? nil : modes.contains("encrypt")
    }
}

extension PBSSnapshotListing.Gathered {
    fileprivate mutating func shared(_ text: String) -> String {
        // Up to 15 bytes a string has no storage of its own.
        guard text.utf8.count > 15 else { return text }
        return texts.insert(text).memberAfterInsert
    }
}

extension BackupArchive {
    static func isBefore(_ left: BackupArchive, _ right: BackupArchive) -> Bool {
        if left.type != right.type { return left.type.rawValue < right.type.rawValue }
        return left.backupID == right.backupID ? left.at < right.at : left.backupID < right.backupID
    }
}

extension [BackupArchive] {
    /// Of neighbours that are the same snapshot the last stays.
    fileprivate mutating func removeRepeated() {
        var kept = 0
        for index in indices {
            let next = index + 1
            guard next == endIndex || self[next].at != self[index].at || Self.isOther(self[next], self[index]) else { continue }
            if kept != index { self[kept] = self[index] }
            kept += 1
        }
        removeSubrange(kept...)
    }

    private static func isOther(_ left: BackupArchive, _ right: BackupArchive) -> Bool {
        left.backupID != right.backupID || left.type != right.type
    }

    /// Puts the snapshots of one group in the place of those that were known. Both are sorted.
    mutating func replace(_ group: PBSGroupName, by archives: [BackupArchive]) {
        let start = firstIndex(of: group)
        var end = start
        while end < endIndex, self[end].type == group.type, self[end].backupID == group.id { end += 1 }
        replaceSubrange(start..<end, with: archives)
    }

    /// Where the group is, or would be.
    private func firstIndex(of group: PBSGroupName) -> Int {
        let wanted = BackupArchive(type: group.type, backupID: group.id, at: Timestamp(milliseconds: .min))
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = (low + high) / 2
            if BackupArchive.isBefore(self[middle], wanted) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

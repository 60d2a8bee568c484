import PulseCore

/// The rows of `/nodes/{node}/storage/{storage}/content?content=backup`, taken one at a time: a storage on a backup server may list a hundred
/// thousand. Texts that repeat are held once.
struct PVEArchiveRows: DepthRows {
    static let most = 500_000

    private(set) var archives: [BackupArchive] = []
    private var texts: [String: String] = [:]

    init() {}

    /// Oldest first, so that the same listing in another order is the same.
    var sorted: [BackupArchive] {
        archives.sorted { ($0.at, $0.backupID, $0.volume ?? "") < ($1.at, $1.backupID, $1.volume ?? "") }
    }

    mutating func take(_ row: JSONObject) -> Bool {
        guard archives.count < Self.most, let volume = row.text("volid") else { return false }
        guard row.text("content") ?? "backup" == "backup", let name = Self.name(row, volume), let at = Self.moment(row, volume) else { return false }
        var archive = BackupArchive(type: name.type, backupID: shared(name.id), at: at)
        archive.size = row.amount("size")
        archive.verification = row.object("verification")?.text("state").flatMap { Verification(rawValue: $0) }
        archive.isProtected = row.flag("protected")
        // Only backup servers say, and they leave it out where it isn't.
        archive.isEncrypted = row.text("format")?.hasPrefix("pbs") == true ? row.text("encrypted") != nil : nil
        archive.note = row.text("notes").map { shared($0.printable(limit: 200)) }
        archive.volume = volume
        archives.append(archive)
        return true
    }

    private mutating func shared(_ text: String) -> String {
        if let known = texts[text] { return known }
        if texts.count < 20_000 { texts[text] = text }
        return text
    }

    /// From the row, or from the name of the volume: `pbs:backup/vm/100/2026-…`, `local:backup/vzdump-qemu-100-….vma.zst`.
    private static func name(_ row: JSONObject, _ volume: String) -> (type: BackupType, id: String)? {
        let parts = volume.split(separator: "/")
        if parts.count >= 4, let type = BackupType(rawValue: String(parts[parts.count - 3])) { return (type, String(parts[parts.count - 2])) }
        let words = (parts.last ?? "").split(separator: "-")
        let word = row.text("subtype") ?? (words.count > 1 && words[0] == "vzdump" ? String(words[1]) : "")
        guard let type: BackupType = ["qemu": .machine, "lxc": .container, "openvz": .container][word] else { return nil }
        let id = row.text("vmid") ?? (words.count > 2 && words[0] == "vzdump" ? String(words[2]) : nil)
        return id.map { (type, $0) }
    }

    private static func moment(_ row: JSONObject, _ volume: String) -> Timestamp? {
        row.moment("ctime") ?? volume.split(separator: "/").last.flatMap { Timestamp(rfc3339: String($0)) }
    }
}

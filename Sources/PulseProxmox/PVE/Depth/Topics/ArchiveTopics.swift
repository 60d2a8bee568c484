import PulseCore
import PulseTransport

/// The backups that lie on storages. A listing may be long and slow, so it is made rarely, and at once when a task has changed something.
extension DepthTopic {
    static let archives = DepthTopic(
        "archives", every: .seconds(3600), within: .seconds(120), maySit: true, rank: 3,
        path: { "\($0.nodePath)/storage/\(percentEncoded($0.subject.name))/content?content=backup" },
        about: { "the backups on \($0.subject.name.printable(limit: 60))" }, needs: .backups, leavesOut: .archives,
        gather: { PVEArchiveRows() },
        take: { (depth, call, answer) throws(ProxmoxError) in
            guard let rows = answer.rows as? PVEArchiveRows else { return }
            let place = call.backupPlace(depth.slug)
            // To those who may see none Proxmox VE gives an empty list; that takes nothing away from what was seen before.
            if let gap = depth.gap, rows.archives.isEmpty, depth[archives: place].value?.isEmpty == false {
                // What is kept is not the part that was answered now.
                return depth.failed(\.[archives: place], Problem(code: "privilege_missing", sentence: gap.sentence, nextStep: gap.nextStep))
            }
            depth.answered(\.[archives: place], rows.sorted, at: answer.at)
        },
        miss: { depth, call, problem in depth.failed(\.[archives: call.backupPlace(depth.slug)], problem) })
}

extension DepthCall {
    func backupPlace(_ slug: SourceSlug) -> BackupPlace { key.backupPlace(slug) }
}

extension DepthKey {
    func backupPlace(_ slug: SourceSlug) -> BackupPlace {
        BackupPlace(.storage(slug, subject.name, node: place.isEmpty ? nil : place))
    }
}

import PulseBackups
import PulseCore

extension JSONWriter {
    mutating func place(_ place: BackupPlace) {
        object { json in
            json.name("resource"); json.string(place.resource.description)
            json.name("namespace"); json.string(place.namespace)
        }
    }

    mutating func copy(_ copy: BackupCopy, _ view: BackupView) {
        object { json in
            json.name("name"); json.string(copy.name)
            json.name("at"); json.time(copy.archive.at)
            json.name("size"); json.integer(copy.archive.size)
            json.name("good"); json.bool(copy.isGood)
            json.name("verification"); json.string(copy.archive.verification?.rawValue)
            json.name("protected"); json.bool(copy.archive.isProtected)
            json.name("encrypted"); json.bool(copy.archive.isEncrypted)
            json.name("owner"); json.string(view.visibility.isLimited ? nil : copy.archive.owner)
            json.name("note"); json.string(copy.archive.note)
            json.name("proof"); json.string(copy.proof.rawValue)
            json.name("places"); json.array(view.places(copy.places)) { $0.place($1) }
        }
    }

    /// A copy, or null where there is none or it lies where the reader may not look.
    mutating func shownCopy(_ copy: BackupCopy?, _ view: BackupView) {
        guard let copy, !view.places(copy.places).isEmpty else { return null() }
        self.copy(copy, view)
    }

    mutating func reason(_ reason: BackupReason, on guest: GuestBackups, _ view: BackupView) {
        let isFull = view.showsWords(of: reason, on: guest)
        object { json in
            json.name("code"); json.string(reason.code.rawValue)
            json.name("weight"); json.string(reason.weight.rawValue)
            json.name("sentence"); json.string(isFull ? reason.sentence : "Details are hidden from you.")
            json.name("nextStep"); json.string(isFull ? reason.nextStep : nil)
            json.name("evidence")
            json.array(isFull ? reason.evidence : []) { json, evidence in
                json.object {
                    $0.name("kind"); $0.string(evidence.kind.rawValue)
                    $0.name("reference"); $0.string(evidence.reference)
                }
            }
        }
    }

    mutating func guestBackups(_ guest: GuestBackups, _ view: BackupView) {
        object { $0.guestBackupsMembers(guest, view) }
    }

    mutating func guestBackupsMembers(_ guest: GuestBackups, _ view: BackupView) {
        name("id"); string(guest.id.description)
        name("source"); string(guest.source.description)
        name("name"); string(guest.name)
        name("type"); string(guest.type.rawValue)
        name("vmid"); integer(guest.vmid)
        name("template"); bool(guest.isTemplate)
        name("verdict"); string(guest.verdict.rawValue)
        name("reasons"); array(guest.reasons) { $0.reason($1, on: guest, view) }
        name("lastGoodAt"); time(guest.lastGood?.archive.at)
        name("lastGood"); shownCopy(guest.lastGood, view)
        name("lastVerified"); shownCopy(guest.lastVerified, view)
        name("restorePoints"); integer(guest.restorePoints)
        name("bytes"); integer(guest.bytes)
        name("ambiguous"); integer(guest.ambiguous)
        name("dueAt"); time(guest.due)
        name("nextAt"); time(guest.next)
        name("missedRuns"); integer(guest.missedRuns)
        name("excludedDisks"); array(Set(guest.excludedDisks.map(\.name)).sorted()) { $0.string($1) }
        name("snapshots"); integer(guest.snapshots?.count)
        name("oldestSnapshotAt"); time(guest.snapshots?.oldest)
    }

    mutating func leftover(_ leftover: LeftoverBackups) {
        object { json in
            json.name("kind"); json.string(leftover.kind.rawValue)
            json.name("type"); json.string(leftover.type.rawValue)
            json.name("backupId"); json.string(leftover.backupID)
            json.name("place"); json.place(leftover.place)
            json.name("count"); json.integer(leftover.count)
            json.name("bytes"); json.integer(leftover.bytes)
            json.name("newestAt"); json.time(leftover.newest)
            json.name("note"); json.string(leftover.note)
            json.name("candidates"); json.array(leftover.candidates) { $0.string($1.description) }
        }
    }

    mutating func care(_ care: DatastoreCare, _ view: BackupView) {
        object { json in
            json.name("id"); json.string(care.id.description)
            json.name("condition"); json.string(care.condition.rawValue)
            json.name("archives"); json.integer(care.archives)
            json.name("failedArchives"); json.integer(care.failedArchives)
            json.name("verifiedAt"); json.time(care.verifiedAt)
            let isFull = view.fleet.resources[care.id].map { view.showsAll(of: $0.source) } ?? false
            json.name("findings")
            json.array(care.findings) { json, finding in
                json.object {
                    $0.name("code"); $0.string(finding.code.rawValue)
                    $0.name("condition"); $0.string(finding.condition.rawValue)
                    $0.name("sentence"); $0.string(isFull ? finding.sentence : "Details are hidden from you.")
                }
            }
        }
    }
}

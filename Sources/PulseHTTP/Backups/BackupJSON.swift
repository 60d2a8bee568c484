import PulseAccess
import PulseBackups
import PulseCore

/// How the parts of the board are written for one reader.
struct BackupJSON {
    let view: BackupView

    private static let hidden = "Details are hidden from you."

    func place(_ place: BackupPlace, _ json: inout JSONWriter) {
        json.object { json in
            json.name("resource"); json.string(place.resource.description)
            json.name("namespace"); json.string(place.namespace)
        }
    }

    func copy(_ copy: BackupCopy, _ json: inout JSONWriter) {
        json.object { json in
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
            json.name("places"); json.array(view.places(copy.places)) { place($1, &$0) }
        }
    }

    /// A copy, or null where there is none or it lies where the reader may not look.
    func shownCopy(_ copy: BackupCopy?, _ json: inout JSONWriter) {
        guard let copy, !view.places(copy.places).isEmpty else { return json.null() }
        self.copy(copy, &json)
    }

    func reason(_ reason: BackupReason, on guest: GuestBackups, _ json: inout JSONWriter) {
        let isFull = view.showsWords(of: reason, on: guest)
        json.object { json in
            json.name("code"); json.string(reason.code.rawValue)
            json.name("weight"); json.string(reason.weight.rawValue)
            json.name("sentence"); json.string(isFull ? reason.sentence : Self.hidden)
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

    func guest(_ guest: GuestBackups, _ json: inout JSONWriter) { json.object { members(of: guest, &$0) } }

    func members(of guest: GuestBackups, _ json: inout JSONWriter) {
        json.name("id"); json.string(guest.id.description)
        json.name("source"); json.string(guest.source.description)
        json.name("name"); json.string(guest.name)
        json.name("type"); json.string(guest.type.rawValue)
        json.name("vmid"); json.integer(guest.vmid)
        json.name("template"); json.bool(guest.isTemplate)
        json.name("verdict"); json.string(guest.verdict.rawValue)
        json.name("reasons"); json.array(guest.reasons) { reason($1, on: guest, &$0) }
        json.name("lastGoodAt"); json.time(guest.lastGood?.archive.at)
        json.name("lastGood"); shownCopy(guest.lastGood, &json)
        json.name("lastVerified"); shownCopy(guest.lastVerified, &json)
        json.name("restorePoints"); json.integer(guest.restorePoints)
        json.name("bytes"); json.integer(guest.bytes)
        json.name("ambiguous"); json.integer(guest.ambiguous)
        json.name("dueAt"); json.time(guest.due)
        json.name("nextAt"); json.time(guest.next)
        json.name("missedRuns"); json.integer(guest.missedRuns)
        json.name("excludedDisks"); json.array(Set(guest.excludedDisks.map(\.name)).sorted()) { $0.string($1) }
        json.name("snapshots"); json.integer(guest.snapshots?.count)
        json.name("oldestSnapshotAt"); json.time(guest.snapshots?.oldest)
    }

    func leftover(_ leftover: LeftoverBackups, _ json: inout JSONWriter) {
        json.object { json in
            json.name("kind"); json.string(leftover.kind.rawValue)
            json.name("type"); json.string(leftover.type.rawValue)
            json.name("backupId"); json.string(leftover.backupID)
            json.name("place"); place(leftover.place, &json)
            json.name("count"); json.integer(leftover.count)
            json.name("bytes"); json.integer(leftover.bytes)
            json.name("newestAt"); json.time(leftover.newest)
            json.name("note"); json.string(leftover.note)
            json.name("candidates"); json.array(leftover.candidates) { $0.string($1.description) }
        }
    }

    func care(_ care: DatastoreCare, _ json: inout JSONWriter) {
        json.object { json in
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
                    $0.name("sentence"); $0.string(isFull ? finding.sentence : Self.hidden)
                }
            }
        }
    }
}

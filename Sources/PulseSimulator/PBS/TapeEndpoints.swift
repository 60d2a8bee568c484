/// Tapes of the first backup server; the others have none. A drive in a changer, one on a shelf that is switched off, a job for each.
enum TapeEndpoints {
    private static let schedule = BackupSchedule.weekly(day: 2, minute: 900)
    private static let duration = 16_200

    private static func has(_ call: BackupServerCall) -> Bool { call.world.hasTapes && call.may("Tape.Audit", "/tape") }

    private static func run(_ call: BackupServerCall, startedBefore moment: Int) -> ServerTask {
        ServerTask(
            server: call.world.name, type: "tape-backup-job", id: "main:weekly:lto9:tape-weekly", user: "root@pam",
            start: schedule.last(before: moment), duration: duration, status: "OK")
    }

    static func drives(_ call: BackupServerCall) throws(APIRefusal) -> Payload {
        guard has(call) else { return Payload("[]") }
        var row = device("lto9", "/dev/tape/by-id/scsi-10WT036260-sg")
        row.put("changer", "library")
        row.put("changer-drivenum", 0)
        row.put("vendor", "IBM")
        row.put("model", "ULT3580-TD9")
        row.put("serial", "10WT036260")
        // Locked by the task that writes.
        let run = run(call, startedBefore: Int(call.clock))
        if run.end > Int(call.clock) { row.put("state", run.upid) }
        return Payload(rows: [row.json, device("shelf", "/dev/tape/by-id/scsi-HU1328WGF6-sg").json])
    }

    static func changers(_ call: BackupServerCall) throws(APIRefusal) -> Payload {
        guard has(call) else { return Payload("[]") }
        var row = device("library", "/dev/tape/by-id/scsi-CC2C52")
        row.put("vendor", "Quantum")
        row.put("model", "Superloader3")
        row.put("serial", "CC2C52")
        return Payload(rows: [row.json])
    }

    /// As it is in the settings; what the kernel says of it comes beside that.
    private static func device(_ name: String, _ path: String) -> JSONObject {
        var row = JSONObject()
        row.put("name", name)
        row.put("path", path)
        return row
    }

    static func jobs(_ call: BackupServerCall) throws(APIRefusal) -> Payload {
        guard has(call) else { return Payload("[]") }
        let task = run(call, startedBefore: Int(call.clock) - duration)
        var weekly = job("tape-weekly", pool: "weekly", drive: "lto9", schedule, call)
        weekly.put("last-run-state", task.status)
        weekly.put("last-run-upid", task.upid)
        weekly.put("last-run-endtime", task.end)
        weekly.put("next-media-label", "W13L9")
        weekly.put("eject-media", true)
        var shelf = job("tape-shelf", pool: "offsite", drive: "shelf", .weekly(day: 5, minute: 240), call)
        let failed = ServerTask(
            server: call.world.name, type: "tape-backup-job", id: "main:offsite:shelf:tape-shelf", user: "root@pam",
            start: BackupSchedule.weekly(day: 5, minute: 240).last(before: Int(call.clock) - 60), duration: 12,
            status: "no free media in pool 'offsite'")
        shelf.put("last-run-state", failed.status)
        shelf.put("last-run-upid", failed.upid)
        shelf.put("last-run-endtime", failed.end)
        return Payload(rows: [weekly.json, shelf.json])
    }

    private static func job(_ id: String, pool: String, drive: String, _ schedule: BackupSchedule, _ call: BackupServerCall) -> JSONObject {
        var row = JSONObject()
        row.put("id", id)
        row.put("store", "main")
        row.put("pool", pool)
        row.put("drive", drive)
        row.put("schedule", schedule.text)
        row.put("next-run", schedule.next(after: Int(call.clock)))
        return row
    }

    private struct Tape {
        let label: String
        let status: String
        let location: String
        var pool: String?
        var used: Int?
        var week: Int?
        var expired = false
        var catalog = true
    }

    private static let tapes = [
        Tape(label: "W11L9", status: "full", location: "online-library", pool: "weekly", used: 16_900 << 30, week: 36, expired: true),
        Tape(label: "W12L9", status: "writable", location: "online-library", pool: "weekly", used: 2_100 << 30, week: 37),
        // Nobody has written to it.
        Tape(label: "SPARE1L9", status: "writable", location: "offline", catalog: false),
        Tape(label: "W02L9", status: "damaged", location: "online-library", pool: "weekly", used: 11_300 << 30, week: 31),
        Tape(label: "OFF1L9", status: "full", location: "vault-bank", pool: "offsite", used: 16_700 << 30, week: 30, catalog: false),
        Tape(label: "W00L9", status: "retired", location: "offline", pool: "weekly", expired: true, catalog: false),
    ]

    static func media(_ call: BackupServerCall) throws(APIRefusal) -> Payload {
        guard has(call) else { return Payload("[]") }
        return Payload(
            rows: tapes.enumerated().map { number, tape in
                var row = JSONObject()
                row.put("label-text", tape.label)
                row.put("uuid", "5f0c7d2a-91e4-4c0d-8a1b-00000000000\(number)")
                row.put("status", tape.status)
                row.put("location", tape.location)
                row.put("catalog", tape.catalog)
                row.put("expired", tape.expired)
                row.put("ctime", Int(call.world.epoch) - 86_400 * 200)
                row.put("pool", ifPresent: tape.pool)
                guard let used = tape.used, let week = tape.week, let pool = tape.pool else { return row.json }
                row.put("bytes-used", used)
                row.put("media-set-name", "\(pool)-2026-\(week)")
                row.put("media-set-uuid", "0aa1cf7d-4d02-4e11-9d3c-00000000000\(number)")
                row.put("media-set-ctime", Int(call.world.epoch) - 86_400 * 7 * (38 - week))
                row.put("seq-nr", 0)
                return row.json
            })
    }
}

/// One drive in one changer at the first backup server; the others have none.
enum TapeEndpoints {
    private static func has(_ call: BackupServerCall) -> Bool { call.world.index == 0 && call.may("Tape.Audit", "/tape") }

    static func drives(_ call: BackupServerCall) throws(APIRefusal) -> Payload {
        guard has(call) else { return Payload("[]") }
        var row = JSONObject()
        row.put("name", "lto9")
        row.put("path", "/dev/tape/by-id/scsi-10WT036260-sg")
        row.put("changer", "library")
        row.put("changer-drivenum", 0)
        row.put("vendor", "IBM")
        row.put("model", "ULT3580-TD9")
        row.put("serial", "10WT036260")
        return Payload(rows: [row.json])
    }

    static func changers(_ call: BackupServerCall) throws(APIRefusal) -> Payload {
        guard has(call) else { return Payload("[]") }
        var row = JSONObject()
        row.put("name", "library")
        row.put("path", "/dev/tape/by-id/scsi-CC2C52")
        row.put("vendor", "Quantum")
        row.put("model", "Superloader3")
        row.put("serial", "CC2C52")
        return Payload(rows: [row.json])
    }

    static func jobs(_ call: BackupServerCall) throws(APIRefusal) -> Payload {
        guard has(call) else { return Payload("[]") }
        let schedule = BackupSchedule.weekly(day: 2, minute: 900)
        let last = schedule.last(before: Int(call.clock) - 20_000)
        let task = ServerTask(
            server: call.world.name, type: "tape-backup-job", id: "main:weekly:lto9:tape-weekly", user: "root@pam", start: last,
            duration: 16_200, status: "OK")
        var row = JSONObject()
        row.put("id", "tape-weekly")
        row.put("store", "main")
        row.put("pool", "weekly")
        row.put("drive", "lto9")
        row.put("schedule", schedule.text)
        row.put("next-run", schedule.next(after: Int(call.clock)))
        row.put("last-run-state", task.status)
        row.put("last-run-upid", task.upid)
        row.put("last-run-endtime", task.end)
        row.put("next-media-label", "W13L9")
        row.put("eject-media", true)
        return Payload(rows: [row.json])
    }

    /// A full one, one in use, and one nobody has written to.
    static func media(_ call: BackupServerCall) throws(APIRefusal) -> Payload {
        guard has(call) else { return Payload("[]") }
        let list = [("W11L9", "full", 16_900 << 30, true), ("W12L9", "writable", 2_100 << 30, false), ("SPARE1L9", "writable", 0, false)]
        return Payload(
            rows: list.enumerated().map { number, medium in
                let (label, status, used, expired) = medium
                var row = JSONObject()
                row.put("label-text", label)
                row.put("uuid", "5f0c7d2a-91e4-4c0d-8a1b-00000000000\(number)")
                row.put("status", status)
                row.put("location", used == 0 ? "offline" : "online-library")
                row.put("catalog", used > 0)
                row.put("expired", expired)
                row.put("ctime", Int(call.world.epoch) - 86_400 * 200)
                guard used > 0 else { return row.json }
                row.put("pool", "weekly")
                row.put("bytes-used", used)
                row.put("media-set-name", "weekly-2026-\(36 + number)")
                row.put("media-set-uuid", "0aa1cf7d-4d02-4e11-9d3c-00000000000\(number)")
                row.put("media-set-ctime", Int(call.world.epoch) - 86_400 * 7 * (2 - number))
                row.put("seq-nr", 0)
                return row.json
            })
    }
}

/// Jobs of vzdump and what they leave out.
enum BackupEndpoints {
    static func jobs(_ call: Call) throws(APIRefusal) -> Payload { Payload(rows: call.world.backupJobs.map { row($0, call) }) }

    /// Retention is text or an object of text, by version and endpoint; `enabled` is missing when a job never was disabled.
    private static func row(_ job: BackupJob, _ call: Call) -> String {
        var row = JSONObject()
        row.put("id", job.id)
        row.put("type", "vzdump")
        if job.tellsEnabled || !job.enabled { row.put("enabled", job.enabled ? 1 : 0) }
        row.put("schedule", job.schedule.text)
        row.put("storage", job.storage)
        row.put("mode", "snapshot")
        switch job.selection {
        case .everything(let except):
            row.put("all", 1)
            if !except.isEmpty { row.put("exclude", except.map(String.init).joined(separator: ",")) }
        case .guests(let list): row.put("vmid", list.map(String.init).joined(separator: ","))
        }
        row.put("notes-template", "{{guestname}}")
        if let keep = job.keepDaily { row.put("prune-backups", json: "{\"keep-daily\":\"\(keep)\"}") }
        row.put("next-run", job.schedule.next(after: Int(call.now)))
        return row.json
    }

    // MARK: Coverage

    /// Every disk of every guest a job covers, and whether it is saved.
    static func included(_ call: Call) throws(APIRefusal) -> Payload {
        let id = call.parameters["id"] ?? ""
        guard let job = call.world.backupJobs.first(where: { $0.id == id }) else { throw .failed("No such job '\(id)'") }
        let guests = call.world.guests.filter { job.covers($0.vmid) && call.maySee($0) }
        return Payload("{\"children\":\(JSONText.array(guests.map(included)))}")
    }

    private static func included(_ guest: Guest) -> String {
        let machine = guest.kind == .qemu
        var volumes = [volume(machine ? "scsi0" : "rootfs", guest, 0, true, machine ? "enabled" : "rootfs")]
        if guest.data != nil {
            let reason = guest.data?.backup == nil ? (machine ? "enabled" : "not set") : guest.savesData ? "enabled" : "disabled"
            volumes.append(volume(machine ? "scsi1" : "mp0", guest, 1, guest.savesData, reason))
        }
        var row = JSONObject()
        row.put("id", guest.vmid)
        row.put("name", guest.name ?? "")
        row.put("type", guest.kind.rawValue)
        row.put("children", json: JSONText.array(volumes))
        return row.json
    }

    private static func volume(_ key: String, _ guest: Guest, _ number: Int, _ included: Bool, _ reason: String) -> String {
        var row = JSONObject()
        row.put("id", key)
        row.put("name", GuestConfiguration.volume(guest, number))
        row.put("included", included ? 1 : 0)
        row.put("reason", reason)
        return row.json
    }

    /// Guests of no job at all; one that is switched off counts like any other.
    static func uncovered(_ call: Call) throws(APIRefusal) -> Payload {
        let guests = call.world.guests.filter { guest in
            !call.world.backupJobs.contains { $0.covers(guest.vmid) } && call.maySee(guest)
        }
        return Payload(
            rows: guests.map { guest in
                var row = JSONObject()
                row.put("vmid", guest.vmid)
                row.put("name", ifPresent: guest.name)
                row.put("type", guest.kind.rawValue)
                return row.json
            })
    }
}

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
}

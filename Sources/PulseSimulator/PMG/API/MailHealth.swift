/// What keeps a node fit: services, signature databases, certificates, updates, backups of its configuration.
enum MailHealth {
    private static let day = 86_400.0
    /// The time of day at which ClamAV's daily database is built.
    private static let built = 6.45 * 3_600

    static func services(_ call: MailCall) throws(APIRefusal) -> Payload {
        let failed = try call.node().failedServices
        return Payload(
            rows: MailWords.services.map { service in
                let (state, active) = states(service.unit, failed: failed.contains(service.name), isOneShot: service.name == "pmg-daily")
                var row = JSONObject()
                row.put("service", service.name)
                row.put("name", service.name)
                row.put("desc", service.description)
                row.put("state", state)
                row.put("active-state", active)
                row.put("unit-state", service.unit)
                return row.json
            })
    }

    private static func states(_ unit: String, failed: Bool, isOneShot: Bool) -> (String, String) {
        if unit == "not-found" { return ("unknown", "unknown") }
        if failed { return ("failed", "failed") }
        if unit == "disabled" { return ("dead", "inactive") }
        return isOneShot ? ("exited", "active") : ("running", "active")
    }

    /// The daily one is built each morning; the main one once in a long while.
    static func virusDatabases(_ call: MailCall) throws(APIRefusal) -> Payload {
        let node = try call.node()
        let newest = min(call.now, node.signaturesStoppedAt ?? call.now) - 8 * 3_600
        let daily = ((newest - built) / day).rounded(.down) * day + built
        let rows = [
            ("main", call.world.epoch - 280 * day, "63", 3_287_027),
            ("daily", daily, String(27_000 + Int(daily / day) % 2_000), 355_666),
            ("bytecode", call.world.epoch - 400 * day, "339", 80),
        ]
        return Payload(
            rows: rows.map { name, time, version, signatures in
                var row = JSONObject()
                row.put("name", name)
                row.put("type", "ClamAV-VDB")
                row.put("build_time", CalendarText.ofClamAV(time))
                row.put("version", version)
                row.put("nsigs", String(signatures))
                return row.json
            })
    }

    static func spamRules(_ call: MailCall) throws(APIRefusal) -> Payload {
        let node = try call.node()
        let updated = (min(call.now, node.signaturesStoppedAt ?? call.now) / day).rounded(.down) * day - day + 5_100
        var first = JSONObject()
        first.put("channel", "updates.spamassassin.org")
        first.put("version", String(1_938_404 + Int(updated / day) % 10_000))
        first.put("last_updated", Int(updated))
        first.put("update_avail", node.signaturesStoppedAt == nil ? 0 : 1)
        if node.signaturesStoppedAt != nil { first.put("update_version", String(1_938_404 + Int(call.now / day) % 10_000)) }
        var second = JSONObject()
        second.put("channel", "kam.sa-channels.mcgrail.com")
        second.put("update_avail", 0)
        return Payload(rows: [first.json, second.json])
    }

    static func certificates(_ call: MailCall) throws(APIRefusal) -> Payload {
        let node = try call.node()
        var api = JSONObject()
        api.put("filename", "pmg-api.pem")
        api.put("subject", "/CN=\(node.name)")
        api.put("issuer", "/CN=\(node.name)")
        api.put("notbefore", Int(node.certificateEnds - 3_650 * day))
        api.put("notafter", Int(node.certificateEnds))
        api.put("fingerprint", node.fingerprint)
        api.put("public-key-type", "rsaEncryption")
        api.put("public-key-bits", 4_096)
        api.put("san", json: JSONText.strings([node.name]))
        // No certificate for SMTP was set up: all that is known is the name of the file.
        return Payload(rows: [api.json, "{\"filename\":\"pmg-tls.pem\"}"])
    }

    static func subscription(_ call: MailCall) throws(APIRefusal) -> Payload {
        var object = JSONObject()
        if call.world.index == 0 {
            object.put("status", "notfound")
            object.put("message", "There is no subscription key")
        } else {
            object.put("status", "active")
            object.put("productname", "Proxmox Mail Gateway Basic Subscription 1 year")
            object.put("level", "b")
            object.put("nextduedate", CalendarText.ofDay(call.world.epoch + 200 * day))
            object.put("checktime", Int(call.now - 3_600))
        }
        return Payload(object.json)
    }

    static func updates(_ call: MailCall) throws(APIRefusal) -> Payload {
        let node = try call.node()
        let packages = [("pmg-api", "9.1.3", "Proxmox"), ("pmg-gui", "5.1.1", "Proxmox"), ("openssl", "3.5.4-1~deb13u2", "Debian")]
        return Payload(
            rows: packages.prefix(Int(node.seed % 4)).map { name, version, origin in
                var row = JSONObject()
                row.put("Package", name)
                row.put("Title", name)
                row.put("Description", "Update of \(name)")
                row.put("Version", version)
                row.put("OldVersion", "1.0")
                row.put("Origin", origin)
                row.put("Section", "admin")
                row.put("Priority", "optional")
                row.put("Arch", "all")
                return row.json
            })
    }

    /// The kernel that runs beside those that are installed.
    static func versions(_ call: MailCall) throws(APIRefusal) -> Payload {
        let node = try call.node()
        let running = MailNodeEndpoints.kernelRelease
        var meta = installed("proxmox-mailgateway", "9.1.0")
        meta.put("RunningKernel", running)
        let kernels = node.rebootDue ? [SoftwareEndpoints.newer(running), running] : [running]
        return Payload(
            rows: [meta.json, installed("pmg-api", MailAccessEndpoints.version).json]
                + kernels.map { installed("proxmox-kernel-\($0)-signed", $0.replacing("-pve", with: "")).json })
    }

    private static func installed(_ name: String, _ version: String) -> JSONObject {
        var row = JSONObject()
        row.put("Package", name)
        row.put("Title", name)
        row.put("Version", version)
        row.put("OldVersion", version)
        row.put("CurrentState", "Installed")
        row.put("Origin", "Proxmox")
        row.put("Section", name.contains("kernel") ? "kernel" : "admin")
        row.put("Priority", "optional")
        row.put("Arch", "amd64")
        return row
    }

    /// The configuration is saved each night and kept for three.
    static func backups(_ call: MailCall) throws(APIRefusal) -> Payload {
        let node = try call.node()
        let last = ((call.now - 7_200) / day).rounded(.down) * day + 7_200
        return Payload(
            rows: (0..<3).map { back in
                let at = last - Double(back) * day
                var row = JSONObject()
                row.put("filename", "pmg-backup_\(CalendarText.ofBackup(at))_\(String(Int(at), radix: 16, uppercase: true)).tgz")
                row.put("size", 2_400_000 + Int(SplitMix64.mix(node.seed, UInt64(at)) % 300_000))
                row.put("timestamp", Int(at))
                return row.json
            })
    }
}

/// What is installed on a node and how it runs: services, certificates, packages, the subscription.
enum SoftwareEndpoints {
    private static let services: [(id: String, description: String, state: String, unit: String)] = [
        ("chrony", "chrony, an NTP client/server", "running", "enabled"), ("corosync", "Corosync Cluster Engine", "running", "enabled"),
        ("cron", "Regular background program processing daemon", "running", "enabled"),
        ("ksmtuned", "Kernel Samepage Merging (KSM) Tuning Daemon", "running", "enabled"),
        ("postfix", "Postfix Mail Transport Agent", "exited", "enabled"),
        ("proxmox-firewall", "Proxmox nftables firewall", "running", "enabled"),
        ("pve-cluster", "The Proxmox VE cluster filesystem", "running", "enabled"),
        ("pve-firewall", "Proxmox VE firewall", "running", "enabled"), ("pve-ha-crm", "PVE Cluster HA Resource Manager Daemon", "running", "enabled"),
        ("pve-ha-lrm", "PVE Local HA Resource Manager Daemon", "running", "enabled"), ("pvedaemon", "PVE API Daemon", "running", "enabled"),
        ("pveproxy", "PVE API Proxy Server", "running", "enabled"), ("pvescheduler", "Proxmox VE scheduler", "running", "enabled"),
        ("pvestatd", "PVE Status Daemon", "running", "enabled"), ("spiceproxy", "PVE SPICE Proxy Server", "running", "enabled"),
        ("sshd", "OpenBSD Secure Shell server", "running", "enabled"), ("syslog", "syslog.service", "dead", "not-found"),
        ("systemd-journald", "Journal Service", "running", "static"), ("systemd-timesyncd", "systemd-timesyncd.service", "dead", "not-found"),
    ]

    static func services(_ call: Call) throws(APIRefusal) -> Payload {
        let node = try call.node()
        return Payload(
            rows: services.map { service in
                let failed = node.equipment.failedServices.contains(service.id) || service.id == "pvestatd" && node.statisticsStoppedAt != nil
                // A node that is alone does not start it.
                let dead = service.state == "dead" || service.id == "corosync" && call.world.clusterName == nil
                var row = JSONObject()
                row.put("service", service.id)
                row.put("name", service.id)
                row.put("desc", service.description)
                row.put("state", failed ? "failed" : dead ? "dead" : service.state)
                row.put("active-state", failed ? "failed" : dead ? "inactive" : "active")
                row.put("unit-state", service.unit)
                return row.json
            })
    }

    // MARK: Certificates

    static func certificates(_ call: Call) throws(APIRefusal) -> Payload {
        let node = try call.node()
        let authority = "/CN=Proxmox Virtual Environment/OU=\(SplitMix64.mix(call.world.seed, "authority"))/O=PVE Cluster Manager CA"
        let root = certificate("pve-root-ca.pem", authority, authority, ends: call.world.epoch + 86_400 * 3_000, call)
        var own = certificate(
            "pve-ssl.pem", "/OU=PVE Cluster Node/O=Proxmox Virtual Environment/CN=\(node.name).example.invalid", authority,
            ends: node.equipment.certificateEnds, call)
        own.put("fingerprint", node.fingerprint)
        own.put("san", json: JSONText.strings(["127.0.0.1", "localhost", node.address, node.name, node.name + ".example.invalid"]))
        return Payload(rows: [root.json, own.json])
    }

    private static func certificate(_ file: String, _ subject: String, _ issuer: String, ends: Double, _ call: Call) -> JSONObject {
        var row = JSONObject()
        row.put("filename", file)
        row.put("subject", subject)
        row.put("issuer", issuer)
        row.put("notbefore", Int(call.world.epoch) - 86_400 * 400)
        row.put("notafter", Int(ends))
        row.put("public-key-type", file.hasPrefix("pve-root") ? "rsaEncryption" : "id-ecPublicKey")
        row.put("public-key-bits", file.hasPrefix("pve-root") ? 4_096 : 256)
        return row
    }

    // MARK: Packages

    private static let updatable: [(name: String, from: String?, to: String, origin: String, section: String)] = [
        ("pve-manager", "9.2.10", "9.2.11", "Proxmox", "admin"), ("qemu-server", "9.2.5", "9.2.6", "Proxmox", "admin"),
        ("libssl3t64", "3.5.1-1", "3.5.1-1+deb13u1", "Debian", "libs"), ("openssh-server", "1:10.0p1-7", "1:10.0p1-7+deb13u1", "Debian", "net"),
        ("proxmox-kernel-7.0.3-1-pve-signed", nil, "7.0.3-1", "Proxmox", "kernel"), ("curl", "8.14.1-2", "8.14.1-2+deb13u1", "Debian", "web"),
    ]

    /// Not for an auditor: Sys.Modify.
    static func updates(_ call: Call) throws(APIRefusal) -> Payload {
        let pending = try call.node().equipment.pendingUpdates
        return Payload(
            rows: updatable.prefix(pending).map { package in
                var row = self.package(package.name, package.to, package.origin, package.section)
                row.put("OldVersion", ifPresent: package.from)
                return row.json
            })
    }

    /// What runs stands beside what is installed: that is how a reboot that is due can be seen.
    static func versions(_ call: Call) throws(APIRefusal) -> Payload {
        let node = try call.node()
        let version = call.version
        var meta = installed("proxmox-ve", "\(version.release).0")
        meta.put("RunningKernel", version.kernel)
        var manager = installed("pve-manager", version.version)
        manager.put("ManagerVersion", "\(version.version)/\(version.repository)")
        var rows = [meta.json, manager.json, installed("qemu-server", version.version).json]
        let kernels = node.equipment.rebootDue ? [SoftwareEndpoints.newer(version.kernel), version.kernel] : [version.kernel]
        for kernel in kernels {
            rows.append(
                installed(version.major < 8 ? "pve-kernel-\(kernel)" : "proxmox-kernel-\(kernel)-signed", kernel.replacing("-pve", with: "")).json)
        }
        return Payload(rows: rows)
    }

    /// `7.0.2-3-pve` to `7.0.2-4-pve`
    static func newer(_ kernel: String) -> String {
        let parts = kernel.split(separator: "-").map(String.init)
        guard parts.count == 3, let build = Int(parts[1]) else { return kernel }
        return "\(parts[0])-\(build + 1)-\(parts[2])"
    }

    private static func installed(_ name: String, _ version: String) -> JSONObject {
        var row = package(name, version, "Proxmox", name.contains("kernel") ? "kernel" : "admin")
        row.put("OldVersion", version)
        row.put("CurrentState", "Installed")
        return row
    }

    private static func package(_ name: String, _ version: String, _ origin: String, _ section: String) -> JSONObject {
        var row = JSONObject()
        row.put("Package", name)
        row.put("Title", name)
        row.put("Description", name + " as packaged by " + origin)
        row.put("Version", version)
        row.put("Origin", origin)
        row.put("Section", section)
        row.put("Priority", "optional")
        row.put("Arch", "amd64")
        return row
    }

    /// The second cluster has paid.
    static func subscription(_ call: Call) throws(APIRefusal) -> Payload {
        let node = try call.node()
        var row = JSONObject()
        row.put("url", "https://www.proxmox.com/en/proxmox-virtual-environment/pricing")
        guard call.world.index == 1 else {
            row.put("status", "notfound")
            row.put("message", "There is no subscription key")
            if call.may("Sys.Audit", "/nodes/\(node.name)") { row.put("serverid", String(node.seed, radix: 16, uppercase: true)) }
            return Payload(row.json)
        }
        row.put("status", "active")
        row.put("level", "b")
        row.put("productname", "Proxmox VE Basic Subscription 1 year")
        row.put("sockets", node.sockets)
        row.put("regdate", "2026-01-15 00:00:00")
        row.put("nextduedate", "2027-01-15")
        row.put("checktime", Int(call.clock) / 86_400 * 86_400)
        return Payload(row.json)
    }
}

import PulseCore

/// What a machine with a product of Proxmox says of itself in the same words everywhere: services, certificates, packages, subscription, clock.
enum NodeRows {
    static func service(_ row: JSONObject) -> ServiceRecord? {
        guard let name = row.text("service") else { return nil }
        var service = ServiceRecord(name: name)
        service.title = row.text("desc")
        service.state = row.text("state")
        service.activeState = row.text("active-state")
        service.unitState = row.text("unit-state")
        return service
    }

    static func certificate(_ row: JSONObject) -> CertificateRecord? {
        guard let file = row.text("filename") else { return nil }
        var certificate = CertificateRecord(file: file, names: row.array("san")?.compactMap(\.text) ?? [])
        certificate.subject = row.text("subject")
        certificate.issuer = row.text("issuer")
        certificate.notBefore = row.moment("notbefore")
        certificate.notAfter = row.moment("notafter")
        certificate.fingerprint = row.text("fingerprint")?.uppercased()
        return certificate
    }

    static func update(_ row: JSONObject) -> PackageUpdate? {
        guard let name = row.text("Package"), let version = row.text("Version") else { return nil }
        var update = PackageUpdate(package: name, available: version)
        update.title = row.text("Title")
        update.installed = row.text("OldVersion")
        update.origin = row.text("Origin")
        update.section = row.text("Section")
        return update
    }

    static func subscription(_ value: JSON) -> Subscription? {
        guard let object = value.object, let status = object.text("status") else { return nil }
        var subscription = Subscription(status: status.lowercased())
        subscription.product = object.text("productname")
        subscription.level = object.text("level")
        subscription.nextDueDate = object.text("nextduedate")
        return subscription
    }

    /// `/nodes/{node}/time`, asked and answered at these moments of ours.
    static func clock(_ value: JSON, asked: Timestamp, answered: Timestamp) -> ClockSkew? {
        guard let theirs = value.object?.moment("time") else { return nil }
        let half = answered.since(asked) / 2
        // Whole seconds: it was some moment of that second.
        return ClockSkew(ahead: (theirs + .milliseconds(500)).since(asked + half), uncertainty: half + .milliseconds(500))
    }

    /// The time on the wall minus that in Greenwich, seconds; nil when it can't be one.
    static func zoneOffset(_ value: JSON) -> Int64? {
        guard let object = value.object, let local = object.integer("localtime"), let time = object.integer("time") else { return nil }
        let (offset, overflow) = local.subtractingReportingOverflow(time)
        return !overflow && (-64_800...64_800).contains(offset) ? offset : nil
    }
}

extension JSONObject {
    /// Seconds since 1970, of this century or so.
    func moment(_ key: String) -> Timestamp? {
        integer(key).flatMap { (1...32_503_680_000).contains($0) ? Timestamp(seconds: $0) : nil }
    }
}

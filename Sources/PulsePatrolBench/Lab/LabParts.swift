import PulseCore

/// Records that several sources have alike.
enum LabParts {
    static func service(_ name: String) -> ServiceRecord {
        var service = ServiceRecord(name: name)
        (service.title, service.state, service.activeState, service.unitState) = (name, "running", "active", "enabled")
        return service
    }

    static func certificate(_ file: String, _ name: String, _ world: World, fingerprint: String? = nil) -> CertificateRecord {
        var certificate = CertificateRecord(file: file, names: ["\(name).example", name])
        (certificate.subject, certificate.issuer) = ("/CN=\(name).example", "/CN=Proxmox Virtual Environment")
        (certificate.notBefore, certificate.notAfter) = (world.start - .days(200), world.start + .days(530))
        certificate.fingerprint = fingerprint
        return certificate
    }

    static func task(_ node: String, _ type: String, _ subject: String?, _ began: Timestamp, lasting: Duration) -> TaskRecord {
        let stamp = String(began.seconds, radix: 16, uppercase: true)
        var task = TaskRecord(
            id: "UPID:\(node):0000A1B2:00C0FFEE:\(stamp):\(type):\(subject ?? ""):root@pam:", node: node, type: type, startedAt: began,
            outcome: .succeeded)
        (task.subject, task.user, task.endedAt) = (subject, "root@pam", began + lasting)
        return task
    }
}

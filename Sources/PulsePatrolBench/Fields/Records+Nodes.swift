import PulseCore

extension ServiceRecord: EditableRecord {
    static var blank: ServiceRecord { ServiceRecord(name: "") }

    static func list(_ field: inout Fields<ServiceRecord>) {
        field("name", \.name)
        field("title", \.title)
        field("state", \.state)
        field("activeState", \.activeState)
        field("unitState", \.unitState)
    }
}

extension CertificateRecord: EditableRecord {
    static var blank: CertificateRecord { CertificateRecord(file: "") }

    static func list(_ field: inout Fields<CertificateRecord>) {
        field("file", \.file)
        field("subject", \.subject)
        field("issuer", \.issuer)
        field("names", \.names)
        field("notBefore", \.notBefore)
        field("notAfter", \.notAfter)
        field("fingerprint", \.fingerprint)
    }
}

extension PackageUpdate: EditableRecord {
    static var blank: PackageUpdate { PackageUpdate(package: "", available: "") }

    static func list(_ field: inout Fields<PackageUpdate>) {
        field("package", \.package)
        field("title", \.title)
        field("installed", \.installed)
        field("available", \.available)
        field("origin", \.origin)
        field("section", \.section)
    }
}

extension KernelState: EditableRecord {
    static var blank: KernelState { KernelState(running: nil, newestInstalled: nil, isRebootDue: nil) }

    static func list(_ field: inout Fields<KernelState>) {
        field("running", \.running)
        field("newestInstalled", \.newestInstalled)
        field("isRebootDue", \.isRebootDue)
    }
}

extension Subscription: EditableRecord {
    static var blank: Subscription { Subscription(status: "active") }

    static func list(_ field: inout Fields<Subscription>) {
        field("status", \.status)
        field("product", \.product)
        field("level", \.level)
        field("nextDueDate", \.nextDueDate)
    }
}

extension ClockSkew: EditableRecord {
    static var blank: ClockSkew { ClockSkew(ahead: .zero, uncertainty: .milliseconds(20)) }

    static func list(_ field: inout Fields<ClockSkew>) {
        field("ahead", \.ahead)
        field("uncertainty", \.uncertainty)
    }
}

extension NodeLedger: EditableRecord {
    static var blank: NodeLedger { NodeLedger() }

    static func list(_ field: inout Fields<NodeLedger>) {
        field("tasks", \.tasks)
        field("services", \.services)
        field("certificates", \.certificates)
        field("updates", \.updates)
        field("kernel", \.kernel)
        field("subscription", \.subscription)
        field("clock", \.clock)
        field("replication", \.replication)
        field("pools", \.pools)
        field("disks", \.disks)
    }
}

extension SourceLedger: EditableRecord {
    static var blank: SourceLedger { SourceLedger() }

    static func list(_ field: inout Fields<SourceLedger>) {
        field("nodes", \.nodes)
        field("jobs", \.jobs)
        field("archives", \.archives)
        field("targets", \.targets)
        field("datastoreJobs", \.datastoreJobs)
        field("tapes", \.tapes)
        field("tapeDrives", \.tapeDrives)
        field("tapeChangers", \.tapeChangers)
        field("traffic", \.traffic)
        field("snapshots", \.snapshots)
        field("highAvailability", \.highAvailability)
        field("ceph", \.ceph)
        field("mailNodes", \.mailNodes)
        field("mailHours", \.mailHours)
        field("quarantines", \.quarantines)
        field("mailDomains", \.mailDomains)
        field("viruses", \.viruses)
        field("engines", \.engines)
        field("kubernetes", \.kubernetes)
    }
}

/// A service of a node as systemd sees it.
package struct ServiceRecord: Hashable, Sendable {
    package var name: String
    package var title: String?
    /// `running`, `exited`, `dead`, `failed` …
    package var state: String?
    /// `active`, `inactive`, `failed` …
    package var activeState: String?
    /// `enabled`, `disabled`, `masked`, `static`, `not-found` …
    package var unitState: String?

    package init(name: String) {
        self.name = name
    }
}

/// A certificate a node keeps.
package struct CertificateRecord: Hashable, Sendable {
    /// `pve-ssl.pem`, `pveproxy-ssl.pem`, `proxy.pem` …
    package var file: String
    package var subject: String?
    package var issuer: String?
    package var names: [String]
    package var notBefore: Timestamp?
    package var notAfter: Timestamp?
    /// SHA-256, colon-separated upper-case hex.
    package var fingerprint: String?

    package init(file: String, names: [String] = []) {
        self.file = file
        self.names = names
    }
}

/// A package that waits to be installed.
package struct PackageUpdate: Hashable, Sendable {
    package var package: String
    package var title: String?
    /// Nil of a new dependency.
    package var installed: String?
    package var available: String
    package var origin: String?
    package var section: String?

    package init(package name: String, available: String) {
        self.package = name
        self.available = available
    }
}

/// Whether the running kernel is the newest one installed.
package struct KernelState: Hashable, Sendable {
    package var running: String?
    package var newestInstalled: String?
    /// Nil when one of them is not known.
    package var isRebootDue: Bool?

    package init(running: String?, newestInstalled: String?, isRebootDue: Bool?) {
        self.running = running
        self.newestInstalled = newestInstalled
        self.isRebootDue = isRebootDue
    }
}

package struct Subscription: Hashable, Sendable {
    /// `active`, `notfound`, `expired`, `invalid`, `suspended`, `new`.
    package var status: String
    package var product: String?
    package var level: String?
    package var nextDueDate: String?

    package init(status: String) {
        self.status = status
    }
}

/// A node's clock against ours, positive when the node is ahead.
package struct ClockSkew: Hashable, Sendable {
    package var ahead: Duration
    /// Half the time the question took: it can't be known better.
    package var uncertainty: Duration

    package init(ahead: Duration, uncertainty: Duration) {
        self.ahead = ahead
        self.uncertainty = uncertainty
    }
}

/// What is known of one node beside its figures.
package struct NodeLedger: Hashable, Sendable {
    package var tasks = Told<[TaskRecord]>()
    package var services = Told<[ServiceRecord]>()
    package var certificates = Told<[CertificateRecord]>()
    package var updates = Told<[PackageUpdate]>()
    package var kernel = Told<KernelState>()
    package var subscription = Told<Subscription>()
    package var clock = Told<ClockSkew>()
    package var replication = Told<[ReplicationJob]>()
    /// Whether its pools and disks, which are resources, could be listed.
    package var pools = Told<Int>()
    package var disks = Told<Int>()

    package init() {}
}

/// Everything one source says that is a list and not a figure: backups, jobs, tasks, certificates, queues.
///
/// A value that is cheap to copy; a source gives the whole of it with every observation, and only the parts that changed are new.
package struct SourceLedger: Hashable, Sendable {
    /// Counts the changes, so that readers know without comparing.
    package var revision: UInt64 = 0

    /// By node, of all three products.
    package var nodes: [String: NodeLedger] = [:]

    // Backups
    package var jobs = Told<[BackupJob]>()
    package var archives: [BackupPlace: Told<[BackupArchive]>] = [:]
    /// Storages that lie on backup servers.
    package var targets: [BackupTarget] = []
    package var datastoreJobs = Told<[DatastoreJob]>()
    package var tapes = Told<[TapeMedium]>()
    package var tapeDrives = Told<[TapeDevice]>()
    package var tapeChangers = Told<[TapeDevice]>()
    package var traffic = Told<[TrafficRule]>()

    // Guests, by vmid
    package var snapshots: [Int: Told<[GuestSnapshot]>] = [:]

    // The cluster
    package var highAvailability = Told<HighAvailability>()
    /// Nil as an answer: there is no Ceph.
    package var ceph = Told<CephState?>()

    // Mail
    package var mailNodes: [String: MailNodeLedger] = [:]
    /// Oldest first.
    package var mailHours = Told<[MailHour]>()
    package var quarantines = Told<[Quarantine]>()
    /// Of the last seven days, today included; the fullest first.
    package var mailDomains = Told<[MailDomain]>()
    package var viruses = Told<[VirusTally]>()

    // Containers
    package var engines = Told<[EngineRecords]>()
    package var kubernetes = Told<KubernetesRecords>()

    package init() {}
}

/// The ledgers of all sources.
package struct Ledger: Sendable {
    package var sources: [SourceSlug: SourceLedger]

    package init(_ sources: [SourceSlug: SourceLedger] = [:]) {
        self.sources = sources
    }

    package subscript(source: SourceSlug) -> SourceLedger? { sources[source] }
}

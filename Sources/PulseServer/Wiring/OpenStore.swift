import PulseAccess
import PulseAgents
import PulseInventory
import PulseProxmox
import PulseStorage

/// The data directory of one Pulse, locked, its database opened and its key at hand.
struct OpenStore {
    let directory: DataDirectory
    let database: Database
    let sealer: Sealer

    static let databaseName = "pulse.db"
    /// Every table of `pulse.db`, in the order in which they were added to Pulse.
    static let migrations =
        [EncryptionKeyFile.migration] + AccessSchema.migrations + SignInSchema.migrations + AnnotationStore.migrations + ProxmoxSourceStore.migrations
        + LicenceClockStore.migrations + [PendingImports.migration, KeptSettings.migration, DiscoverySettingsStore.migration]
        + AgentService.migrations

    /// - Throws: `StorageError`
    init(path: String) throws {
        directory = try DataDirectory(path: path)
        database = try Database(path: directory.file(Self.databaseName), migrations: Self.migrations)
        sealer = try EncryptionKeyFile(directory: directory).sealer(for: database)
    }
}

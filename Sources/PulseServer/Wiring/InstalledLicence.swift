import PulseAccess
import PulseCore
import PulseStorage

extension LicenceService {
    /// The licence of a data directory.
    convenience init(
        _ configuration: ServerConfiguration, store: OpenStore, kind: Kind = .installed, now: @escaping @Sendable () -> Timestamp
    ) throws {
        try self.init(
            kind: kind, file: LicenceFile(directory: store.directory.path, sealer: store.sealer),
            clockStore: LicenceClockStore(database: store.database, sealer: store.sealer), keys: configuration.licencePublicKeys, now: now)
    }
}

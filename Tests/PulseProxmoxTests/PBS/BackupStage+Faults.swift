@testable import PulseSimulator

/// What goes wrong at the backup server of a stage.
extension BackupStage {
    /// Answers whose path begins so are spoilt; nil ends it.
    func spoil(_ path: String, _ fault: BodyFault?) throws {
        try estate.backupMembers[0].host.change { $0.bodies[path] = fault }
    }

    func setClock(ahead seconds: Double) throws {
        try estate.backupMembers[0].host.change { $0.clockSkew = seconds }
    }

    func listTwice() throws {
        try estate.backupMembers[0].host.change { $0.listsTwice = true }
    }

    /// `offline`, `read-only`, `unmount`; nil ends it.
    func maintain(_ store: String, _ mode: String?) throws {
        try estate.backupMembers[0].host.change { world in
            guard let index = world.datastores.firstIndex(where: { $0.name == store }) else { return }
            world.datastores[index].maintenance = mode.flatMap(Datastore.Maintenance.init)
        }
    }

    struct NoPool: Error {}

    func breakDisk(of pool: String) throws {
        try estate.backupMembers[0].host.change { world in
            guard let index = world.disks.firstIndex(where: { $0.pool == pool }) else { throw NoPool() }
            world.disks[index].failed = true
        }
    }

    /// It runs from the next start on.
    func installKernel() throws {
        try estate.backupMembers[0].host.change { $0.rebootDue = true }
    }
}

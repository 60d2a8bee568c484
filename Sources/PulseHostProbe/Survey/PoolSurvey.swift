import PulseCore

/// The pools of ZFS.
struct PoolSurvey: Sendable {
    private static let kernel = "proc/spl/kstat/zfs"
    private static let outputLimit = 1 << 20

    let files: FileTree
    let programs: any ProgramRunning

    func ask() async -> Finding<[ZFSPool]> {
        // Without the module of the kernel there are no pools, and `zpool` would try to load it.
        guard files.exists(Self.kernel) else { return Finding(files.exists("proc/stat") ? [] : nil) }
        let list = await zpool("list", "-Hp", "-o", PoolListing.columns)
        guard case .exited(0, let rows, _) = list else { return Finding(poolsOfKernel, limitation(list)) }
        var pools = PoolListing.parse(rows[...])
        guard !pools.isEmpty else { return Finding([]) }
        let details = await zpool("status", "-p")
        guard case .exited(0, let output, _) = details else { return Finding(pools, limitation(details)) }
        let status = PoolStatus.parse(output[...])
        for index in pools.indices { status.first { $0.name == pools[index].name }.map { pools[index].take($0) } }
        return Finding(pools)
    }

    private func zpool(_ arguments: String...) async -> ProgramOutcome {
        // A pool that waits for a lost disk can hold its asker for ever.
        await programs.run(ProgramCall("zpool", arguments, deadline: .seconds(30), outputLimit: Self.outputLimit))
    }

    /// The health of the pools is in a file of the kernel too.
    private var poolsOfKernel: [ZFSPool]? {
        files.names(in: Self.kernel)?.compactMap { name in
            guard let state = files.line("\(Self.kernel)/\(name)/state") else { return nil }
            var pool = ZFSPool(name: name.printable())
            pool.health = state.printable(limit: 32)
            return pool
        }
    }

    private func limitation(_ outcome: ProgramOutcome) -> Limitation {
        let next =
            outcome == .missing
            ? "Install the package with zpool (zfsutils-linux on Debian and Ubuntu)."
            : "Let the user that Pulse runs as open /dev/zfs; a unit of systemd must not have PrivateDevices=yes for that."
        return Limitation(problem: "Of ZFS only the health is known: \(outcome.sentence(of: "zpool"))", nextStep: next)
    }
}

import PulseCore

/// How many packages wait. Lists are never fetched here: their age is told.
struct PackageSurvey: Sendable {
    private static let outputLimit = 4 << 20
    private static let deadline = Duration.seconds(120)

    let files: FileTree
    let programs: any ProgramRunning

    func ask() async -> Finding<PackageState> {
        if files.exists("var/lib/dpkg/status"), programs.has("apt-get") { return await apt() }
        if programs.has("dnf") { return await dnf("dnf") }
        if programs.has("yum") { return await dnf("yum") }
        if programs.has("zypper") { return await zypper() }
        if files.exists("var/lib/pacman/local"), programs.has("pacman") { return await pacman() }
        return Finding()
    }

    /// apt-get(8): a simulation needs no rights, and without its locks it disturbs nobody.
    private func apt() async -> Finding<PackageState> {
        let arguments = ["-s", "-q", "-o", "Debug::NoLocking=1", "-o", "APT::Get::Show-User-Simulation-Note=0", "dist-upgrade"]
        let listsAt = newest(["var/lib/apt/periodic/update-success-stamp", "var/lib/apt/lists/partial", "var/lib/apt/lists"])
        return await state("apt", listsAt) {
            let outcome = await run("apt-get", arguments)
            guard case .exited(0, let output, _) = outcome else { return .failure(Failed(outcome, "apt-get -s dist-upgrade")) }
            return .success(PendingPackages.apt(output[...]))
        }
    }

    /// dnf(8): 100 is “there are updates”, 0 “there are none”.
    private func dnf(_ manager: String) async -> Finding<PackageState> {
        await state(manager, newestCache) {
            let all = await run(manager, ["-q", "--cacheonly", "check-update"])
            guard case .exited(let code, let output, _) = all, code == 0 || code == 100 else {
                return .failure(Failed(all, "\(manager) --cacheonly check-update"))
            }
            var found = PendingPackages.dnf(output[...])
            let security = await run(manager, ["-q", "--cacheonly", "check-update", "--security"])
            if case .exited(let code, let output, _) = security, code == 0 || code == 100 {
                found.security = PendingPackages.dnf(output[...]).pending
            }
            return .success(found)
        }
    }

    private func zypper() async -> Finding<PackageState> {
        await state("zypper", newest(["var/cache/zypp/solv", "var/cache/zypp/raw"])) {
            let outcome = await run("zypper", ["--non-interactive", "--no-refresh", "--quiet", "list-updates"])
            guard case .exited(0, let output, _) = outcome else { return .failure(Failed(outcome, "zypper --no-refresh list-updates")) }
            return .success(PendingPackages.zypper(output[...]))
        }
    }

    /// pacman(8): 1 is “there are none”, too.
    private func pacman() async -> Finding<PackageState> {
        await state("pacman", newest(["var/lib/pacman/sync"])) {
            let outcome = await run("pacman", ["-Qu"])
            guard case .exited(let code, let output, let complaint) = outcome, code == 0 || code == 1 && complaint.isEmpty else {
                return .failure(Failed(outcome, "pacman -Qu"))
            }
            return .success(PendingPackages.pacman(output[...]))
        }
    }

    private struct Failed: Error {
        let outcome: ProgramOutcome
        /// To try by hand.
        let command: String

        init(_ outcome: ProgramOutcome, _ command: String) {
            self.outcome = outcome
            self.command = command
        }
    }

    private func state(
        _ manager: String, _ listsAt: Timestamp?, _ ask: () async -> Result<PendingPackages, Failed>
    ) async -> Finding<PackageState> {
        var state = PackageState(manager: manager)
        state.listsAt = listsAt
        switch await ask() {
        case .success(let found):
            state.pending = found.pending
            state.security = found.security
            return Finding(state)
        case .failure(let failed):
            return Finding(
                state,
                Limitation(
                    problem: "Packages that wait are not known: \(failed.outcome.sentence(of: manager))",
                    nextStep: "Run “\(failed.command)” as the user that Pulse runs as; what it says is the reason."))
        }
    }

    private func run(_ name: String, _ arguments: [String]) async -> ProgramOutcome {
        await programs.run(ProgramCall(name, arguments, deadline: Self.deadline, outputLimit: Self.outputLimit))
    }

    private func newest(_ paths: [String]) -> Timestamp? { paths.compactMap(files.changedAt).max() }

    /// dnf 4 and dnf 5: a folder per repository.
    private var newestCache: Timestamp? {
        let folders = ["var/cache/dnf", "var/cache/libdnf5", "var/cache/yum"]
        return newest(folders.flatMap { folder in (files.names(in: folder) ?? []).prefix(64).map { "\(folder)/\($0)/repodata" } })
    }
}

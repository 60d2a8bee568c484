import PulseCore

extension CheckCatalogue {
    static let upkeep: [Check] = [.nodeReboot, .nodeUpdates, .nodeVersion, .nodeEndOfLife, .nodeCertificate]
}

extension Check {
    private static let longUptime = Duration.seconds(30 * 86_400)

    static let nodeReboot = Check(
        "PVE-NODE-REBOOT", key: "node-reboot-due", "A newer kernel waits for a restart", .security, on: [.node], needs: [.ledger("kernel"), .facts],
        page: CheckPage(
            why: "Until it starts again a node runs without the fixes of the kernel that is installed.",
            decides: "Info when the newest installed kernel is not the one that runs, watch when the node has run for more than "
                + "\(Words.duration(longUptime)). Proxmox VE does not tell when the kernel was installed. Not in maintenance mode.",
            advice: "Move the guests away and restart the node when it suits.")
    ) { look in
        guard let facts = try look.node() else { return .clear }
        let kernel: KernelState = try look.told(look.ledger(of: facts.name).kernel, "Installed kernels")
        guard let isDue = kernel.isRebootDue else { throw NotEvaluable("Which kernels are installed is not known.") }
        guard isDue else { return .clear }
        let uptime = facts.startedAt.map(look.now.since)
        let (running, newest) = (kernel.running ?? "another one", kernel.newestInstalled ?? "a newer one")
        return .raised(
            Raised(
                uptime.map { $0 > longUptime } == true ? .watch : .info, "Restart due for a newer kernel",
                description:
                    "\(look.name) runs kernel \(running) while \(newest) is "
                    + "installed\(uptime.map { "; it has run for \(Words.duration($0))" } ?? "").",
                recommendation: "Move the guests off \(look.name) and restart it when it suits.", evidence: "Runs \(running), newest \(newest).",
                items: [.fact(look.id, "kernel", running), .record(look.id, "kernel", facts.name, newest)]))
    }

    private static let many = 30
    private static let plenty = 100

    static let nodeUpdates = Check(
        "PVE-NODE-UPDATES", key: "node-updates", "Package updates wait", .security, on: [.node], needs: [.ledger("updates")],
        page: CheckPage(
            why: "Among updates are fixes of security holes; Proxmox VE does not tell which.",
            decides:
                "Info when at least \(many) updates wait, watch from \(plenty). Whether there is a subscription does not matter. Needs the privilege "
                + "Sys.Modify, without which it can't be judged. Not in maintenance mode.",
            advice: "`apt update && apt dist-upgrade`, one node after the other.")
    ) { look in
        guard let facts = try look.node() else { return .clear }
        let updates: [PackageUpdate] = try look.told(look.ledger(of: facts.name).updates, "Updates")
        guard updates.count >= many else { return .clear }
        let names = Words.list(updates.map(\.package).sorted())
        return .raised(
            Raised(
                updates.count >= plenty ? .watch : .info, "Updates wait",
                description: "\(Words.count(updates.count, "update")) wait on \(look.name): \(names).",
                recommendation: "Run `apt update && apt dist-upgrade` on \(look.name), one node after the other.",
                evidence: "\(Words.count(updates.count, "update")) listed.", items: [.record(look.id, "updates", facts.name, names)]))
    }
}

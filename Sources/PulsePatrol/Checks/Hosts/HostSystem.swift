import PulseCore

/// What a machine's system manager, package manager and clock say.
struct HostSystemRule: Sendable {
    static let runsLong = Duration.days(30)
    static let manySecurityUpdates = 10
    static let oldLists = Duration.days(30)
    /// A clock needs some time after a start.
    static let clockPatience = Duration.hours(1)
    /// Waiting for a network that is there anyway; failing of these harms nothing.
    static let harmless: Set<String> = ["systemd-networkd-wait-online.service", "NetworkManager-wait-online.service"]
    /// The clock of these is that of the machine below.
    static let borrowedClocks: Set<String> = ["lxc", "lxc-libvirt", "docker", "podman", "openvz", "systemd-nspawn", "container-other"]
}

extension Check {
    static let hostFailedUnits = Check(
        "HOST-UNIT-FAILED", key: "failed-units", "Service failed", .reliability, on: [.host], needs: [.facts],
        page: CheckPage(
            why: "A failed unit is something that was meant to run and does not.",
            decides: "Warning for each unit that systemd calls failed, but for the ones that only wait for the network "
                + "(\(Words.list(HostSystemRule.harmless.sorted()))).",
            advice: "Read `systemctl status` and the journal of the unit, mend the cause, `systemctl restart` it.")
    ) { look in
        let units = try look.host(\.failedUnits, "units")
        return Answer(
            raised: units.filter { !HostSystemRule.harmless.contains($0) }.map { unit in
                Raised(
                    instance: unit, .warning, "Service failed", description: "systemd lists \(unit) of \(look.name) as failed.",
                    recommendation: "Run `systemctl status \(unit)` and `journalctl -u \(unit) -b` on \(look.name), mend the cause and restart it; "
                        + "`systemctl reset-failed \(unit)` if it is not needed.",
                    evidence: "\(unit) is failed.", items: [.fact(look.id, "failed unit", unit)])
            })
    }

    static let hostSecurityUpdates = Check(
        "HOST-SECURITY-UPDATES", key: "security-updates", "Security updates wait", .security, on: [.host], needs: [.facts],
        page: CheckPage(
            why: "What a security update mends is known to everybody.",
            decides:
                "Info when security updates wait, watch from \(HostSystemRule.manySecurityUpdates) on. Not where the package manager does not tell "
                + "which updates are for security.",
            advice: "Install them, or let `unattended-upgrades` do it.")
    ) { look in
        let packages = try look.host(\.packages, "packages")
        guard let security = packages.security else { throw NotEvaluable("Its package manager does not tell which updates are for security.") }
        guard security > 0 else { return .clear }
        return .raised(
            Raised(
                security >= HostSystemRule.manySecurityUpdates ? .watch : .info, "Security updates wait",
                description: "\(Words.count(security, "security update")) wait on \(look.name).",
                recommendation: "Install the updates of \(look.name) with \(packages.manager), and consider automatic security updates.",
                evidence: "\(security) of \(packages.pending.map(String.init) ?? "?") waiting updates are for security.",
                items: [.fact(look.id, "security updates", "\(security)", at: packages.listsAt)]))
    }

    static let hostOldLists = Check(
        "HOST-PACKAGE-LISTS", key: "package-lists-old", "Package lists are old", .security, on: [.host], needs: [.facts],
        page: CheckPage(
            why: "Old lists know no new updates: the machine looks up to date and is not.",
            decides: "Info when the lists of the package manager were last refreshed \(Words.duration(HostSystemRule.oldLists)) ago.",
            advice: "Refresh them and see why the timer does not.")
    ) { look in
        guard let at = try look.host(\.packages, "packages").listsAt else {
            throw NotEvaluable("When its package lists were refreshed is not known.")
        }
        guard look.now.since(at) >= HostSystemRule.oldLists else { return .clear }
        return .raised(
            Raised(
                .info, "Package lists are old",
                description: "\(look.name) last refreshed its package lists \(Words.duration(look.now.since(at))) ago.",
                recommendation: "Refresh the lists (`apt update`) on \(look.name) and check the timer that should do it (`systemctl list-timers`).",
                evidence: "Lists of \(Words.day(at)).", items: [.fact(look.id, "package lists", Words.day(at), at: at)]))
    }

    static let hostRebootDue = Check(
        "HOST-REBOOT-DUE", key: "reboot-due", "Reboot is due", .security, on: [.host], needs: [.facts],
        page: CheckPage(
            why: "A new kernel or library protects only what was started after it came.",
            decides:
                "Info when the machine says that a reboot is due, watch when it has been running for \(Words.duration(HostSystemRule.runsLong)).",
            advice: "Plan a reboot.")
    ) { look in
        let facts = try look.host()
        guard let isDue = facts.isRebootDue else { throw NotEvaluable("It does not tell whether a reboot is due.") }
        guard isDue else { return .clear }
        let uptime = look.age(facts.startedAt)
        return .raised(
            Raised(
                uptime.map { $0 >= HostSystemRule.runsLong } ?? false ? .watch : .info, "Reboot is due",
                description: "\(look.name) waits for a reboot\(uptime.map { "; it has been running for \(Words.duration($0))" } ?? "").",
                recommendation: "Plan a reboot of \(look.name).", evidence: "Running kernel \(facts.kernel ?? "unknown"), a reboot is required.",
                items: [.fact(look.id, "reboot due", "yes, up since \(facts.startedAt.map(Words.day) ?? "an unknown day")")]))
    }

    static let hostClock = Check(
        "HOST-CLOCK-UNSYNCHRONISED", key: "clock-unsynchronised", "Clock follows no time server", .reliability, on: [.host], needs: [.facts],
        page: CheckPage(
            why: "Logs, certificates, clusters and one-time passwords need the right time.",
            decides: "Watch when the kernel says that its clock is not synchronised and the machine has been up for "
                + "\(Words.duration(HostSystemRule.clockPatience)). Not for containers, whose clock is that of their host.",
            advice: "Install and enable chrony or systemd-timesyncd.")
    ) { look in
        let facts = try look.host()
        guard let isSynchronised = facts.clock?.isSynchronised else { throw NotEvaluable("It does not tell whether its clock is synchronised.") }
        guard !isSynchronised, !HostSystemRule.borrowedClocks.contains(facts.virtualization ?? "") else { return .clear }
        if let uptime = look.age(facts.startedAt), uptime < HostSystemRule.clockPatience {
            return .hidden("It was started \(Words.duration(uptime)) ago.")
        }
        return .raised(
            Raised(
                .watch, "Clock follows no time server", description: "The kernel of \(look.name) says that its clock is not synchronised.",
                recommendation: "Enable a time service on \(look.name): `apt install chrony`, or `timedatectl set-ntp true`.",
                evidence: "Clock unsynchronised\(facts.clock?.estimatedError.map { ", estimated error \(Words.short($0, places: 2)) s" } ?? "").",
                items: [.fact(look.id, "clock", "not synchronised")]))
    }
}

import PulseCore

extension CheckCatalogue {
    static let ceph: [Check] = [
        .cephOSDDown, .cephRedundancy, .cephUnavailable, .cephDamage, .cephNearFull, .cephFull, .cephMonitor, .cephManager, .cephSlow, .cephClock,
        .cephCrash, .cephOther, .cephFlags, .cephPoolSize, .cephOut,
    ]
}

extension Check {
    private static func ceph(
        _ code: String, key: String, _ title: String, why: String, _ rule: CephRule, advice: String, _ category: FindingCategory = .reliability,
        explains: [Explanation] = [], symptoms: Set<Symptom> = []
    ) -> Check {
        Check(
            code, key: key, title, category, on: [.ceph], needs: [.ledger("Ceph")], page: CheckPage(why: why, decides: rule.words, advice: advice),
            role: CausalRole(explains: explains, symptoms: symptoms)
        ) { try rule.judge($0, title, advice) }
    }

    static let cephOSDDown = ceph(
        "CEPH-OSD-DOWN", key: "ceph-osd-down", "OSDs are down", why: "Data on them has a copy less until they are back or were replaced.",
        CephRule([.osdDown], .warning, nodes: \.ofOSDs),
        advice: "`ceph osd tree down` names them; look at the disk and `journalctl -u ceph-osd@<id>`.",
        explains: [Explanation(.unprotected, .itself)], symptoms: [.weakened])

    static let cephRedundancy = ceph(
        "CEPH-PG-DEGRADED", key: "ceph-degraded", "Data has fewer copies than it should", why: "The next failure may lose data.",
        CephRule([.redundancy], .warning), advice: "Bring OSDs back; recovery begins by itself. `ceph health detail` names the placement groups.",
        symptoms: [.unprotected])

    static let cephUnavailable = ceph(
        "CEPH-PG-INACTIVE", key: "ceph-inactive", "Data can't be read or written", why: "Guests whose data is in these placement groups stand still.",
        CephRule([.availability], .critical), advice: "`ceph health detail` and `ceph pg <id> query`: bring the OSDs back that hold them.",
        explains: [
            Explanation(.writesFail, .stored), Explanation(.slow, .stored), Explanation(.waits, .stored), Explanation(.unavailable, .placed),
        ])

    static let cephDamage = ceph(
        "CEPH-DATA-DAMAGE", key: "ceph-data-damage", "Data is inconsistent or missing", why: "A copy is damaged or an object can't be found.",
        CephRule([.damage], .critical), advice: "`ceph health detail`, then `ceph pg repair <id>` after a look at the disk that reports errors.")

    static let cephNearFull = ceph(
        "CEPH-NEAR-FULL", key: "ceph-near-full", "OSDs or pools are nearly full", why: "When one OSD is full, the whole pool stops writing.",
        CephRule([.nearFull], .warning), advice: "Delete data, add OSDs, or even them out: `ceph osd df tree`, `ceph balancer status`.", .capacity)

    static let cephFull = ceph(
        "CEPH-FULL", key: "ceph-full", "OSDs or pools are full", why: "Writes are refused.", CephRule([.full], .critical),
        advice: "Add OSDs or delete data; `ceph osd df tree` names the full ones.", .capacity,
        explains: [Explanation(.writesFail, .stored), Explanation(.jobFails, .stored)])

    static let cephMonitor = ceph(
        "CEPH-MON-DOWN", key: "ceph-mon-down", "A monitor is missing", why: "When the majority of monitors is gone, Ceph stops.",
        CephRule([.monitor], .warning, nodes: \.ofMonitors),
        advice: "`ceph mon stat`, then `systemctl restart ceph-mon@<node>` on the node of the missing one.", symptoms: [.weakened])

    static let cephManager = ceph(
        "CEPH-MGR-DOWN", key: "ceph-mgr-down", "No manager runs", why: "Figures stand still, and balancing stops.", CephRule([.manager], .warning),
        advice: "`systemctl restart ceph-mgr@<node>`; create a second one for the next time.")

    static let cephSlow = ceph(
        "CEPH-SLOW-OPS", key: "ceph-slow-ops", "Operations are slow",
        why: "A disk, a network link or an overloaded OSD holds up all that wait for it.",
        CephRule([.slow], .warning), advice: "`ceph health detail` names the OSDs; look at their disks and network.", .performance,
        explains: [Explanation(.slow, .stored), Explanation(.waits, .stored)])

    static let cephClock = ceph(
        "CEPH-CLOCK-SKEW", key: "ceph-clock-skew", "Clocks of monitors differ", why: "Monitors with different clocks fall out of quorum.",
        CephRule([.clock], .watch), advice: "`chronyc tracking` on the nodes of the monitors.")

    static let cephCrash = ceph(
        "CEPH-CRASH", key: "ceph-recent-crash", "A daemon has crashed", why: "It was started again, and may crash again.", CephRule([.crash], .watch),
        advice: "`ceph crash ls-new`, `ceph crash info <id>`; when it is understood, `ceph crash archive-all`.")

    static let cephOther = Check(
        "CEPH-HEALTH", key: "ceph-health", "Ceph reports something else", .reliability, on: [.ceph], needs: [.ledger("Ceph")],
        page: CheckPage(
            why: "Ceph knows more conditions than have a check of their own.",
            decides:
                "For each health check that is raised, not muted, and has no finding of its own: critical when it is HEALTH_ERR, watch when it is "
                + "HEALTH_WARN. Critical too when the health is HEALTH_ERR and no check says why.",
            advice: "`ceph health detail` explains it; `ceph health mute <CODE>` when it is wanted.")
    ) { look in
        guard let state = try look.ceph() else { return .clear }
        let own = CephRule.allCodes
        let rest = state.checks.filter { !$0.isMuted && !own.contains($0.code) }
        guard state.health != "HEALTH_ERR" || !state.checks.isEmpty else {
            return .raised(
                Raised(
                    .critical, "Ceph is in error", description: "\(look.name) reports HEALTH_ERR.", recommendation: "Run `ceph health detail`.",
                    evidence: "HEALTH_ERR without a check that says why.", items: [.fact(look.id, "health", state.health)]))
        }
        return Answer(
            raised: rest.map { check in
                CephRule.raised(
                    [check], look, instance: check.code, check.severity == "HEALTH_ERR" ? .critical : .watch, "Ceph: \(check.code)",
                    "Run `ceph health detail`.")
            })
    }
}

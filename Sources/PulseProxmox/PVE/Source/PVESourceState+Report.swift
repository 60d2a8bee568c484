import PulseCore

extension PVESourceState {
    /// What there is to say after a flight.
    func observation(at now: Timestamp, answered: Bool, _ way: SourceWay) -> Observation {
        guard answered else { return Observation(source: configuration.slug, at: now, report: report(at: now, way)) }
        let normaliser = PVENormaliser(picture: picture, context: context(way.pool), now: now)
        let hardware = PVEHardware(depth: depth, normaliser: normaliser)
        return Observation(
            source: configuration.slug, at: now, report: report(at: now, way), resources: normaliser.resources() + hardware.resources(),
            completeKinds: normaliser.completeKinds().union(hardware.completeKinds()), ledger: depth.ledger)
    }

    private func report(at now: Timestamp, _ way: SourceWay) -> SourceReport {
        var report = SourceReport(
            source: configuration.slug, kind: .proxmoxVE, name: configuration.name, condition: .connecting, endpoints: way.pool.reports,
            version: picture.version?.version, lastAnswerAt: way.lastAnswerAt, interval: configuration.interval)
        switch way.standing {
        case nil: break
        case .unreachable(let problem): (report.condition, report.problems) = (.unreachable, [problem])
        case .refused(let problem): (report.condition, report.problems) = (.refused, [problem])
        case .answered:
            report.problems = problems(at: now)
            report.missingPrivileges = missingPrivileges
            report.condition = isWhole(report) ? .reachable : .degraded
        }
        return report
    }

    private var missingPrivileges: [MissingPrivilege] {
        picture.visibility.permissions.map { PVEPrivilege.missing($0, major: major, credentials: configuration.credentials) } ?? []
    }

    private func isWhole(_ report: SourceReport) -> Bool {
        report.problems.isEmpty && report.missingPrivileges.allSatisfy { PVEPrivilege.isOptional($0) }
            && report.endpoints.allSatisfy { $0.problem == nil }
            && picture.onlineNodes.count == picture.nodes.count
    }

    private func problems(at now: Timestamp) -> [Problem] {
        var result: [Problem] = []
        if picture.membership?.value.quorate == false {
            result.append(
                Problem(
                    code: "quorum_lost", sentence: "The cluster has lost its quorum: the node that answers sees less than half of the votes.",
                    nextStep: "Bring nodes back, or look at `pvecm status`. Until then nothing can be started or changed."))
        }
        if !picture.duplicates.isEmpty {
            let numbers = picture.duplicates.sorted().prefix(5).map(String.init).joined(separator: ", ")
            result.append(
                Problem(
                    code: "duplicate_vmid", sentence: "Proxmox lists more than one guest under the number \(numbers). The fresher row is shown.",
                    nextStep: "Look for leftover files under /etc/pve/nodes/*/qemu-server and /lxc."))
        }
        result += rowProblems
        let stalled = picture.onlineNodes.filter { picture.isStalled($0, at: now) }.union(picture.silentMembers).sorted()
        if !stalled.isEmpty {
            result.append(
                Problem(
                    code: "node_figures_stalled",
                    sentence: "The figures of \(stalled.joined(separator: ", ").printable(limit: 120)) no longer change, though the node is online.",
                    nextStep: "A storage that hangs usually blocks pvestatd: look at `systemctl status pvestatd` and `pvesm status` there."))
        }
        result += Problem.clocksOff(of: picture.onlineNodes, in: depth.ledger)
        return result
    }

    private var rowProblems: [Problem] {
        var result: [Problem] = []
        if picture.droppedRows > 0 {
            result.append(
                Problem(
                    code: "rows_not_understood", sentence: "\(picture.droppedRows) rows of the answer could not be understood and were left out.",
                    nextStep: "Please report it with the output of `pvesh get /cluster/resources --output-format json`."))
        }
        if picture.notFiniteNumbers > 0 {
            result.append(
                Problem(
                    code: "numbers_invalid",
                    sentence: "\(picture.notFiniteNumbers) figures of the answer are no numbers (NaN or infinite) and are shown as unknown.",
                    nextStep: "Usually a storage plug-in or sensor of the node reports nonsense; restarting pvestatd helps at times."))
        }
        return result
    }

    private func context(_ pool: EndpointPool) -> PVENormaliser.Context {
        var context = PVENormaliser.Context(slug: configuration.slug)
        let port = configuration.endpoints.first?.port ?? ProxmoxProduct.virtualEnvironment.defaultPort
        for member in picture.membership?.value.members ?? [] {
            if let address = member.address { context.webAddresses[member.name] = ProxmoxAddress(host: address, port: port).url }
        }
        // What the operator set up is what the operator can reach.
        for entry in pool.entries where !entry.isLearnt {
            if let node = entry.endpoint.node { context.webAddresses[node] = entry.endpoint.url }
        }
        context.entry = configuration.endpoints.first?.url
        context.guestConfigs = depth.guestConfigs
        context.detailLimit = max(.seconds(1200), DetailCall.Kind.filesystems.period * (plan.scale * 3))
        return context
    }
}

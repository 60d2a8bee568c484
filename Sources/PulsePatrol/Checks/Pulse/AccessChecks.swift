import PulseCore

extension Check {
    private static let endpointOutage = Duration.seconds(900)
    private static let oldList = Duration.seconds(86_400)

    static let pulseEndpoint = Check(
        "PULSE-ENDPOINT-DOWN", key: "endpoint-down", "An address of a source does not answer", .reliability, on: SourceMatter.kinds,
        needs: [.sources],
        page: CheckPage(
            why: "The others still answer; with the last of them Pulse would see nothing of the source.",
            decides:
                "Watch for each address that has not answered for \(Words.duration(endpointOutage)) while others do. Not of a node that is offline.",
            advice: "Look whether its service runs and whether a firewall is in between, or take the address out of the source."),
        role: CausalRole(symptoms: [.unavailable])
    ) { look in
        guard let source = try look.source?.answering(), source.endpoints.count > 1 else { return .clear }
        let down = source.endpoints.filter { isDown($0, look) }
        guard !down.isEmpty, look.speaksForSource else { return .clear }
        return Answer(raised: down.map { raised(look, source, $0) })
    }

    private static func isDown(_ endpoint: EndpointReport, _ look: Look) -> Bool {
        guard endpoint.breaker != .closed, endpoint.problem?.code != "certificate_changed" else { return false }
        if let node = endpoint.node, look.estate.fleet.resources[.node(look.resource.source, node)]?.state.status == .offline { return false }
        return endpoint.lastAnswerAt.map { look.now.since($0) >= endpointOutage } ?? true
    }

    private static func raised(_ look: Look, _ source: SourceReport, _ endpoint: EndpointReport) -> Raised {
        let since = endpoint.lastAnswerAt.map { "for \(Words.duration(look.now.since($0)))" } ?? "since Pulse was started"
        let said = endpoint.problem?.sentence ?? "The reason is not known."
        return Raised(
            instance: endpoint.address, .watch, "Address does not answer",
            description: "\(endpoint.address) of \(source.name) has not answered \(since), while others do. \(said)",
            recommendation: endpoint.problem?.nextStep ?? "Look whether the service runs there.",
            evidence: "Last answer \(endpoint.lastAnswerAt.map(Words.minute) ?? "never"). \(said)",
            items: [.record(look.id, "endpoint", endpoint.address, said, at: endpoint.lastAnswerAt)])
    }

    /// A source that lacks only what a monitor does without is reachable, and one that lacks more is degraded.
    static let pulsePrivilege = Check(
        "PULSE-PRIVILEGE-MISSING", key: "privilege-missing", "Pulse lacks a privilege", .general, on: SourceMatter.kinds, needs: [.sources],
        page: CheckPage(
            why: "What the privilege hides is not watched: its checks are silent, not clear.",
            decides:
                "For each privilege that the credentials of a source lack: warning where it shows guests, nodes or storages at all (`VM.Audit`, "
                + "`Sys.Audit`, `Datastore.Audit`), else watch. Not what a monitor can do without (inside of guests, tapes, remotes).",
            advice: "Run the command that grants it.")
    ) { look in
        guard let source = try look.source?.answering(), source.condition == .degraded else { return .clear }
        let missing = source.missingPrivileges.filter { !isOptional($0.privilege) }
        guard !missing.isEmpty, look.speaksForSource else { return .clear }
        return Answer(
            raised: missing.map { missing in
                Raised(
                    instance: "\(missing.privilege) \(missing.path)", isSight(missing.privilege) ? .warning : .watch, "Privilege is missing",
                    description: "Pulse's credentials for \(source.name) lack \(missing.privilege) on \(missing.path), which hides \(missing.hides).",
                    recommendation: "Run: \(missing.command)",
                    evidence: "\(missing.privilege) on \(missing.path) is missing; hidden: \(missing.hides).",
                    items: [.record(look.id, "privilege", "\(missing.privilege) \(missing.path)", missing.hides)])
            })
    }

    /// Without it there is nothing to judge.
    private static func isSight(_ privilege: String) -> Bool { ["VM.Audit", "Sys.Audit", "Datastore.Audit"].contains(privilege) }

    private static func isOptional(_ privilege: String) -> Bool {
        ["VM.Monitor", "Tape.Audit", "Remote.Audit"].contains(privilege) || privilege.hasPrefix("VM.GuestAgent.")
    }

    static let pulseListOld = Check(
        "PULSE-LIST-OLD", key: "list-not-read", "A list of a source was not read for long", .reliability, on: SourceMatter.kinds,
        needs: [.sources, .ledger("every list")],
        page: CheckPage(
            why: "Checks that rest on the list cannot judge, so a job that fails meanwhile is not noticed.",
            decides:
                "Watch for each list of a Proxmox source that failed to be read for \(Words.duration(oldList)) while the source answers. Not for lack "
                + "of a privilege, which is told apart, nor of a node that is offline.",
            advice: "Do what the problem of the list says."),
        role: CausalRole(symptoms: [.unavailable])
    ) { look in
        guard let source = try look.source?.answering(), let ledger = look.ledger, ![.agent, .kubernetes, .thisHost].contains(source.kind) else {
            return .clear
        }
        let old = LedgerParts(ledger).parts.filter { part in
            guard let problem = part.problem, let at = part.at, !LedgerParts.explained.contains(problem.code) else { return false }
            return look.now.since(at) >= oldList
        }
        guard !old.isEmpty, look.speaksForSource else { return .clear }
        return Answer(raised: old.map { list(look, source, $0) })
    }

    private static func list(_ look: Look, _ source: SourceReport, _ part: LedgerParts.Part) -> Raised {
        let age = part.at.map { Words.duration(look.now.since($0)) } ?? ""
        let said = part.problem?.sentence ?? ""
        return Raised(
            instance: part.name, .watch, "A list was not read for long",
            description: "The \(part.name) of \(source.name) were last read \(age) ago. \(said)",
            recommendation: part.problem?.nextStep ?? "Test the connection in the settings of the source.",
            evidence: "Last read \(part.at.map(Words.minute) ?? ""). \(said)", items: [.record(look.id, "list", part.name, said, at: part.at)])
    }
}

extension SourceReport {
    /// As long as it tells Pulse anything. What was found while it did stays as it was.
    fileprivate func answering() throws -> SourceReport {
        guard condition == .reachable || condition == .degraded else { throw NotEvaluable("\(name) does not answer now.") }
        return self
    }
}

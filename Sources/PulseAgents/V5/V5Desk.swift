import Foundation
import PulseAgentProtocol
package import PulseCore
import PulseStorage
import Synchronization

/// Who sends a report of v5: the API token, which the caller has checked for its scope.
package struct V5Caller: Hashable, Sendable {
    package let tokenID: String
    /// It may see and change hosts of other tokens.
    package let managesAll: Bool

    package init(tokenID: String, managesAll: Bool = false) {
        self.tokenID = tokenID
        self.managesAll = managesAll
    }
}

/// Takes reports of agents of Pulse v5 as they are.
package struct V5Desk: Sendable {
    let directory: AgentDirectory
    let intake: AgentIntake
    let secrets: AgentSecrets

    package func host(_ body: [UInt8], from caller: V5Caller, at now: Timestamp) throws -> V5HostReply {
        let report = try Self.decoded(V5HostReport.self, body)
        let host = report.host
        let identity = V5Identity(
            module: .host, candidates: [host?.id, host?.machineId, report.agent?.id], hostname: host?.hostname ?? report.agent?.hostname,
            machineID: host?.machineId, tokenID: caller.tokenID)
        let cell = try cell(identity, at: now) { record in
            (record.version, record.platform) = (report.agent?.version?.fitting(64) ?? "", host?.platform?.fitting(64) ?? "")
            record.architecture = host?.architecture?.fitting(64) ?? ""
        }
        try take(report.timestamp, report.agent, .host, cell, at: now) { recall, moment, said, _ in
            V5HostTranslation(report: report, moment: moment, said: said).picture(&recall)
        }
        return V5HostReply(
            hostId: cell.id, lastSeen: now.description, platform: host?.platform, osName: host?.osName, osVersion: host?.osVersion)
    }

    package func docker(_ body: [UInt8], from caller: V5Caller, at now: Timestamp) throws -> V5DockerReply {
        let report = try Self.decoded(V5DockerReport.self, body)
        let identity = V5Identity(
            module: .docker, candidates: [report.host?.machineId, report.agent?.id], hostname: report.host?.hostname,
            machineID: report.host?.machineId, tokenID: caller.tokenID)
        let cell = try cell(identity, at: now) { record in
            record.version = report.agent?.version?.fitting(64) ?? ""
            record.architecture = report.host?.architecture?.fitting(64) ?? record.architecture
            if record.platform.isEmpty { record.platform = "linux" }
        }
        try take(report.timestamp, report.agent, .docker, cell, at: now) { recall, moment, said, known in
            V5DockerTranslation(report: report, moment: moment, said: said, known: known).picture(&recall)
        }
        return V5DockerReply(hostId: cell.id)
    }

    package func kubernetes(_ body: [UInt8], from caller: V5Caller, at now: Timestamp) throws -> V5KubernetesReply {
        let report = try Self.decoded(V5KubernetesReport.self, body)
        let identity = V5Identity(
            module: .kubernetes, candidates: [report.agent?.id, report.cluster?.id], hostname: report.cluster?.name ?? "kubernetes", machineID: nil,
            tokenID: caller.tokenID)
        let cell = try cell(identity, at: now) { record in
            record.version = report.agent?.version?.fitting(64) ?? ""
            if record.platform.isEmpty { record.platform = "kubernetes" }
        }
        let uid = "v5:\(report.cluster?.id?.fitting(64) ?? "")/\(cell.id)"
        try take(report.timestamp, report.agent, .kubernetes, cell, at: now) { recall, _, _, _ in
            V5KubernetesTranslation(report: report, uid: uid).picture(recall)
        }
        return V5KubernetesReply(clusterId: report.cluster?.id ?? cell.id, lastSeen: now.description)
    }

    private static func decoded<Report: Decodable>(_ type: Report.Type, _ body: [UInt8]) throws(AgentRefusal) -> Report {
        do { return try JSONDecoder().decode(type, from: Data(body)) } catch { throw .bodyUnreadable(DecodingText.of(error)) }
    }
}

extension V5Desk {
    /// The agent that the report is of; a new one is kept first.
    private func cell(_ identity: V5Identity, at now: Timestamp, _ fill: (inout AgentRecord) -> Void) throws -> AgentCell {
        try directory.book.withLock { book in
            let known = book.cells.values.map { cell in
                cell.state.withLock {
                    V5Identity.Known(record: $0.record, tokens: $0.recall.tokens, isReporting: $0.liveness.mayReport(at: now))
                }
            }
            switch identity.outcome(among: known, taken: Set(book.cells.keys)) {
            case .known(let id): return try update(id, identity, &book, isBound: true, fill)
            case .bound(let id): return try update(id, identity, &book, isBound: false, fill)
            case .new(let id): return try add(id, identity, &book, at: now, fill)
            case .revoked(let id): throw AgentRefusal.agentRevoked(id)
            case .otherToken: throw AgentRefusal.otherToken(identity.hostname)
            }
        }
    }

    private func update(
        _ id: String, _ identity: V5Identity, _ book: inout AgentDirectory.Book, isBound: Bool, _ fill: (inout AgentRecord) -> Void
    ) throws -> AgentCell {
        let cell = try book.cells[id].unwrapped(or: AgentRefusal.noSuchAgent(id))
        if !isBound { try directory.database.write { try V5TokenRows.save(identity.tokenID, identity.module.rawValue, of: id, in: $0) } }
        cell.state.withLock { state in
            fill(&state.record)
            state.record.machineID = identity.machineID ?? state.record.machineID
            state.recall.tokens[identity.module.rawValue] = identity.tokenID
        }
        return cell
    }

    private func add(
        _ id: String, _ identity: V5Identity, _ book: inout AgentDirectory.Book, at now: Timestamp, _ fill: (inout AgentRecord) -> Void
    ) throws -> AgentCell {
        guard book.cells.count < AgentDirectory.most else { throw AgentRefusal.tooManyAgents }
        // The cluster itself is to have the plain name.
        let source = directory.register.give(identity.module == .kubernetes ? "\(identity.hostname)-agent" : identity.hostname)
        var record = AgentRecord(
            id: id, origin: .v5(tokenID: identity.tokenID), source: source, hostname: identity.hostname, machineID: identity.machineID, version: "",
            platform: "", architecture: "", tags: [], enrolledAt: now)
        fill(&record)
        do {
            try directory.database.write { transaction in
                try AgentRows.save(record, in: transaction)
                try V5TokenRows.save(identity.tokenID, identity.module.rawValue, of: id, in: transaction)
            }
        } catch {
            directory.register.takeBack(source)
            throw error
        }
        var state = AgentState(record, liveness: AgentLiveness(startedAt: now))
        state.kept.record = record
        state.recall.tokens[identity.module.rawValue] = identity.tokenID
        let cell = AgentCell(state)
        book.cells[id] = cell
        return cell
    }

    /// A report that is not newer than the newest of its module was kept back by the agent while the server was away: it becomes history, with its own
    /// time, and never the current state.
    private func take(
        _ timestamp: String?, _ agent: V5AgentPart?, _ module: V5Identity.Module, _ cell: AgentCell, at now: Timestamp,
        _ translate: (inout V5Recall, _ moment: Timestamp, _ said: Timestamp, _ known: [ObjectKey: ReportedObject]) -> V5Picture
    ) throws {
        guard intake.queue.hasRoom else { throw AgentRefusal.busy(retryAfter: AgentIntake.pause) }
        let said = V5Time.moment(timestamp) ?? now
        let interval = max(5, min(agent?.intervalSeconds ?? 30, 3600))
        try cell.state.withLock { state in
            guard state.record.revokedAt == nil else { throw AgentRefusal.agentRevoked(cell.id) }
            if let last = state.recall.heard[module.rawValue], said <= last.said {
                guard said < last.said else { return }
                return intake.queue.add(state.late(said, translate))
            }
            state.clock.heard(sentAt: said, at: now)
            let moment = state.clock.moment(of: said, sentAt: said)
            state.recall.heard[module.rawValue] = (now, said, interval)
            let picture = translate(&state.recall, moment, said, state.estate.objects)
            var late: [Sample] = []
            try state.take(picture, at: moment, now: now, interval: interval, &late)
            intake.queue.add(late)
            try intake.claim(&state, at: now)
        }
    }
}

extension AgentState {
    /// What a report that was kept back says of its own time. Rates are left out: their counters belong to other reports.
    fileprivate func late(
        _ said: Timestamp, _ translate: (inout V5Recall, Timestamp, Timestamp, [ObjectKey: ReportedObject]) -> V5Picture
    ) -> [Sample] {
        let moment = clock.moment(of: said, sentAt: said)
        var recall = recall
        recall.rates = [:]
        let picture = translate(&recall, moment, said, estate.objects)
        var past = AgentEstate()
        var report = picture.report(after: past, sequence: 0, at: moment, status: AgentStatus(interval: 30))
        guard (try? BatchLimits.check(&report)) != nil, past.apply(report, at: moment) == .applied else { return [] }
        var samples = EstateSamples(names: names)
        samples.add(past)
        return samples.samples
    }

    fileprivate mutating func take(
        _ picture: V5Picture, at moment: Timestamp, now: Timestamp, interval: Int, _ late: inout [Sample]
    ) throws(AgentRefusal) {
        recall.sequence += 1
        var report = picture.report(after: estate, sequence: recall.sequence, at: moment, status: recall.status(at: now, interval: interval))
        try BatchLimits.check(&report)
        if case .tooMany(let count) = take(report, at: moment, isCurrent: true, figuresOf: picture.kinds, &late) {
            throw .tooMuch("An agent tells of at most \(AgentLimits.objects) things, and \(record.hostname) has \(count).")
        }
        liveness.heard(at: now, interval: .seconds(interval))
    }

    /// It has become an agent of ours.
    mutating func leaveV5() { recall = V5Recall() }
}

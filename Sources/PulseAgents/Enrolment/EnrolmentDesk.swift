package import PulseAgentProtocol
package import PulseCore
import PulseStorage
import Synchronization

/// By what a machine may enrol.
package enum EnrolmentProof: Hashable, Sendable {
    /// The code of the request.
    case code
    /// An API token that the caller has checked.
    case token(id: String)
}

/// An agent that has enrolled.
package struct Enrolled: Sendable {
    package enum Change: String, Sendable {
        case new
        /// It came once more with the same key.
        case renewed
        /// It goes on under the record of an agent that is silent or revoked.
        case takenOver
    }

    package let reply: EnrolmentReply
    package let record: AgentRecord
    package let change: Change
    package let codeID: String?
}

/// Makes one-time codes and lets machines in that come with one.
package struct EnrolmentDesk: Sendable {
    let directory: AgentDirectory
    let secrets: AgentSecrets

    /// - Returns: the code, which is told once.
    package func makeCode(_ wish: CodeWish, createdBy: String, at now: Timestamp) throws -> (code: Redacted<String>, entry: EnrolmentCode) {
        if let fault = wish.fault { throw AgentRefusal.requestInvalid(fault) }
        let text = CodeText.text(secrets.bytes(12))
        let entry = EnrolmentCode(
            id: Hex.text(secrets.bytes(8)), createdBy: createdBy.fitting(100), createdAt: now, expiresAt: now + wish.lifetime, uses: wish.uses,
            usesLeft: wish.uses, tags: AgentTags.union(wish.tags), name: wish.name?.fitting(100))
        try directory.database.write { transaction in
            try CodeRows.removeOld(before: now - .seconds(86_400), in: transaction)
            guard try CodeRows.all(in: transaction).count < EnrolmentCode.most else { throw AgentRefusal.tooManyCodes }
            try CodeRows.insert(entry, digest: CodeText.digest(text), in: transaction)
        }
        return (Redacted(text), entry)
    }

    /// Those that are still good.
    package func codes(at now: Timestamp) throws -> [EnrolmentCode] {
        try CodeRows.all(directory.database).map(\.code).filter { $0.refusal(at: now) == nil }
    }

    package func removeCode(_ id: String) throws {
        guard try directory.database.write({ try CodeRows.remove(id, in: $0) }) else { throw AgentRefusal.noSuchCode(id) }
    }

    /// Lets a machine in. One whose code is wrong counts as a guess, which the caller limits.
    package func enrol(_ request: EnrolmentRequest, by proof: EnrolmentProof = .code, at now: Timestamp) throws -> Enrolled {
        let newcomer = try Newcomer(request)
        let enrolled = try directory.book.withLock { try enrol(newcomer, proof, request.code, &$0, at: now) }
        directory.refreshShared()
        return enrolled
    }

    private func enrol(
        _ newcomer: Newcomer, _ proof: EnrolmentProof, _ code: String, _ book: inout AgentDirectory.Book, at now: Timestamp
    ) throws -> Enrolled {
        let known = book.cells.values.map { cell in
            cell.state.withLock {
                EnrolmentDecision.Known(record: $0.record, isReporting: $0.liveness.mayReport(at: now), lastSeenAt: $0.liveness.lastSeenAt)
            }
        }
        let outcome = newcomer.decision.outcome(among: known)
        var given: SourceSlug?
        do {
            let (record, codeID) = try directory.database.write { transaction -> (AgentRecord, String?) in
                let spent: EnrolmentCode? = proof == .code ? try spend(code, outcome, at: now, in: transaction) : nil
                let record = try self.record(newcomer, outcome, spent, book, &given, at: now)
                try AgentRows.save(record, in: transaction)
                return (record, spent?.id)
            }
            admit(record, into: &book, at: now)
            let reply = EnrolmentReply(agentID: record.id, name: record.source.description, serverKey: directory.shelf.publicKey)
            return Enrolled(reply: reply, record: record, change: outcome.change, codeID: codeID)
        } catch {
            if let given { directory.register.takeBack(given) }
            throw error
        }
    }

    /// Every code is compared, so that the time tells nothing of how near a guess was.
    private func spend(_ text: String, _ outcome: EnrolmentDecision.Outcome, at now: Timestamp, in transaction: WriteTransaction) throws
        -> EnrolmentCode
    {
        let digest = CodeText.digest(text)
        let fitting = try CodeRows.all(in: transaction).filter { CodeText.equal($0.digest, digest) }
        guard let code = fitting.first?.code else { throw AgentRefusal.codeUnknown }
        // The answer to the first request was lost: that use has been counted.
        if case .renewed = outcome, code.refusal(at: now) == .codeUsedUp { return code }
        if let refusal = code.refusal(at: now) { throw refusal }
        try CodeRows.use(code.id, in: transaction)
        return code
    }

    private func record(
        _ newcomer: Newcomer, _ outcome: EnrolmentDecision.Outcome, _ code: EnrolmentCode?, _ book: AgentDirectory.Book, _ given: inout SourceSlug?,
        at now: Timestamp
    ) throws -> AgentRecord {
        switch outcome {
        case .renewed(let id), .takenOver(let id):
            let before = try (book.cells[id]?.state.withLock { $0.record }).unwrapped(or: AgentRefusal.noSuchAgent(id))
            return newcomer.record(id: id, source: before.source, tags: AgentTags.union(before.tags, code?.tags ?? []), at: now)
        case .new:
            guard book.cells.count < AgentDirectory.most else { throw AgentRefusal.tooManyAgents }
            let source = directory.register.give(code?.name ?? newcomer.decision.hostname)
            given = source
            return newcomer.record(id: Hex.text(secrets.bytes(10)), source: source, tags: code?.tags ?? [], at: now)
        }
    }

    private func admit(_ record: AgentRecord, into book: inout AgentDirectory.Book, at now: Timestamp) {
        guard let cell = book.cells[record.id] else {
            book.cells[record.id] = AgentCell(AgentState(record, liveness: AgentLiveness(startedAt: now)))
            return
        }
        cell.state.withLock { state in
            (state.record, state.kept.record) = (record, record)
            state.notice = nil
            state.leaveV5()
        }
    }
}

extension EnrolmentDecision.Outcome {
    fileprivate var change: Enrolled.Change {
        switch self {
        case .new: .new
        case .renewed: .renewed
        case .takenOver: .takenOver
        }
    }
}

extension Optional {
    func unwrapped(or error: some Error) throws -> Wrapped {
        guard let self else { throw error }
        return self
    }
}

/// A request to enrol that is well formed.
private struct Newcomer {
    let decision: EnrolmentDecision
    let header: AgentHeader

    init(_ request: EnrolmentRequest) throws {
        guard let key = Hex.bytes(request.publicKey), key.count == 32 else {
            throw AgentRefusal.requestInvalid("The public key is not 32 bytes in hexadecimal digits.")
        }
        guard !request.hostname.isEmpty else { throw AgentRefusal.requestInvalid("The request does not say what the machine is called.") }
        var header = AgentHeader(
            agentID: "", hostname: request.hostname, version: request.version, platform: request.platform, architecture: request.architecture,
            tags: request.tags)
        header.machineID = request.machineID
        self.header = HeaderLimits.checked(header)
        decision = EnrolmentDecision(publicKey: key, hostname: self.header.hostname, machineID: self.header.machineID)
    }

    func record(id: String, source: SourceSlug, tags: [String], at now: Timestamp) -> AgentRecord {
        AgentRecord(
            id: id, origin: .enrolled(publicKey: decision.publicKey), source: source, hostname: header.hostname, machineID: header.machineID,
            version: header.version, platform: header.platform, architecture: header.architecture, tags: tags, enrolledAt: now)
    }
}

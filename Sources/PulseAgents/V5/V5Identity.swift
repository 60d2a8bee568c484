import PulseCore

/// Which agent a report of v5 is of.
///
/// Pure. v5 sends the machine's id, which clones share, so the host name has to fit as well: a clone gets the id with its host name behind it. A module of
/// an agent (host, docker, kubernetes) belongs to the API token that it came with; another token may have it only when that agent is silent.
struct V5Identity: Equatable {
    enum Module: String, CaseIterable, Sendable {
        case host
        case docker
        case kubernetes
    }

    struct Known: Equatable {
        let record: AgentRecord
        /// By module.
        let tokens: [String: String]
        let isReporting: Bool
    }

    enum Outcome: Equatable {
        case known(String)
        /// Known, and the module belongs to this token from now on.
        case bound(String)
        case new(String)
        case revoked(String)
        case otherToken
    }

    let module: Module
    /// Those that are said, the best first.
    let candidates: [String]
    /// Of a Kubernetes report, which has none, the cluster's name.
    let hostname: String
    let machineID: String?
    let tokenID: String

    init(module: Module, candidates: [String?], hostname: String?, machineID: String?, tokenID: String) {
        self.module = module
        self.hostname = HeaderLimits.hostname(hostname ?? "")
        self.candidates = (candidates + [self.hostname]).compactMap { $0.flatMap(Self.plain) }
        self.machineID = machineID?.fitting(64)
        self.tokenID = tokenID
    }

    /// - Parameter taken: the ids of all agents, of v5 or not.
    func outcome(among known: [Known], taken: Set<String>) -> Outcome {
        guard let match = known.filter({ $0.record.isOfV5 && isSame($0.record) }).min(by: { $0.record.id < $1.record.id }) else {
            return .new(free(taken))
        }
        if match.record.revokedAt != nil { return .revoked(match.record.id) }
        switch match.tokens[module.rawValue] {
        case tokenID?: return .known(match.record.id)
        case nil: return .bound(match.record.id)
        case _?: return match.isReporting ? .otherToken : .bound(match.record.id)
        }
    }

    private var stem: String { candidates.first ?? "unnamed" }

    private func isSame(_ record: AgentRecord) -> Bool {
        if module == .kubernetes { return record.id == stem + "-kubernetes" || record.id == stem }
        guard record.hostname.lowercased() == hostname.lowercased() else { return false }
        if let machineID = MachineID.usable(machineID), MachineID.usable(record.machineID) == machineID { return true }
        return record.id == stem || record.id.hasPrefix(stem + "-")
    }

    private func free(_ taken: Set<String>) -> String {
        let first = module == .kubernetes ? stem + "-kubernetes" : stem
        guard taken.contains(first) else { return first }
        let second = String("\(stem)-\(Self.plain(hostname) ?? "clone")".prefix(120))
        guard taken.contains(second) else { return second }
        return (2...).lazy.map { "\(second)-\($0)" }.first { !taken.contains($0) } ?? second
    }

    /// Fit for a path. Nil when nothing is left.
    private static func plain(_ text: String) -> String? {
        let letters = text.utf8.prefix(64).map { byte -> UInt8 in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2E, 0x5F, 0x2D: byte
            default: 0x2D
            }
        }
        let plain = String(decoding: letters, as: UTF8.self)
        return plain.contains { $0 != "-" && $0 != "." } ? plain : nil
    }
}

extension AgentRecord {
    var isOfV5: Bool {
        if case .v5 = origin { true } else { false }
    }
}

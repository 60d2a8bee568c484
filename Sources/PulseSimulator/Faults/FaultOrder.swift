import FoundationEssentials

/// A fault as it is ordered over the control API: a name and the fields it needs, in JSON.
struct FaultOrder: Decodable {
    let fault: String
    let cluster: Int?
    private let node: String?
    private let vmid: Int?
    private let name: String?
    private let to: String?
    private let how: String?
    private let seconds: Double?
    private let rate: Double?
    private let privilege: String?
    private let subject: String?
    private let storage: String?
    private let path: String?
    private let bytes: Int?
    private let on: Bool?

    static func read(_ json: String) throws -> FaultOrder {
        do {
            return try JSONDecoder().decode(FaultOrder.self, from: Data(json.utf8))
        } catch {
            throw FaultRefused(description: "not a fault: expected a JSON object with at least the text \"fault\"")
        }
    }

    /// Names of faults and the fields each needs, for people.
    static let known: [(name: String, fields: String)] = [
        ("node-down", "node, how = power-off | refused | hanging"), ("node-up", "node"), ("guest-stopped", "vmid"),
        ("guest-started", "vmid"),
        ("guest-deleted", "vmid"), ("vmid-reused", "vmid, name"), ("guest-renamed", "vmid, name"), ("guest-migrated", "vmid, to"),
        ("agent-hanging", "vmid"), ("agent-answering", "vmid"), ("slow-node", "node, seconds"), ("error-rate", "node, rate 0…1"),
        ("statistics-stopped", "node"), ("statistics-resumed", "node"), ("clock-skew", "node, seconds"), ("certificate-changed", "node"),
        ("permission-removed", "privilege, subject"), ("permissions-restored", "subject"), ("token-expired", "subject"),
        ("token-renewed", "subject"), ("storage-inactive", "storage"), ("storage-active", "storage"), ("joins-cluster", "name"),
        ("strange-names", ""), ("not-a-number", "on"), ("negative-uptime", "on"), ("duplicate-vmid", "on"), ("body-html", "path"),
        ("body-truncated", "path"), ("body-huge", "path, bytes"), ("body-redirect", "path"), ("body-dripping", "path, seconds"),
        ("body-wrong-shape", "path"), ("body-empty", "path"), ("body-bad-gateway", "path"), ("body-proxy-confused", "path"),
        ("bodies-restored", ""),
    ]

    func order() throws -> Fault {
        if let fault = try nodeFault() { return fault }
        if let fault = try guestFault() { return fault }
        if let fault = try accessFault() { return fault }
        if let body = try bodyFault() { return .body(body, path: path ?? "/") }
        throw FaultRefused(
            description: "there is no fault called \(fault); known are " + FaultOrder.known.map(\.name).joined(separator: ", "))
    }

    private func nodeFault() throws -> Fault? {
        switch fault {
        case "node-down": .nodeDown(node: try text(node, "node"), Fault.NodeFailure(rawValue: how ?? "power-off") ?? .powerOff)
        case "node-up": .nodeUp(node: try text(node, "node"))
        case "slow-node": .slowNode(node: try text(node, "node"), .seconds(seconds ?? 2))
        case "error-rate": .errorRate(node: try text(node, "node"), rate ?? 0.3)
        case "statistics-stopped": .statisticsStopped(node: try text(node, "node"))
        case "statistics-resumed": .statisticsResumed(node: try text(node, "node"))
        case "clock-skew": .clockSkew(node: try text(node, "node"), .seconds(seconds ?? 600))
        case "certificate-changed": .certificateChanged(node: try text(node, "node"))
        case "storage-inactive": .storageInactive(id: try text(storage, "storage"))
        case "storage-active": .storageActive(id: try text(storage, "storage"))
        case "joins-cluster": .joinsCluster(name: try text(name, "name"))
        default: nil
        }
    }

    private func guestFault() throws -> Fault? {
        switch fault {
        case "guest-stopped": .guestStopped(vmid: try number(vmid))
        case "guest-started": .guestStarted(vmid: try number(vmid))
        case "guest-deleted": .guestDeleted(vmid: try number(vmid))
        case "vmid-reused": .vmidReused(vmid: try number(vmid), name: name ?? "newcomer")
        case "guest-renamed": .guestRenamed(vmid: try number(vmid), name: try text(name, "name"))
        case "guest-migrated": .guestMigrated(vmid: try number(vmid), to: try text(to, "to"))
        case "agent-hanging": .agentHanging(vmid: try number(vmid))
        case "agent-answering": .agentAnswering(vmid: try number(vmid))
        case "strange-names": .strangeNames
        case "not-a-number": .notANumber(on ?? true)
        case "negative-uptime": .negativeUptime(on ?? true)
        case "duplicate-vmid": .duplicateVmid(on ?? true)
        default: nil
        }
    }

    private func accessFault() throws -> Fault? {
        switch fault {
        case "permission-removed": .permissionRemoved(privilege: try text(privilege, "privilege"), from: subject ?? AccessControl.auditor)
        case "permissions-restored": .permissionsRestored(for: subject ?? AccessControl.auditor)
        case "token-expired": .tokenExpired(id: subject ?? AccessControl.auditor)
        case "token-renewed": .tokenRenewed(id: subject ?? AccessControl.auditor)
        case "bodies-restored": .bodiesRestored
        default: nil
        }
    }

    private func bodyFault() throws -> BodyFault? {
        switch fault {
        case "body-html": .html
        case "body-truncated": .truncated
        case "body-huge": .huge(bytes: bytes ?? 100_000_000)
        case "body-redirect": .redirect
        case "body-dripping": .dripping(every: .seconds(seconds ?? 1))
        case "body-wrong-shape": .wrongShape
        case "body-empty": .empty
        case "body-bad-gateway": .badGateway
        case "body-proxy-confused": .proxyConfused
        default: nil
        }
    }

    private func text(_ value: String?, _ field: String) throws -> String {
        guard let value, !value.isEmpty else { throw FaultRefused(description: "\(fault) needs \"\(field)\"") }
        return value
    }

    private func number(_ value: Int?) throws -> Int {
        guard let value else { throw FaultRefused(description: "\(fault) needs \"vmid\"") }
        return value
    }
}

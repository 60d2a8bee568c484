import FoundationEssentials

/// A fault of a mail gateway as it is ordered over the control API: `{"fault":"mail-destination-refuses","domain":"partner.example"}`.
struct MailFaultOrder: Decodable {
    let fault: String
    /// The first when it is not said.
    let gateway: Int?
    private let node: String?
    private let domain: String?
    private let service: String?
    private let user: String?
    private let role: String?
    private let how: String?
    private let seconds: Double?
    private let on: Bool?

    /// Nil when it is no fault of a mail gateway.
    static func read(_ json: String) -> MailFaultOrder? {
        let order = try? JSONDecoder().decode(MailFaultOrder.self, from: Data(json.utf8))
        return order.flatMap { $0.fault.hasPrefix("mail-") ? $0 : nil }
    }

    static let known: [(name: String, fields: String)] = [
        ("mail-destination-refuses", "domain, gateway"), ("mail-destination-accepts", "domain, gateway"), ("mail-signatures-old", "node"),
        ("mail-signatures-renewed", "node"), ("mail-service-failed", "node, service"), ("mail-service-started", "node, service"),
        ("mail-node-down", "node, how = power-off | refused | hanging"), ("mail-node-up", "node"), ("mail-not-in-sync", "node"),
        ("mail-in-sync", "node"), ("mail-certificate-ends", "node, seconds"), ("mail-certificate-changed", "node"),
        ("mail-role-changed", "user, role = admin | qmanager | audit | helpdesk | quser"), ("mail-user-disabled", "user"),
        ("mail-user-enabled", "user"), ("mail-clock-skew", "node, seconds"), ("mail-reboot-due", "node, on"),
    ]

    func order() throws -> MailGatewayFault {
        switch fault {
        case "mail-destination-refuses": .destinationRefuses(domain: domain ?? "partner.example")
        case "mail-destination-accepts": .destinationAccepts(domain: domain ?? "partner.example")
        case "mail-signatures-old": .signaturesOld(node: try text(node, "node"))
        case "mail-signatures-renewed": .signaturesRenewed(node: try text(node, "node"))
        case "mail-service-failed": .serviceFailed(node: try text(node, "node"), service: try text(service, "service"))
        case "mail-service-started": .serviceStarted(node: try text(node, "node"), service: try text(service, "service"))
        case "mail-node-down": .nodeDown(node: try text(node, "node"), Fault.NodeFailure(rawValue: how ?? "power-off") ?? .powerOff)
        case "mail-node-up": .nodeUp(node: try text(node, "node"))
        case "mail-not-in-sync": .notInSync(node: try text(node, "node"))
        case "mail-in-sync": .inSync(node: try text(node, "node"))
        case "mail-certificate-ends": .certificateEnds(node: try text(node, "node"), in: .seconds(seconds ?? 259_200))
        case "mail-certificate-changed": .certificateChanged(node: try text(node, "node"))
        case "mail-role-changed": .roleChanged(user: user ?? MailAccess.monitor, role: try text(role, "role"))
        case "mail-reboot-due": .rebootDue(node: try text(node, "node"), on ?? true)
        case "mail-user-disabled": .userDisabled(user: user ?? MailAccess.monitor)
        case "mail-user-enabled": .userEnabled(user: user ?? MailAccess.monitor)
        case "mail-clock-skew": .clockSkew(node: try text(node, "node"), .seconds(seconds ?? 3_600))
        default:
            throw FaultRefused(
                description: "there is no fault called \(fault); known are " + Self.known.map(\.name).joined(separator: ", "))
        }
    }

    private func text(_ value: String?, _ field: String) throws -> String {
        guard let value, !value.isEmpty else { throw FaultRefused(description: "\(fault) needs \"\(field)\"") }
        return value
    }
}

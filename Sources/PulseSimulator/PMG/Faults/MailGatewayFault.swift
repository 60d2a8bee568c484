/// Something that goes wrong, or comes right again, in one mail gateway.
package enum MailGatewayFault: Sendable, Equatable {
    /// A destination defers everything: the queue grows.
    case destinationRefuses(domain: String)
    /// It accepts mail again; the backlog drains within a quarter of an hour.
    case destinationAccepts(domain: String)
    case signaturesOld(node: String)
    case signaturesRenewed(node: String)
    case serviceFailed(node: String, service: String)
    case serviceStarted(node: String, service: String)
    /// A newer kernel was installed, or the node has been started again.
    case rebootDue(node: String, Bool)
    case nodeDown(node: String, Fault.NodeFailure = .powerOff)
    case nodeUp(node: String)
    /// The database lags behind the master's.
    case notInSync(node: String)
    case inSync(node: String)
    /// The certificate of the API ends so soon.
    case certificateEnds(node: String, in: Duration)
    /// The server shows another certificate.
    case certificateChanged(node: String)
    case roleChanged(user: String, role: String)
    case userDisabled(user: String)
    case userEnabled(user: String)
    case clockSkew(node: String, Duration)
    case slowNode(node: String, Duration)
    /// Answers whose path (below `/api2/json`) begins so are spoilt.
    case body(BodyFault, path: String)
    case bodiesRestored
}

extension MailWorld {
    mutating func apply(_ fault: MailGatewayFault, at now: Double) throws(FaultRefused) {
        switch fault {
        case .destinationRefuses(let domain):
            guard !refusals.contains(where: { $0.domain == domain && $0.until == nil }) else { return }
            refusals.append(MailRefusal(domain: domain, reason: MailWords.refusal(domain), since: now))
        case .destinationAccepts(let domain):
            for index in refusals.indices where refusals[index].domain == domain && refusals[index].until == nil { refusals[index].until = now }
        case .roleChanged(let user, let role):
            guard let role = MailAccess.Role(rawValue: role) else { throw FaultRefused(description: "there is no role \(role)") }
            try change(user: user) { $0.role = role }
        case .userDisabled(let user): try change(user: user) { $0.enabled = false }
        case .userEnabled(let user): try change(user: user) { $0.enabled = true }
        case .body(let body, let path): quirks.bodies[path] = body
        case .bodiesRestored: quirks.bodies = [:]
        default: try applyToNode(fault, now)
        }
    }

    private mutating func applyToNode(_ fault: MailGatewayFault, _ now: Double) throws(FaultRefused) {
        switch fault {
        case .signaturesOld(let name): try change(name) { $0.signaturesStoppedAt = now - 86_400 * 9 }
        case .signaturesRenewed(let name): try change(name) { $0.signaturesStoppedAt = nil }
        case .serviceFailed(let name, let service):
            guard MailWords.services.contains(where: { $0.name == service }) else {
                throw FaultRefused(description: "there is no service \(service)")
            }
            try change(name) { $0.failedServices.insert(service) }
        case .serviceStarted(let name, let service): try change(name) { $0.failedServices.remove(service) }
        case .rebootDue(let name, let due): try change(name) { $0.rebootDue = due }
        case .nodeDown(let name, let failure): try change(name) { $0.failure = failure.asNodeFailure }
        case .nodeUp(let name):
            try change(name) { node in
                if node.failure != .hanging, node.failure != nil { node.bootedAt = now }
                node.failure = nil
            }
        case .notInSync(let name): try change(name) { $0.inSync = false }
        case .inSync(let name): try change(name) { $0.inSync = true }
        case .certificateEnds(let name, let left): try change(name) { $0.certificateEnds = now + left.inSeconds }
        case .clockSkew(let name, let skew): try change(name) { $0.clockSkew = skew.inSeconds }
        case .slowNode(let name, let latency): try change(name) { $0.latency = latency }
        case .certificateChanged(let name): try change(name) { _ in }
        default: return
        }
    }

    private mutating func change(_ name: String, _ change: (inout MailNode) -> Void) throws(FaultRefused) {
        guard let index = nodeIndex(name) else { throw FaultRefused(description: "there is no node \(name)") }
        change(&nodes[index])
    }

    private mutating func change(user name: String, _ change: (inout MailAccess.User) -> Void) throws(FaultRefused) {
        guard let index = access.users.firstIndex(where: { $0.name == name }) else { throw FaultRefused(description: "there is no user \(name)") }
        change(&access.users[index])
    }
}

extension Fault.NodeFailure {
    var asNodeFailure: Node.Failure {
        switch self {
        case .powerOff: .powerOff
        case .refused: .refused
        case .hanging: .hanging
        }
    }
}

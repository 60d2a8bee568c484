import Logging

/// Says once what has changed about the way to the server.
struct DeliveryLog {
    let logger: Logger

    func tell(_ before: DeliveryPlan.Condition, _ after: DeliveryPlan.Condition) {
        guard before != after else { return }
        switch after {
        case .connecting: break
        case .delivering: logger.notice("The server takes reports")
        case .waiting(_, let sentence):
            if case .waiting = before { return }
            logger.warning("The server takes no reports; they wait here", metadata: ["reason": "\(sentence)"])
        case .refused(_, let sentence): logger.error("The server refuses this agent", metadata: ["reason": "\(sentence)"])
        }
    }
}

import PulseAgentProtocol
import PulseCore

/// What a server asks of its agent in its replies: to become a newer version, and to ask registries. Each is acted on once.
struct ServerWishes {
    private var offer: AgentUpdate?
    /// A version that could not be fetched is tried again at the next start, not with every report.
    private var fetched: Set<String> = []
    private var imageCheck: (heard: Timestamp?, isDue: Bool) = (nil, false)

    mutating func heard(_ reply: AgentReply) {
        offer = reply.update
        if let asked = reply.imageCheck, asked != imageCheck.heard { imageCheck = (asked, true) }
    }

    /// The version that is to be fetched now, if any.
    ///
    /// - Parameter decision: made only when there is an offer, for it reads a file.
    mutating func takeUpdate(_ decision: @autoclosure () -> UpdateDecision, isAllowed: Bool) -> AgentUpdate? {
        guard let offer, decision().fetches(offer, isAllowed: isAllowed) else { return nil }
        self.offer = nil
        return fetched.insert(offer.version).inserted ? offer : nil
    }

    mutating func takeImageCheck() -> Bool {
        defer { imageCheck.isDue = false }
        return imageCheck.isDue
    }
}

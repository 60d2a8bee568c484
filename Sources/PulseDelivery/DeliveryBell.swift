/// Through which a dispatcher learns that there is something to do. It can be given away before the dispatcher exists: whoever queues messages
/// inside the audit log's transaction is needed to make the log, and the dispatcher needs the log.
package struct DeliveryBell: Sendable {
    struct Ring: Sendable {
        let endpoint: String
        let isChanged: Bool
    }

    let rings: AsyncStream<Ring>
    private let continuation: AsyncStream<Ring>.Continuation

    package init() {
        (rings, continuation) = AsyncStream.makeStream()
    }

    /// Returns at once.
    ///
    /// - Parameter isChanged: somebody changed something about the endpoint, so that work on it has to begin anew.
    package func ring(_ endpoint: String, isChanged: Bool = false) {
        continuation.yield(Ring(endpoint: endpoint, isChanged: isChanged))
    }
}

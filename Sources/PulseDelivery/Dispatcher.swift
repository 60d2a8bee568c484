package import Logging
package import PulseCore
import PulseStorage
import ServiceLifecycle
import Synchronization

/// Everything deliveries need, handed over once.
package struct DispatcherParts: Sendable {
    package var queue: OutboxQueue
    package var endpoints: OutboxEndpoints
    package var senders: any SenderDirectory
    package var observer: any DeliveryObserver
    package var schedule: RetrySchedule
    /// Asked before every message: false holds deliveries, and what waits goes on waiting.
    package var isOpen: @Sendable () -> Bool
    package var now: @Sendable () -> Timestamp
    /// 0..<1, for the jitter.
    package var chance: @Sendable () -> Double
    package var logger: Logger

    package init(
        queue: OutboxQueue, endpoints: OutboxEndpoints, senders: any SenderDirectory, observer: any DeliveryObserver,
        schedule: RetrySchedule = .standard, isOpen: @escaping @Sendable () -> Bool, now: @escaping @Sendable () -> Timestamp,
        chance: @escaping @Sendable () -> Double, logger: Logger
    ) {
        self.queue = queue
        self.endpoints = endpoints
        self.senders = senders
        self.observer = observer
        self.schedule = schedule
        self.isOpen = isOpen
        self.now = now
        self.chance = chance
        self.logger = logger
    }
}

/// Drains an outbox: every endpoint at its own pace, one message of it at a time, in order, at least once.
///
/// What is promised stands in rows, so a process that is killed goes on where it was; at most ``EndpointWork/batch`` messages are repeated then.
package final class Dispatcher: Service {
    /// How soon an endpoint whose time has come is looked at.
    package static let interval = Duration.seconds(1)
    /// The clock may be set back, so that no wait is believed for longer than this.
    private static let longestTrust = Duration.seconds(3600)

    /// Every endpoint is looked at so often at least, whatever was or was not rung for.
    private static let roundInterval = Duration.seconds(60)

    private let parts: DispatcherParts
    private let bell: DeliveryBell
    private let lastRound: Mutex<Timestamp>
    private let flights = Mutex(Flights())
    private let starts: AsyncStream<String>
    private let start: AsyncStream<String>.Continuation

    package init(_ parts: DispatcherParts, bell: DeliveryBell = DeliveryBell()) {
        self.parts = parts
        self.bell = bell
        lastRound = Mutex(parts.now())
        (starts, start) = AsyncStream.makeStream()
    }

    /// There may be something to do for this endpoint. Returns at once.
    ///
    /// - Parameter isChanged: somebody changed something about it, so that work on it has to begin anew.
    package func ring(_ endpoint: String, isChanged: Bool = false) {
        if isChanged { flights.withLock { $0.change(endpoint) } }
        if flights.withLock({ $0.ring(endpoint) }) { start.yield(endpoint) }
    }

    package func ringAll() {
        do { for endpoint in try parts.endpoints.all() { ring(endpoint) } } catch {
            parts.logger.error("The endpoints of deliveries cannot be read", metadata: ["error": "\(error)"])
        }
    }

    /// Rings for what is due; `run` does it every second, tests with their own time.
    package func tick(at now: Timestamp) {
        for endpoint in flights.withLock({ $0.due(at: now) }) { ring(endpoint) }
        let isRound = lastRound.withLock { last in
            guard now.since(last) >= Self.roundInterval || now < last else { return false }
            last = now
            return true
        }
        if isRound { ringAll() }
    }

    package func run() async throws {
        ringAll()
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask { await self.pace() }
                group.addTask { for await ring in self.bell.rings { self.ring(ring.endpoint, isChanged: ring.isChanged) } }
                for await endpoint in self.starts { group.addTask { await self.work(endpoint) } }
                group.cancelAll()
            }
        }
    }

    /// Works through what can be done now, one endpoint after the other, and returns: for tests in virtual time.
    package func drain() async {
        tick(at: parts.now())
        ringAll()
        while let endpoint = flights.withLock({ $0.next() }) { await work(endpoint) }
    }

    private func pace() async {
        while (try? await Task.sleep(for: Self.interval)) != nil { tick(at: parts.now()) }
    }

    private func work(_ endpoint: String) async {
        flights.withLock { $0.begin(endpoint) }
        let work = EndpointWork(endpoint: endpoint, parts: parts) { self.flights.withLock { $0.isChanged(endpoint) } }
        var end = await work.run()
        if await !tell() { end = .due(at: parts.now() + EndpointWork.patience) }
        let latest = parts.now() + Self.longestTrust
        let dueAt: Timestamp? = if case .due(let at) = end { min(at, latest) } else { nil }
        if flights.withLock({ $0.end(endpoint, dueAt: dueAt) }) { start.yield(endpoint) }
    }

    /// - Returns: false when somebody could not be told and has to be told later.
    private func tell() async -> Bool {
        do {
            for event in try parts.endpoints.untold() {
                try await parts.observer.happened(event)
                try parts.endpoints.markTold(event)
            }
            return true
        } catch {
            parts.logger.warning("The end of a delivery could not be recorded yet", metadata: ["error": "\(error)"])
            return false
        }
    }
}

package import PulseCore
package import PulseTransport
import Synchronization

/// History to an engine elsewhere, by Prometheus remote write 1.0: samples become requests, requests wait on the disk, `run` sends them in order.
///
/// What `append` returned for is on the disk until the engine has said that it has it, or until the queue is full and it was the oldest. An
/// engine may get a request twice, when its answer is lost.
package final class RemoteWriter: HistoryWriter, Sendable {
    struct State {
        var queue: RemoteQueue
        var newest = NewestSamples()
        /// What the disk did not take yet, oldest first.
        var waiting = WaitingBatches()
        var health: RemoteHealth
        var backoff: Backoff
        var delivery: Delivery?
    }

    /// A batch of which some requests have been answered.
    struct Delivery {
        let batch: RemoteQueue.Batch
        /// There is one: a batch is no longer delivered when all of it was answered.
        var next = 0

        var request: QueueFile.Request { batch.requests[next] }
    }

    let endpoint: RemoteEndpoint
    let send: @Sendable (OutboundRequest) async -> Result<OutboundResponse, TransportError>
    let chance: @Sendable () -> Double
    let state: Mutex<State>
    private let configuration: RemoteConfiguration
    private let wake: AsyncStream<Void>
    private let waker: AsyncStream<Void>.Continuation

    /// The folder of the queue in the data directory.
    package static let folderName = "metrics-queue"

    /// - Parameters:
    ///   - send: `OutboundClient.answer`.
    ///   - chance: 0…1, for the length of pauses.
    /// - Throws: when the queue of an earlier run cannot be taken over.
    package init(
        _ configuration: RemoteConfiguration, to endpoint: RemoteEndpoint, folder: any QueueFolder, backoff: Backoff = Backoff(),
        send: @escaping @Sendable (OutboundRequest) async -> Result<OutboundResponse, TransportError>, chance: @escaping @Sendable () -> Double
    ) throws {
        self.configuration = configuration
        self.endpoint = endpoint
        self.send = send
        self.chance = chance
        (wake, waker) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        var health = RemoteHealth()
        let queue = try RemoteQueue(folder: folder, limit: configuration.queueLimit, health: &health)
        state = Mutex(State(queue: queue, health: health, backoff: backoff))
    }

    package var health: RemoteHealth { state.withLock { $0.health } }

    package func append(_ samples: [Sample], at now: Timestamp) throws {
        try state.withLock { state in
            state.waiting.add(samples)
            do {
                try flush(&state, at: now)
                state.health.intake.succeeded(at: now)
            } catch {
                state.health.intake.failed(error, at: now)
                throw error
            }
        }
        waker.yield()
    }

    /// Sends until it is cancelled.
    ///
    /// - Parameter pause: waits so long; the loop's only clock beside `now`.
    package func run(
        now: @Sendable () -> Timestamp, pause: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) async {
        var wakes = wake.makeAsyncIterator()
        while !Task.isCancelled {
            switch await sendNext(now: now) {
            case .answered: continue
            case .nothing: _ = await wakes.next()
            case .pause(let duration): do { try await pause(duration) } catch { return }
            }
        }
    }

    private func flush(_ state: inout State, at now: Timestamp) throws {
        let (accepted, refused) = SampleGate(now: now.seconds, oldest: 0).sort(state.waiting.samples)
        let sorted = state.newest.sort(accepted)
        let requests = try [sorted.fresh, sorted.late].flatMap { series in
            try RemoteSeries.portions(series, of: configuration.batchSize).map { portion in
                QueueFile.Request(
                    samples: portion.reduce(0) { $0 + $1.samples.count }, body: try RemoteWriteBody.encoded(portion, labels: configuration.labels))
            }
        }
        if !requests.isEmpty { try state.queue.append(requests, at: now, health: &state.health) }
        state.newest.note(sorted.fresh)
        state.health.intake.samples += requests.reduce(0) { $0 + $1.samples }
        state.health.replaced += sorted.replaced
        state.waiting.clear(refused, &state.health.intake)
    }
}

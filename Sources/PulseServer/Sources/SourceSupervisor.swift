import PulseCore
import ServiceLifecycle
import Synchronization

/// Something that delivers observations until it is cancelled.
protocol RunningSource: Sendable {
    var slug: SourceSlug { get }
    func run(emit: @escaping @Sendable (Observation) async -> Void) async
}

/// Runs the sources, each beside the others; they come and go while the server runs.
final class SourceSupervisor: Service {
    private struct Start: Sendable {
        let source: any RunningSource
        let stop: AsyncStream<Never>
    }

    private let inbox: ObservationInbox
    private let starts: AsyncStream<Start>
    private let starter: AsyncStream<Start>.Continuation
    /// Finishing a continuation ends the source.
    private let stops = Mutex<[SourceSlug: AsyncStream<Never>.Continuation]>([:])

    init(inbox: ObservationInbox) {
        self.inbox = inbox
        (starts, starter) = AsyncStream.makeStream()
    }

    /// Starts a source; one of the same name that runs already is stopped first.
    func start(_ source: any RunningSource) {
        let (stop, continuation) = AsyncStream<Never>.makeStream()
        stops.withLock { stops in
            stops[source.slug]?.finish()
            stops[source.slug] = continuation
        }
        starter.yield(Start(source: source, stop: stop))
    }

    func stop(_ slug: SourceSlug) {
        stops.withLock { $0.removeValue(forKey: slug)?.finish() }
        inbox.forget(slug)
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                for await start in self.starts {
                    group.addTask { await self.run(start.source, until: start.stop) }
                }
            }
        }
    }

    private func run(_ source: any RunningSource, until stop: AsyncStream<Never>) async {
        let flag = StopFlag()
        await withTaskGroup { group in
            group.addTask {
                await source.run { observation in
                    // An answer that was on its way when the source was removed must not bring it back.
                    if !flag.isSet { self.inbox.put(observation) }
                }
            }
            group.addTask {
                for await _ in stop {}
                flag.set()
            }
            await group.next()
            group.cancelAll()
        }
    }
}

private final class StopFlag: Sendable {
    private let value = Mutex(false)

    var isSet: Bool { value.withLock { $0 } }
    func set() { value.withLock { $0 = true } }
}

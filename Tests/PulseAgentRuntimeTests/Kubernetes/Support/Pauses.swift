import PulseAgentRuntime
import Synchronization

/// The pauses of a collector, which last until the test ends them.
final class Pauses: Sendable {
    private struct State {
        var next = 0
        var waiting: [Int: (length: Duration, continuation: CheckedContinuation<Void, Never>)] = [:]
        var begun: [Duration] = []
        var waiters: [(isMet: @Sendable ([Duration]) -> Bool, continuation: CheckedContinuation<Void, Never>)] = []
        var isOver = false
    }

    private let state = Mutex(State())

    var surroundings: KubernetesSurroundings { KubernetesSurroundings(chance: { 1 }, pause: { await self.pause($0) }) }
    /// All that were begun, in their order.
    var begun: [Duration] { state.withLock(\.begun) }

    func until(_ isMet: @escaping @Sendable ([Duration]) -> Bool) async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if isMet(state.begun) { return true }
                state.waiters.append((isMet, continuation))
                return false
            }
            if isOver { continuation.resume() }
        }
    }

    /// Ends those that last at the moment and are of that length.
    func end(where isWanted: (Duration) -> Bool = { _ in true }) {
        let ended = state.withLock { state in
            let ended = state.waiting.filter { isWanted($0.value.length) }
            for key in ended.keys { state.waiting[key] = nil }
            return ended.values.map(\.continuation)
        }
        for continuation in ended { continuation.resume() }
    }

    private func pause(_ length: Duration) async {
        let number = state.withLock { state in
            state.next += 1
            return state.next
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { begin(number, length, $0) }
        } onCancel: {
            let continuation = state.withLock { state in
                state.isOver = true
                return state.waiting.removeValue(forKey: number)?.continuation
            }
            continuation?.resume()
        }
    }

    private func begin(_ number: Int, _ length: Duration, _ continuation: CheckedContinuation<Void, Never>) {
        let (isOver, met) = state.withLock { state in
            state.begun.append(length)
            if !state.isOver { state.waiting[number] = (length, continuation) }
            let begun = state.begun
            let met = state.waiters.filter { $0.isMet(begun) }.map(\.continuation)
            state.waiters.removeAll { $0.isMet(begun) }
            return (state.isOver, met)
        }
        if isOver { continuation.resume() }
        for waiter in met { waiter.resume() }
    }
}

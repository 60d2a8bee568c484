import Dispatch
import PulseCore
import Synchronization

/// Reads a machine on a thread of its own: the question for the size of a filesystem does not come back when its disk hangs.
///
/// There is one reading at a time. While one hangs, whoever asks is told at once that there is none.
final class ReadingDesk: Sendable {
    private let reading: @Sendable () -> HostReading
    private let queue = DispatchQueue(label: "pulse.host", attributes: .concurrent)
    private let isReading = Mutex(false)

    init(_ reading: @escaping @Sendable () -> HostReading) {
        self.reading = reading
    }

    func read(within deadline: Duration) async -> HostReading? {
        guard begin() else { return nil }
        return await withCheckedContinuation { continuation in
            let answer = FirstAnswer(continuation)
            queue.async {
                let reading = self.reading()
                self.isReading.withLock { $0 = false }
                answer.give(reading)
            }
            queue.asyncAfter(deadline: .now() + deadline.asSeconds) { answer.give(nil) }
        }
    }

    private func begin() -> Bool {
        isReading.withLock { isReading in
            defer { isReading = true }
            return !isReading
        }
    }
}

/// Passes on the first answer that is given, and no other.
private final class FirstAnswer: Sendable {
    private let continuation: Mutex<CheckedContinuation<HostReading?, Never>?>

    init(_ continuation: CheckedContinuation<HostReading?, Never>) {
        self.continuation = Mutex(continuation)
    }

    func give(_ reading: HostReading?) {
        let waiting = continuation.withLock { waiting in
            defer { waiting = nil }
            return waiting
        }
        waiting?.resume(returning: reading)
    }
}

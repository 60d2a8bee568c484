import PulseCore
import Synchronization

/// Allows so many requests of one kind per window and key, counted over sliding time.
///
/// Pure: it is told the key and the time. The number of keys is bounded; the quietest go first.
struct RequestWindow: Sendable {
    static let mostKeys = 10_000

    let most: Int
    let window: Duration
    private var times: [String: [Timestamp]] = [:]

    init(most: Int, window: Duration) {
        self.most = most
        self.window = window
    }

    /// - Returns: how long to wait; nil when the request may go on, and is counted.
    mutating func wait(for key: String, at now: Timestamp) -> Duration? {
        var recent = (times[key] ?? []).filter { now.since($0) < window && $0 <= now }
        if recent.count >= most, let first = recent.first { return window - now.since(first) }
        recent.append(now)
        forgetQuiet(at: now)
        times[key] = recent
        return nil
    }

    private mutating func forgetQuiet(at now: Timestamp) {
        guard times.count >= Self.mostKeys else { return }
        times = times.filter { $0.value.last.map { now.since($0) < window } ?? false }
        if times.count >= Self.mostKeys, let quietest = times.min(by: { ($0.value.last ?? now) < ($1.value.last ?? now) }) {
            times[quietest.key] = nil
        }
    }
}

/// The shell round a window: one per route, shared by all requests.
final class RequestLimiter: Sendable {
    private let window: Mutex<RequestWindow>

    init(most: Int, window: Duration) {
        self.window = Mutex(RequestWindow(most: most, window: window))
    }

    /// - Throws: 429 with the time to wait.
    func count(_ key: String, at now: Timestamp) throws {
        guard let wait = window.withLock({ $0.wait(for: key, at: now) }) else { return }
        throw APIError.tooManyRequests(retryAfter: wait)
    }
}

package import PulseCore

/// How sending to an engine goes. Counts are since the start.
package struct RemoteHealth: Sendable, Equatable {
    /// What came in and was refused or kept, as with the local file; `failure` is about the queue on this disk.
    package var intake = HistoryHealth()
    /// Now waiting on the disk.
    package var queuedBatches = 0
    package var queuedBytes: Int64 = 0
    /// When the oldest waiting batch was appended.
    package var oldestQueued: Timestamp?
    /// Samples that the engine took.
    package var delivered = 0
    package var lastSuccess: Timestamp?
    /// Set while the engine takes nothing.
    package var trouble: HistoryHealth.Failure?
    /// Batches that had to make room because the queue was full.
    package var droppedBatches = 0
    package var droppedBytes: Int64 = 0
    /// Requests that the engine refused for good; they are in the folder `set-aside`.
    package var refusedRequests = 0
    package var refusedSamples = 0
    package var lastRefusal: String?
    /// Files of the queue that could not be read, or were not ours; in the folder `set-aside`.
    package var damagedFiles = 0
    /// Not sent: an engine keeps the first value of a second, so a second one cannot replace it.
    package var replaced = 0

    mutating func accepted(_ samples: Int, at now: Timestamp) {
        delivered += samples
        lastSuccess = now
        trouble = nil
    }

    mutating func refused(_ samples: Int, because reason: String) {
        refusedRequests += 1
        refusedSamples += samples
        lastRefusal = reason
        trouble = nil
    }

    mutating func failed(_ reason: String, at now: Timestamp) {
        trouble = HistoryHealth.Failure(since: trouble?.since ?? now, reason: reason)
    }
}

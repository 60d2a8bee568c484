package import PulseCore
import PulseStorage

/// How the store is doing, counted since the start.
package struct HistoryHealth: Sendable, Equatable {
    /// Stored.
    package var samples = 0
    /// Not stored: their time lies too far ahead, or before what is kept.
    package var refusedFuture = 0
    package var refusedOld = 0
    /// Not stored: the disk took nothing for so long that they had to make room.
    package var lost = 0
    package var lastStored: Timestamp?
    /// Set while the disk takes nothing.
    package var failure: Failure?
    /// Set while the file is as large as it may be and data move on earlier than promised.
    package var isOverBudget = false
    /// Chunks that could not be read and were set aside, now in the file.
    package var quarantined = 0

    package struct Failure: Sendable, Equatable {
        package let since: Timestamp
        package let reason: String
    }

    mutating func succeeded(at now: Timestamp) {
        lastStored = now
        failure = nil
    }

    mutating func failed(_ error: any Error, at now: Timestamp) {
        failure = Failure(since: failure?.since ?? now, reason: (error as? any SentenceError)?.sentence ?? "\(error)")
    }
}

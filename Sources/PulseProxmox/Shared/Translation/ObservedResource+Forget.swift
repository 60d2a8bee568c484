import PulseCore

extension ObservedResource {
    /// Nobody can vouch for it: what was known of it is old.
    mutating func forget(_ reason: Reason) {
        status = .unknown
        statusReason = reason
        metrics = metrics.stale(reason)
        isFresh = false
    }
}

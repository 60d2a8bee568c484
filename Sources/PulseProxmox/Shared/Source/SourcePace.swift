import PulseCore

/// The pace of a source's flights, the same for all products.
enum SourcePace {
    /// Polls until cancelled, handing every observation to `emit`.
    static func keep(
        every interval: Duration, emit: @Sendable (Observation) async -> Void, poll: @Sendable () async -> Observation
    ) async {
        let clock = ContinuousClock()
        var next = clock.now
        while !Task.isCancelled {
            let observation = await poll()
            guard !Task.isCancelled else { return }
            await emit(observation)
            // A flight that took longer than the interval is followed at once by one, not by all those it has missed.
            next = max(next + interval, clock.now)
            try? await clock.sleep(until: next)
        }
    }
}

import Synchronization

/// One cache for all scenarios that have the same figures to begin with.
final class CacheTable: Sendable {
    private let caches = Mutex<[String: HourCache]>([:])

    func cache(of scenario: Scenario) -> HourCache {
        caches.withLock { caches in
            let name = "\(scenario.world) \(scenario.noise)"
            if let known = caches[name] { return known }
            let fresh = HourCache()
            caches[name] = fresh
            return fresh
        }
    }
}

import PulseCore

/// Which endpoints are being worked on, asked for, and due: never two workers for one endpoint.
struct Flights: Sendable {
    private var working: Set<String> = []
    /// Asked for: to be begun, or once more after the work of now.
    private var rung: Set<String> = []
    /// Changed by somebody while being worked on.
    private var changed: Set<String> = []
    private var dueAt: [String: Timestamp] = [:]

    /// - Returns: true when work has to be begun for it now.
    mutating func ring(_ endpoint: String) -> Bool {
        dueAt[endpoint] = nil
        return rung.insert(endpoint).inserted && !working.contains(endpoint)
    }

    mutating func change(_ endpoint: String) { changed.insert(endpoint) }

    func isChanged(_ endpoint: String) -> Bool { changed.contains(endpoint) }

    /// One that was asked for and is not worked on.
    func next() -> String? { rung.subtracting(working).min() }

    mutating func begin(_ endpoint: String) {
        rung.remove(endpoint)
        changed.remove(endpoint)
        working.insert(endpoint)
    }

    /// - Returns: true when work has to be begun for it again.
    mutating func end(_ endpoint: String, dueAt at: Timestamp?) -> Bool {
        working.remove(endpoint)
        let again = rung.contains(endpoint)
        dueAt[endpoint] = again ? nil : at
        return again
    }

    /// The endpoints whose time has come.
    func due(at now: Timestamp) -> [String] { dueAt.filter { $0.value <= now }.keys.sorted() }
}

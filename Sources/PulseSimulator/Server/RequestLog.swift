import Synchronization

/// A request a node has seen.
package struct RequestRecord: Sendable {
    /// What the client showed of itself.
    package enum Credential: Sendable, Equatable {
        case none
        /// A header that is no token of the form Proxmox knows counts here too.
        case token
        case cookie
    }

    package let product: SimulatedProduct
    /// Counted among the installations of the product.
    package let cluster: Int
    /// The node that was connected to.
    package let node: String
    package let method: String
    /// With query, as sent.
    package let path: String
    /// Simulated seconds since 1970.
    package let at: Double
    package let credential: Credential
    package let status: Int

    /// The node it is about, whichever was asked; nil for a whole cluster or server.
    package var subject: String? { Self.subject(of: path) }

    static func subject(of path: String) -> String? {
        let steps = path.prefix { $0 != "?" }.split(separator: "/")
        guard let index = steps.firstIndex(of: "nodes"), steps.indices.contains(index + 1) else { return nil }
        return String(steps[index + 1])
    }
}

/// What all servers of an estate have seen, for assertions: who asked what, how often, and how many at once.
final class RequestLog: Sendable {
    /// Enough for any test; a demo that runs for days forgets the oldest.
    private static let limit = 100_000

    private struct State {
        var records: [RequestRecord] = []
        var connections: [String: Int] = [:]
        var inFlight: [String: Int] = [:]
        var peak: [String: Int] = [:]
        var sent: [String: Int] = [:]
    }

    private let state = Mutex(State())

    func append(_ record: RequestRecord) {
        state.withLock { state in
            if state.records.count >= RequestLog.limit { state.records.removeFirst(RequestLog.limit / 2) }
            state.records.append(record)
        }
    }

    func records() -> [RequestRecord] { state.withLock(\.records) }

    func reset() {
        state.withLock { state in
            state.records = []
            state.connections = [:]
            state.peak = state.inFlight
            state.sent = [:]
        }
    }

    static func place(_ product: SimulatedProduct, _ index: Int, _ node: String) -> String { "\(product.rawValue) \(index)/\(node)" }

    func connected(_ place: String) { state.withLock { $0.connections[place, default: 0] += 1 } }
    func connections(_ place: String) -> Int { state.withLock { $0.connections[place] ?? 0 } }

    func began(_ place: String) {
        state.withLock { state in
            let now = (state.inFlight[place] ?? 0) + 1
            state.inFlight[place] = now
            state.peak[place] = max(now, state.peak[place] ?? 0)
        }
    }

    func ended(_ place: String) { state.withLock { $0.inFlight[place, default: 1] -= 1 } }
    func peak(_ place: String) -> Int { state.withLock { $0.peak[place] ?? 0 } }

    /// Bytes of bodies, as they are on the wire below TLS.
    func sent(_ bytes: Int, _ place: String) { state.withLock { $0.sent[place, default: 0] += bytes } }
    func sentBytes(_ place: String) -> Int { state.withLock { $0.sent[place] ?? 0 } }
}

/// Where a request is in work: at the node that was asked, and at the one it is about, to which the first hands it on.
struct RequestPlaces: Sendable {
    private let places: [String]

    init(_ host: any ServerHost, asked node: String, path: String) {
        let asked = host.place(of: node)
        places = [asked] + (RequestRecord.subject(of: path).map { [Self.work(host.place(of: $0))] } ?? [])
    }

    static func work(_ place: String) -> String { "work " + place }

    func began(in log: RequestLog) { for place in places { log.began(place) } }
    func ended(in log: RequestLog) { for place in places { log.ended(place) } }
}

import HTTPTypes
import Hummingbird
import NIOCore
import PulseAccess
import PulseBackups
import PulseCore
import PulseInventory
import Synchronization

/// `GET /api/state`, encoded at most once per change and only when somebody asks, with an ETag; and the addresses of v5's sockets.
final class StateRoutes: Sendable {
    private struct Cached {
        let version: Version
        let plain: ByteBuffer
        let gzip: ByteBuffer
    }

    /// What the body is made of: the fleet, and the lists of the sources, which change without it.
    private struct Version: Hashable, CustomStringConvertible {
        let sequence: UInt64
        let revision: UInt64

        init(_ estate: (fleet: Fleet, ledger: Ledger)) {
            sequence = estate.fleet.sequence
            revision = estate.ledger.sources.values.reduce(0) { $0 &+ $1.revision }
        }

        var description: String { "\(sequence)-\(revision)" }
    }

    private let inventory: InventoryService
    private let boards: BoardService
    private let run: String
    private let now: @Sendable () -> Timestamp
    /// One for everything and one for each of the limits that were asked for lately.
    private let cache = Mutex<[Visibility: Cached]>([:])
    private static let mostCached = 16

    init(inventory: InventoryService, boards: BoardService, run: String, now: @escaping @Sendable () -> Timestamp) {
        self.inventory = inventory
        self.boards = boards
        self.run = run
        self.now = now
    }

    func add(to routes: inout RouteTable) {
        routes.get("/api/state", .permission(.monitoringRead), "The whole state in the shape of Pulse v5") { request, context in
            self.state(request, context.visibility)
        }
        routes.get("/ws", .open, "Pulse v5's WebSocket; not served") { _, _ in
            throw APIError(.upgradeRequired, "use_event_stream", "Pulse sends changes as server-sent events: use GET /api/events.")
        }
        routes.get("/api/agent/ws", .open, "Pulse v5's agent WebSocket; not served") { _, _ in
            throw APIError(
                .gone, "agent_socket_gone", "Agents of Pulse v5 cannot open their command socket here; this Pulse does not send commands over it.")
        }
    }

    private func state(_ request: Request, _ visibility: Visibility) -> Response {
        let version = Version(inventory.estate)
        // A browser keeps the body beside its tag: what one user sees must not be confirmed to the next.
        let part = visibility.isLimited ? "-\(UInt(bitPattern: visibility.hashValue))" : ""
        let tag = "\"\(run)-\(version)\(part)\""
        var headers: HTTPFields = [
            .contentType: "application/json; charset=utf-8", .cacheControl: "private, no-cache", .eTag: tag, .vary: "Accept-Encoding",
        ]
        if request.headers[.ifNoneMatch]?.contains(tag) == true { return Response(status: .notModified, headers: headers) }
        let body = encoded(version, visibility)
        guard request.accepts(encoding: "gzip") else { return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: body.plain)) }
        headers[.contentEncoding] = "gzip"
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: body.gzip))
    }

    private func encoded(_ version: Version, _ visibility: Visibility) -> Cached {
        // Under the lock: ten dashboards that ask at once wait for one encoding.
        cache.withLock { cache in
            if let kept = cache[visibility], kept.version == version || kept.version.sequence > version.sequence { return kept }
            let view = BackupView(boards, visibility, at: now())
            let bytes = V5State(view).write()
            // The estate may have moved on since it was asked for.
            let fresh = Cached(
                version: Version((view.fleet, view.ledger)), plain: ByteBuffer(bytes: bytes), gzip: ByteBuffer(bytes: Deflate.gzip(bytes)))
            if cache.count >= Self.mostCached { cache = cache.filter { $0.value.version == fresh.version && !$0.key.isLimited } }
            cache[visibility] = fresh
            return fresh
        }
    }
}

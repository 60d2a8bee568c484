import Foundation
import Logging
import PulseAccess
import PulseAudit
import PulseHistory
import PulseStorage
import PulseTransport

/// The command line's side: works on the files while it can hold the lock, or asks the running server.
struct AdminClient {
    let configuration: ServerConfiguration

    private var dataDirectory: String { configuration.dataDirectory }

    /// - Throws: `StorageError`
    func perform(_ request: AdminRequest) async throws -> AdminReply {
        // A mistyped directory must not become a new, empty Pulse.
        guard request.mayBeFirst || FileManager.default.fileExists(atPath: "\(dataDirectory)/\(OpenStore.databaseName)") else {
            return AdminReply(
                failure: "There is no data of Pulse in \(dataDirectory). Start the server once, or name its directory with --data-dir.")
        }
        do {
            let store = try OpenStore(path: dataDirectory)
            let client = OutboundClient()
            let audit = request.needsTrail ? parts(of: store, client) : nil
            let access = try AccessService(database: store.database)
            let desk = AdminDesk(
                access: access, database: store.database, history: HistoryFile(configuration), directory: dataDirectory,
                licence: try LicenceService(configuration, store: store, now: WallClock.now),
                transfer: ConfigurationDesk(store: store, access: access, webhooks: audit?.webhooks, isDemo: false, now: WallClock.now),
                audit: audit.map { AdminTrail(place: $0.place, trail: $0.trail, now: WallClock.now) }, now: WallClock.now)
            let reply =
                request.needsServer
                ? AdminReply(failure: "No server runs on \(dataDirectory). It prints its set-up code when it starts.") : await desk.perform(request)
            await client.shutdown()
            try await audit?.place.service.close()
            try store.database.close()
            return reply
        } catch StorageError.directoryInUse {
            return try await ask(request)
        }
    }

    /// What is recorded here is delivered by the server when it runs again.
    private func parts(of store: OpenStore, _ client: OutboundClient) -> AuditParts {
        AuditParts(
            configuration, store: store, client: client, now: WallClock.now, logger: Logger(label: "pulse") { _ in SwiftLogNoOpLogHandler() })
    }

    private func ask(_ request: AdminRequest) async throws -> AdminReply {
        let socket = percentEncoded(DataDirectory.adminSocket(in: dataDirectory))
        let client = OutboundClient()
        let text = String(decoding: try JSONEncoder().encode(request), as: UTF8.self)
        let result = await Result { () async throws -> OutboundResponse in
            try await client.send(
                OutboundRequest(
                    .post(form: [(AdminSocket.field, text)]), url: "http+unix://\(socket)\(AdminSocket.path)", deadline: .seconds(120)))
        }
        await client.shutdown()
        let response = try result.get()
        guard response.status == 200, let reply = try? JSONDecoder().decode(AdminReply.self, from: Data(response.body)) else {
            return AdminReply(failure: "The running server answered \(response.status) to the command line; is it of another version?")
        }
        return reply
    }
}

extension Result where Failure == any Error {
    fileprivate init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}

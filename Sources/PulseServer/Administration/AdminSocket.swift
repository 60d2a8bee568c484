import Foundation
import Hummingbird
import Logging
import NIOCore
import PulseStorage
import ServiceLifecycle

/// Lets the command line work beside a running server: one route on a Unix socket in the data directory, which only its owner can enter.
struct AdminSocket: Service {
    let desk: AdminDesk
    let directory: String
    let logger: Logger

    static let path = "/admin"
    /// The form field that carries the request.
    static let field = "request"
    /// Of a request, bytes: a portion of an import with every character as %xx.
    private static let longest = 16 << 20

    func run() async throws {
        let socket = DataDirectory.adminSocket(in: directory)
        // Left behind by a server that was killed; the lock says that none runs.
        unlink(socket)
        let router = Router()
        let desk = desk
        router.post(RouterPath(Self.path)) { request, _ -> Response in
            let body = try await request.body.collect(upTo: Self.longest)
            guard let asked = Self.request(in: String(buffer: body)) else {
                throw HTTPError(.badRequest, message: "This server does not know that request; is the command line of another version?")
            }
            let reply = try JSONEncoder().encode(await desk.perform(asked))
            return Response(status: .ok, body: ResponseBody(byteBuffer: ByteBuffer(bytes: [UInt8](reply))))
        }
        var quiet = logger
        quiet.logLevel = .warning
        let application = Application(
            router: router, configuration: ApplicationConfiguration(address: .unixDomainSocket(path: socket)),
            onServerRunning: { _ in chmod(socket, 0o600) }, logger: quiet)
        try await application.run()
        unlink(socket)
    }

    private static func request(in form: String) -> AdminRequest? {
        guard form.hasPrefix("\(field)="), let text = form.dropFirst(field.count + 1).removingPercentEncoding else { return nil }
        return try? JSONDecoder().decode(AdminRequest.self, from: Data(text.utf8))
    }
}

import HTTPTypes
import Hummingbird
import NIOCore
import PulseCore

/// The agent's program and the script that installs it. Anybody may have them: they hold nothing secret, and a machine has no proof yet.
struct DownloadRoutes {
    let downloads: (any AgentDownloads)?

    /// Bytes that are in memory at once.
    private static let piece = 256 << 10

    func add(to routes: inout RouteTable) {
        routes.get("/install.sh", .open, "The script that installs the agent", script)
        routes.get("/download/pulse-agent", .open, "The agent's program", program)
        routes.get("/download/pulse-agent.sha256", .open, "SHA-256 of the agent's program", checksum)
    }

    @Sendable private func script(_ request: Request, _ context: PulseContext) async throws -> Response {
        guard let script = downloads?.installScript else { throw Self.none }
        return Response(
            status: .ok, headers: [.contentType: "text/x-shellscript; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: script)))
    }

    @Sendable private func program(_ request: Request, _ context: PulseContext) async throws -> Response {
        let program = try find(request)
        let body = ResponseBody(contentLength: program.size) { writer in
            var start = 0
            while start < program.size {
                let end = min(start + Self.piece, program.size)
                try await writer.write(ByteBuffer(bytes: try program.read(start..<end)))
                start = end
            }
            try await writer.finish(nil)
        }
        return Response(
            status: .ok,
            headers: [
                .contentType: "application/octet-stream", .cacheControl: "no-store", .init("X-Checksum-Sha256")!: program.sha256,
                .init("X-Pulse-Agent-Version")!: program.version, .contentDisposition: "attachment; filename=\"pulse-agent\"",
            ], body: body)
    }

    @Sendable private func checksum(_ request: Request, _ context: PulseContext) async throws -> Response {
        let program = try find(request)
        return Response(
            status: .ok, headers: [.contentType: "text/plain; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: "\(program.sha256)  pulse-agent\n")))
    }

    private func find(_ request: Request) throws -> AgentProgram {
        let name = request.queryText("arch") ?? AgentPlatform.intel.rawValue
        guard let platform = AgentPlatform(rawValue: name) else {
            throw APIError.invalid("arch", "arch is \(AgentPlatform.allCases.map(\.rawValue).joined(separator: " or ")).")
        }
        guard let program = downloads?.program(for: platform) else { throw Self.none }
        return program
    }

    private static let none = APIError.notFound(
        "This server holds no agent for such machines. Install the package pulse-agent on the server, or copy the program to the machine and run "
            + "'pulse-agent install'; docs/agents.md says how.")
}

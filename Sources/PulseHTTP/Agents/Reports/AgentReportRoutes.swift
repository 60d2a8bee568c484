import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import PulseAgentProtocol
import PulseAgents
import PulseCore

/// Where agents of ours tell what they see.
struct AgentReportRoutes {
    let agents: AgentService
    let offers: AgentOffers
    let now: @Sendable () -> Timestamp

    func add(to routes: inout RouteTable) {
        routes.question(.post, "/api/agents/report", .agent, "What an agent saw; signed with its key", report)
    }

    @Sendable private func report(_ request: Request, _ context: PulseContext) async throws -> Response {
        let authorization = request.headers[.authorization]
        // Nobody makes the server read megabytes without even saying who they are.
        guard authorization.flatMap(RequestSignature.init(header:)) != nil else { throw AgentRefusal.signatureMissing }
        let packed = try await request.body.collect(upTo: AgentLimits.packedBytes)
        let body = Array(packed.readableBytesView)
        let agent = try agents.intake.verify(authorization: authorization, path: request.uri.path, body: body)
        var reply = try agents.intake.accept(try Self.unpacked(body, request.headers[.contentEncoding]), from: agent, at: now())
        reply.update = try offers.offer(to: agent)
        return try .json(reply)
    }

    private static func unpacked(_ body: [UInt8], _ encoding: String?) throws -> [UInt8] {
        switch encoding?.lowercased() {
        case nil, "identity": return body
        case "gzip":
            do { return try Gzip.unpacked(body, limit: AgentLimits.unpackedBytes) } catch .tooLarge {
                throw AgentRefusal.tooMuch("A report has at most \(AgentLimits.unpackedBytes >> 20) MiB after unpacking.")
            } catch {
                throw AgentRefusal.bodyUnreadable("it is no gzip, or it was cut off")
            }
        case let other?:
            throw APIError(
                .unsupportedMediaType, "encoding_unknown", "Content-Encoding is '\(other.printable(limit: 40))'; reports come as gzip or plain.")
        }
    }
}

import FoundationEssentials
package import PulseAgentProtocol
package import PulseCore
package import PulseTransport

/// The agent's calls to its server.
package struct ServerConnection: Sendable {
    static let reportPath = "/api/agents/report"
    static let enrolPath = "/api/agents/enrol"
    static let deadline = Duration.seconds(30)
    /// A reply is some hundred bytes, and a profile some kilobytes.
    static let replyLimit = 1 << 20

    private let client: OutboundClient
    private let server: String
    private let trust: Trust

    /// - Parameter server: without a slash at its end.
    package init(client: OutboundClient, server: String, trust: Trust) {
        self.client = client
        self.server = server
        self.trust = trust
    }

    /// Sends reports, signed.
    package func send(_ reports: [EncodedReport], header: AgentHeader, run: String, at now: Timestamp, as identity: AgentIdentity) async
        -> DeliveryPlan.Outcome
    {
        guard let body = Self.body(reports, header: header, run: run, at: now).flatMap(Gzip.packed),
            let signature = try? RequestSignature(path: Self.reportPath, agentID: identity.agentID, body: body, key: identity.key.reveal())
        else { return .failed(sentence: "The reports could not be packed and signed.") }
        let headers = [("Authorization", signature.header), ("Content-Encoding", "gzip")]
        let request = OutboundRequest(
            .postBody(body, type: "application/json"), url: server + Self.reportPath, headers: headers, trust: trust, deadline: Self.deadline,
            byteLimit: Self.replyLimit)
        do { return outcome(try await client.send(request)) } catch { return .failed(sentence: error.sentence(about: server)) }
    }

    /// - Throws: ``EnrolmentRefused`` or ``PulseTransport/TransportError``.
    package func enrol(_ request: EnrolmentRequest) async throws -> EnrolmentReply {
        let body = Array(try JSONEncoder().encode(request))
        let answer = try await client.send(
            OutboundRequest(
                .postBody(body, type: "application/json"), url: server + Self.enrolPath, trust: trust, deadline: Self.deadline,
                byteLimit: Self.replyLimit))
        guard [200, 201].contains(answer.status), let reply = try? JSONDecoder().decode(EnrolmentReply.self, from: Data(answer.body)) else {
            throw EnrolmentRefused(sentence: Self.sentence(answer, server))
        }
        return reply
    }

    /// Fetches a program that the server offers. It is whole in memory for a moment; a newer version is a rare thing.
    package func program(architecture: String, size: Int) async throws -> [UInt8] {
        let platform = architecture == "aarch64" ? "linux-arm64" : "linux-amd64"
        let answer = try await client.send(
            OutboundRequest(
                url: "\(server)/download/pulse-agent?arch=\(platform)", trust: trust, deadline: .seconds(300), byteLimit: size))
        guard answer.status == 200 else { throw UpdateRefused(Self.sentence(answer, server)) }
        return answer.body
    }

    private func outcome(_ answer: OutboundResponse) -> DeliveryPlan.Outcome {
        switch answer.status {
        case 200:
            guard let reply = try? JSONDecoder().decode(AgentReply.self, from: Data(answer.body)) else {
                return .failed(sentence: "\(server) answered something that is not a reply to a report. Is it Pulse?")
            }
            return .answered(reply)
        case 401, 403, 404, 410: return .refused(sentence: Self.sentence(answer, server))
        case 413: return .tooLarge
        case 429, 503: return .busy(wait: answer.header("retry-after").flatMap { Int($0) }.map { .seconds($0) })
        default: return .failed(sentence: Self.sentence(answer, server))
        }
    }

    /// The header once, then the reports as they were encoded when they were made.
    private static func body(_ reports: [EncodedReport], header: AgentHeader, run: String, at now: Timestamp) -> [UInt8]? {
        let empty = AgentBatch(agent: header, run: run, sentAt: now, reports: [])
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let frame = try? encoder.encode(empty), let place = frame.firstRange(of: Data(#""reports":[]"#.utf8)) else { return nil }
        var body = Array(frame[..<(place.upperBound - 1)])
        for (number, report) in reports.enumerated() {
            if number > 0 { body.append(UInt8(ascii: ",")) }
            body += report.json
        }
        return body + frame[(place.upperBound - 1)...]
    }

    /// The server's own sentence where it gave one.
    private static func sentence(_ answer: OutboundResponse, _ server: String) -> String {
        struct Refusal: Decodable {
            var error: String
        }
        let said = try? JSONDecoder().decode(Refusal.self, from: Data(answer.body))
        return said?.error.printable() ?? "\(server) answered \(answer.status) \(answer.reason.printable(limit: 80))."
    }
}

package struct EnrolmentRefused: Error, Hashable, CustomStringConvertible {
    package let sentence: String

    package var description: String { sentence }
}

extension ServerConnection {
    /// Bytes of the body that carries these reports.
    package static func packedSize(of reports: [EncodedReport], header: AgentHeader, run: String, at now: Timestamp) -> Int {
        body(reports, header: header, run: run, at: now).flatMap(Gzip.packed)?.count ?? 0
    }
}

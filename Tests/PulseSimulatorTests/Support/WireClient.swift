import NIOCore
import NIOPosix
import NIOSSL
import PulseSimulator

/// An answer byte for byte.
struct WireAnswer {
    /// `HTTP/1.1 403 Permission check failed (/, Sys.Audit)`
    let statusLine: String
    /// Names in lower case.
    let headers: [String: String]
    let body: [UInt8]

    var status: Int { Int(statusLine.split(separator: " ").dropFirst().first ?? "") ?? 0 }
    var phrase: String { String(statusLine.dropFirst("HTTP/1.1 000 ".count)) }
    var text: String { String(decoding: body, as: UTF8.self) }

    func data() throws -> JSONValue {
        guard let data = try JSONValue(body)["data"] else { throw JSONError(description: "no data in \(text.prefix(200))") }
        return data
    }
}

/// What went wrong on a connection.
enum WireError: Error { case closed }

/// Speaks HTTP over TLS without any HTTP library, so that the status line is seen as it was sent.
struct WireConnection {
    fileprivate var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    fileprivate let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var waiting: [UInt8] = []

    init(_ inbound: NIOAsyncChannelInboundStream<ByteBuffer>, _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>) {
        self.inbound = inbound.makeAsyncIterator()
        self.outbound = outbound
    }

    mutating func send(_ text: String) async throws { try await outbound.write(ByteBuffer(string: text)) }

    mutating func get(_ path: String, _ headers: String...) async throws -> WireAnswer {
        let lines = headers.map { $0 + "\r\n" }.joined()
        try await send("GET /api2/json\(path) HTTP/1.1\r\nHost: pve\r\n\(lines)\r\n")
        return try await answer()
    }

    mutating func post(_ path: String, form: String, _ headers: String...) async throws -> WireAnswer {
        let lines = headers.map { $0 + "\r\n" }.joined()
        let head = "POST /api2/json\(path) HTTP/1.1\r\nHost: pve\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        try await send(head + "Content-Length: \(form.utf8.count)\r\n\(lines)\r\n\(form)")
        return try await answer()
    }

    mutating func answer() async throws -> WireAnswer {
        while true {
            if let end = headEnd { return try await finish(String(decoding: waiting[..<end], as: UTF8.self), bodyFrom: end + 4) }
            try await more()
        }
    }

    /// Everything that comes until the other side closes.
    mutating func untilClosed() async throws -> [UInt8] {
        while let part = try await inbound.next(isolation: #isolation) { waiting += Array(buffer: part) }
        return waiting
    }

    /// Whatever comes next.
    mutating func part() async throws -> [UInt8] {
        guard let part = try await inbound.next(isolation: #isolation) else { throw WireError.closed }
        return Array(buffer: part)
    }

    private var headEnd: Int? {
        guard waiting.count >= 4 else { return nil }
        return (0...waiting.count - 4).first {
            waiting[$0] == 13 && waiting[$0 + 1] == 10 && waiting[$0 + 2] == 13 && waiting[$0 + 3] == 10
        }
    }

    private mutating func finish(_ head: String, bodyFrom: Int) async throws -> WireAnswer {
        let lines = head.split(separator: "\r\n", omittingEmptySubsequences: false).map(String.init)
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let pair = line.split(separator: ":", maxSplits: 1).map(String.init)
            if pair.count == 2 { headers[pair[0].lowercased()] = String(pair[1].dropFirst()) }
        }
        waiting.removeFirst(bodyFrom)
        if headers["transfer-encoding"] == "chunked" {
            return WireAnswer(statusLine: lines[0], headers: headers, body: try await chunks())
        }
        let length = Int(headers["content-length"] ?? "") ?? 0
        while waiting.count < length { try await more() }
        let body = Array(waiting.prefix(length))
        waiting.removeFirst(length)
        return WireAnswer(statusLine: lines[0], headers: headers, body: body)
    }

    private mutating func chunks() async throws -> [UInt8] {
        var body: [UInt8] = []
        while true {
            while waiting.firstIndex(of: 10) == nil { try await more() }
            let line = waiting.prefix { $0 != 13 }
            guard let length = Int(String(decoding: line, as: UTF8.self), radix: 16) else { throw WireError.closed }
            while waiting.count < line.count + 2 + length + 2 { try await more() }
            body += waiting[(line.count + 2)..<(line.count + 2 + length)]
            waiting.removeFirst(line.count + 2 + length + 2)
            if length == 0 { return body }
        }
    }

    private mutating func more() async throws {
        guard let part = try await inbound.next(isolation: #isolation) else { throw WireError.closed }
        waiting += Array(buffer: part)
    }
}

/// Opens a connection to a node, whatever its certificate, unless there is an authority to be trusted.
func withConnection<Result: Sendable>(
    to node: RunningNode, trusting authority: String? = nil, _ body: @Sendable (inout WireConnection) async throws -> Result
) async throws -> Result {
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.certificateVerification = authority == nil ? .none : .fullVerification
    if let authority { configuration.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(Array(authority.utf8))) }
    let context = try NIOSSLContext(configuration: configuration)
    let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .connectTimeout(.seconds(5))
        .connect(host: node.address, port: node.port) { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(try NIOSSLClientHandler(context: context, serverHostname: nil))
                return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
            }
        }
    return try await channel.executeThenClose { inbound, outbound in
        var connection = WireConnection(inbound, outbound)
        return try await body(&connection)
    }
}

extension RunningNode {
    /// One request on a connection of its own.
    func get(_ path: String, as token: RunningToken) async throws -> WireAnswer {
        let line = "Authorization: " + token.header
        return try await withConnection(to: self) { connection in try await connection.get(path, line) }
    }

    func get(_ path: String) async throws -> WireAnswer {
        try await withConnection(to: self) { connection in try await connection.get(path) }
    }
}

extension RunningBackupServer {
    func get(_ path: String, as token: RunningBackupToken? = nil) async throws -> WireAnswer {
        let line = "Authorization: " + (token ?? self.token).header
        return try await withConnection(to: door) { connection in try await connection.get(path, line) }
    }
}

/// Runs a test against an estate and stops the estate afterwards.
func withEstate<Result>(_ options: EstateOptions = EstateOptions(), _ body: (SimulatedEstate) async throws -> Result) async throws -> Result {
    let estate = try await SimulatedEstate.start(options)
    let result: Result
    do {
        result = try await body(estate)
    } catch {
        await estate.shutdown()
        throw error
    }
    await estate.shutdown()
    return result
}

extension SimulatedEstate {
    /// Waits until a node has seen so many requests.
    func untilRequests(_ count: Int, at node: String) async throws {
        while requests(node: node).count < count { try await Task.sleep(for: .milliseconds(5)) }
    }
}

import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

@testable import PulseAgentRuntime

/// An API server on loopback, over TLS with an authority of its own: lists in pages, streams of changes with bookmarks, versions that grow too
/// old, rights, tokens and client certificates. It does what its test says and remembers what it was asked.
final class KubernetesDouble: Sendable {
    struct Request: Sendable {
        let path: String
        let query: [String: String]
        let accept: String
        let token: String?

        var isStream: Bool { query["watch"] == "true" }
    }

    enum Gone: Sendable {
        /// 410 as the answer's status.
        case status
        /// An ERROR event in a stream that began with 200.
        case event
    }

    struct State {
        var version = 1000
        var objects: [String: [String: (object: DoubleObject, version: Int)]] = [:]
        var changes: [String: [(version: Int, line: String)]] = [:]
        /// Versions below are no longer known.
        var oldest: [String: Int] = [:]
        var gone = Gone.status
        var denied: Set<String> = []
        var absent: Set<String> = ["/apis/metrics.k8s.io/v1beta1/nodes", "/apis/metrics.k8s.io/v1beta1/pods"]
        /// 503 instead of an answer.
        var unavailable: Set<String> = []
        /// Answers that are always the same, by path.
        var fixed: [String: String] = [:]
        /// The next `continue` is answered so, once.
        var refusesContinue: Int?
        /// Nil lets everybody in.
        var tokens: Set<String>?
        var streams: [String: [any Channel]] = [:]
        var connections: [any Channel] = []
        var requests: [Request] = []
        var waiters: [(isMet: @Sendable ([Request]) -> Bool, continuation: CheckedContinuation<Void, Never>)] = []
    }

    let authority: DoubleAuthority
    let state = Mutex(State())
    private let tls: NIOSSLContext
    private let listener = Mutex<(any Channel)?>(nil)

    init(demandsCertificate: Bool = false) throws {
        authority = try DoubleAuthority()
        let own = try authority.server()
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: [.certificate(own.certificate)], privateKey: .privateKey(own.key))
        if demandsCertificate {
            configuration.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(Array(authority.pem.utf8)))
            configuration.certificateVerification = .noHostnameVerification
        }
        tls = try NIOSSLContext(configuration: configuration)
    }

    /// Listens for as long as `body` takes.
    func run(_ body: (KubernetesDouble) async throws -> Void) async throws {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 64)
            .childChannelInitializer { channel in
                self.state.withLock { $0.connections.append(channel) }
                return channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: self.tls))
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(DoubleConnection(double: self))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        listener.withLock { $0 = channel }
        let result: Result<Void, any Error>
        do { result = .success(try await body(self)) } catch { result = .failure(error) }
        try? await channel.close().get()
        for connection in state.withLock(\.connections) { try? await connection.close().get() }
        try result.get()
    }

    var url: String { "https://127.0.0.1:\(listener.withLock { $0?.localAddress?.port ?? 0 })" }

    // MARK: What the test asks

    var requests: [Request] { state.withLock(\.requests) }

    func lists(_ resource: KubernetesResource) -> [Request] { requests.filter { $0.path == resource.path && !$0.isStream } }
    func streams(_ resource: KubernetesResource) -> [Request] { requests.filter { $0.path == resource.path && $0.isStream } }

    /// Until so many streams of it were asked for: what was listed before is known then.
    func untilStream(_ resource: KubernetesResource, count: Int = 1) async {
        await until { $0.filter { $0.path == resource.path && $0.isStream }.count >= count }
    }

    func untilEverythingIsWatched() async {
        await until { requests in
            KubernetesResource.allCases.allSatisfy { resource in requests.contains { $0.path == resource.path && $0.isStream } }
        }
    }

    func until(_ isMet: @escaping @Sendable ([Request]) -> Bool) async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if isMet(state.requests) { return true }
                state.waiters.append((isMet, continuation))
                return false
            }
            if isOver { continuation.resume() }
        }
    }

    // MARK: What the test does

    func put(_ resource: KubernetesResource, _ objects: DoubleObject...) { put(resource, objects) }

    func put(_ resource: KubernetesResource, _ objects: [DoubleObject]) {
        for object in objects {
            tell(resource) { state in
                let isNew = state.objects[resource.path]?[object.key] == nil
                state.objects[resource.path, default: [:]][object.key] = (object, state.version)
                return (isNew ? "ADDED" : "MODIFIED", object)
            }
        }
    }

    func remove(_ resource: KubernetesResource, _ object: DoubleObject) {
        tell(resource) { state in
            state.objects[resource.path]?[object.key] = nil
            return ("DELETED", object)
        }
    }

    private func tell(_ resource: KubernetesResource, _ change: (inout State) -> (type: String, object: DoubleObject)) {
        let (line, channels) = state.withLock { state in
            state.version += 1
            let (type, object) = change(&state)
            let json = object.json(kind: "Object", partial: resource == .namespaces || resource == .replicaSets)
            let line = #"{"type":"\#(type)","object":\#(json.replacing(DoubleObject.version, with: "\(state.version)"))}"# + "\n"
            state.changes[resource.path, default: []].append((state.version, line))
            return (line, state.streams[resource.path] ?? [])
        }
        for channel in channels { say(line, to: channel) }
    }

    /// Tells the version without a change.
    func bookmark(_ resource: KubernetesResource) {
        let (line, channels) = state.withLock { state in
            state.version += 1
            return (
                #"{"type":"BOOKMARK","object":{"kind":"Object","apiVersion":"v1","metadata":{"resourceVersion":"\#(state.version)"},"spec":{"containers":null},"status":{}}}"#
                    + "\n", state.streams[resource.path] ?? []
            )
        }
        for channel in channels { say(line, to: channel) }
    }

    /// Bytes into the streams as they are.
    func say(_ text: String, in resource: KubernetesResource) {
        for channel in state.withLock({ $0.streams[resource.path] ?? [] }) { say(text, to: channel) }
    }

    /// Ends the streams as a server does whose time is over.
    func end(_ resource: KubernetesResource) {
        for channel in takeStreams(resource) { channel.writeAndFlush(HTTPServerResponsePart.end(nil), promise: nil) }
    }

    /// Ends the connections in the middle of whatever they say.
    func cut(_ resource: KubernetesResource) {
        for channel in takeStreams(resource) { channel.close(promise: nil) }
    }

    /// The server forgets all versions but the newest.
    func compact(_ resource: KubernetesResource, _ gone: Gone) {
        state.withLock { state in
            state.version += 1
            state.oldest[resource.path] = state.version
            state.gone = gone
        }
    }

    func set(_ change: (inout State) -> Void) { state.withLock { change(&$0) } }

    private func takeStreams(_ resource: KubernetesResource) -> [any Channel] {
        state.withLock { $0.streams.removeValue(forKey: resource.path) ?? [] }
    }

    private func say(_ text: String, to channel: any Channel) {
        channel.writeAndFlush(HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(string: text))), promise: nil)
    }
}

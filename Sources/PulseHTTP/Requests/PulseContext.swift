package import Hummingbird
import Logging
import NIOCore
import PulseAccess
import PulseCore
import Synchronization

/// What travels with a request.
package struct PulseContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// Where the request really came from, as far as it can be trusted.
    var client: Client
    /// Nil when nothing was proved.
    var identity: Identity?
    /// What the handler adds to the audit event of this request.
    let notes = AuditNotes()

    package init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        let peer = source.channel.remoteAddress?.ipAddress ?? "local"
        client = Client(address: peer, peer: peer, isSecure: false)
    }

    /// What the one who asks may see.
    var visibility: Visibility { identity?.visibility ?? .nothing }

    var actorName: String { identity?.actor.name ?? Actor.anonymous.name }

    /// The largest body that any route takes, bytes.
    package var maxUploadSize: Int { 256 * 1024 }
}

/// The other end of a request, after trusted proxies have been looked through.
struct Client: Sendable, Hashable {
    var address: String
    /// The other end of the connection itself: the proxy, where there is one.
    let peer: String
    /// The browser speaks TLS, to us or to the proxy before us.
    var isSecure: Bool
}

/// What a handler knows about the change it makes and the trail should say: what it was about, before and after. Never a secret.
///
/// Shared by all copies of one request's context.
final class AuditNotes: Sendable {
    private struct Notes {
        var details: [String: String] = [:]
        var actor: Actor?
        var failure: [String: String]?
    }

    private let notes = Mutex(Notes())

    /// What was noted so far.
    var details: [String: String] { notes.withLock { $0.details } }

    /// Who it turned out to be, for requests that prove it only while they are handled.
    var actor: Actor? { notes.withLock { $0.actor } }

    func note(_ name: String, _ value: String) { notes.withLock { $0.details[name] = value } }

    func note(actor: Actor) { notes.withLock { $0.actor = actor } }

    /// Why it came to nothing although the answer has no status of a failure: a browser that is sent back to the page.
    var failure: [String: String]? { notes.withLock { $0.failure } }

    func failed(_ details: [String: String]) { notes.withLock { $0.failure = details } }
}

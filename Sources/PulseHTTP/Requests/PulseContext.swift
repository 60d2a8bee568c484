package import Hummingbird
import Logging
import NIOCore
import PulseAccess

/// What travels with a request.
package struct PulseContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// Where the request really came from, as far as it can be trusted.
    var client: Client
    /// Nil when nothing was proved.
    var identity: Identity?

    package init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        client = Client(address: source.channel.remoteAddress?.ipAddress ?? "local", isSecure: false)
    }

    /// The largest body that any route takes, bytes.
    package var maxUploadSize: Int { 256 * 1024 }
}

/// The other end of a request, after trusted proxies have been looked through.
struct Client: Sendable, Hashable {
    var address: String
    /// The browser speaks TLS, to us or to the proxy before us.
    var isSecure: Bool
}

import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

#if canImport(Glibc)
    import Glibc
#endif

extension TransportError {
    /// What an error of the libraries underneath means. `progress` says how much of the answer had come.
    init(_ error: any Error, progress: CallProgress, connectLimit: Duration) {
        switch error {
        case let error as TransportError: self = error
        case is CancellationError: self = .cancelled
        case let error as HTTPClientError: self.init(client: error, progress: progress, connectLimit: connectLimit)
        case let error as NIOConnectionError: self.init(connection: error, connectLimit: connectLimit)
        case let error as IOError: self.init(errno: error.errnoCode, progress: progress, connectLimit: connectLimit)
        case let error as NIOSSLError: self.init(tls: error, progress: progress)
        case let error as NIOSSLExtraError where error == .failedToValidateHostname: self = .certificateUntrusted
        case let error as BoringSSLError: self.init(tlsText: "\(error)")
        case let error as HTTPParserError: self.init(parser: error, progress: progress)
        case ChannelError.connectTimeout: self = .timedOut(.connecting, after: connectLimit)
        case is ChannelError, is ChannelPipelineError: self = progress.brokenOff
        default: self = .other(String(describing: type(of: error)))
        }
    }

    private init(client error: HTTPClientError, progress: CallProgress, connectLimit: Duration) {
        switch error {
        case .cancelled: self = .cancelled
        case .connectTimeout, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout: self = .timedOut(.connecting, after: connectLimit)
        case .remoteConnectionClosed, .uncleanShutdown: self = progress.brokenOff
        case .invalidURL, .emptyHost, .emptyScheme, .missingSocketPath: self = .invalidAddress
        default: self = error.shortDescription.hasPrefix("Unsupported scheme") ? .invalidAddress : .other(error.shortDescription)
        }
    }

    private init(connection error: NIOConnectionError, connectLimit: Duration) {
        guard let first = error.connectionErrors.first else {
            self = .nameNotFound
            return
        }
        self.init(first.error, progress: .connecting, connectLimit: connectLimit)
    }

    private init(errno code: CInt, progress: CallProgress, connectLimit: Duration) {
        switch code {
        case ECONNREFUSED, ENOENT: self = .refused
        case EHOSTUNREACH, ENETUNREACH, ENETDOWN, EHOSTDOWN, EADDRNOTAVAIL: self = .unreachable
        case ETIMEDOUT: self = .timedOut(.connecting, after: connectLimit)
        case ECONNRESET, EPIPE, ENOTCONN: self = progress.brokenOff
        default: self = .other("errno \(code)")
        }
    }

    private init(tls error: NIOSSLError, progress: CallProgress) {
        switch error {
        case .handshakeFailed(let reason): self.init(tlsText: "\(reason)")
        case .unableToValidateCertificate: self = .certificateUntrusted
        case .uncleanShutdown: self = progress.brokenOff
        default: self = .tls("\(error)")
        }
    }

    /// The library gives its reasons as texts of OpenSSL's error stack.
    init(tlsText text: String) {
        switch text {
        case _ where text.contains("CERTIFICATE_VERIFY_FAILED"): self = .certificateUntrusted
        case _ where text.contains("WRONG_VERSION_NUMBER") || text.contains("HTTP_REQUEST"): self = .notTLS
        case _ where text.contains("ClosedUnexpectedly") || text.contains("eof"): self = .closed
        default: self = .tls(text)
        }
    }

    private init(parser error: HTTPParserError, progress: CallProgress) {
        switch progress {
        case .reading: self = .truncated
        case .connecting, .waiting: self = error == .invalidEOFState ? .closed : .notHTTP
        }
    }
}

/// How much of an answer has come.
enum CallProgress: Sendable {
    case connecting
    case waiting
    case reading

    var phase: TransportError.Phase {
        switch self {
        case .connecting: .connecting
        case .waiting: .waiting
        case .reading: .reading
        }
    }

    /// What a connection that ended now means.
    var brokenOff: TransportError {
        switch self {
        case .connecting, .waiting: .closed
        case .reading: .truncated
        }
    }
}

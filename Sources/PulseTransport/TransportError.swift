package import PulseCore

/// Why a call came to nothing before there was a complete answer.
package enum TransportError: Error, Hashable, Sendable {
    /// How far a call had come when its time was up.
    package enum Phase: String, Hashable, Sendable {
        case connecting
        case waiting
        case reading
    }

    case invalidAddress
    case nameNotFound
    case refused
    /// No route, network down, host down.
    case unreachable
    case timedOut(Phase, after: Duration)
    /// The handshake failed; the text is the library's, for logs.
    case tls(String)
    /// The server doesn't speak TLS at that port.
    case notTLS
    /// The operating system doesn't trust the certificate, or it is for another name.
    case certificateUntrusted
    /// Another certificate than the confirmed one. Nothing was sent.
    case certificateChanged(expected: Fingerprint, seen: Fingerprint)
    /// The body is longer than the limit, in bytes.
    case tooLarge(limit: Int)
    case notHTTP
    /// The connection ended in the middle of an answer.
    case truncated
    /// The connection ended before an answer began.
    case closed
    case cancelled
    /// The name leads to an address that must not be called; nothing was sent, and no connection was opened.
    case refusedAddress(IPAddress, AddressKind)
    case other(String)

    /// A name out of a bounded set, for counters and logs.
    package var shortName: String {
        switch self {
        case .invalidAddress: "invalid_address"
        case .nameNotFound: "name_not_found"
        case .refused: "connection_refused"
        case .unreachable: "unreachable"
        case .timedOut(let phase, _): "timed_out_\(phase.rawValue)"
        case .tls: "tls"
        case .notTLS: "not_tls"
        case .certificateUntrusted: "certificate_untrusted"
        case .certificateChanged: "certificate_changed"
        case .tooLarge: "too_large"
        case .notHTTP: "not_http"
        case .truncated: "truncated"
        case .closed: "connection_closed"
        case .cancelled: "cancelled"
        case .refusedAddress: "address_not_allowed"
        case .other: "other"
        }
    }

    /// What happened, for a person, about the given address.
    package func sentence(about address: String) -> String {
        switch self {
        case .invalidAddress: "\(address) is not an address that can be called."
        case .nameNotFound: "The name of \(address) could not be found."
        case .refused: "Nothing accepts connections at \(address)."
        case .unreachable: "There is no way through the network to \(address)."
        case .timedOut(.connecting, let limit): "\(address) did not accept a connection within \(limit.inWords)."
        case .timedOut(.waiting, let limit): "\(address) did not answer within \(limit.inWords)."
        case .timedOut(.reading, let limit): "\(address) began to answer but did not finish within \(limit.inWords)."
        case .tls: "No secure connection to \(address) could be agreed."
        case .notTLS: "\(address) does not speak TLS (https) at this port."
        case .certificateUntrusted: "The certificate of \(address) is not trusted by this system, or is for another name."
        case .certificateChanged: "\(address) showed another certificate than the one that was confirmed. Nothing was sent to it."
        case .tooLarge(let limit): "The answer of \(address) is longer than \(limit >> 20) MiB and was not read."
        case .notHTTP: "\(address) does not answer in HTTP."
        case .truncated: "The answer of \(address) broke off in the middle."
        case .closed: "\(address) closed the connection without an answer."
        case .cancelled: "The call to \(address) was given up."
        case .refusedAddress(let found, let kind): "\(address) leads to \(found), \(kind.words), which is not allowed. Nothing was sent to it."
        case .other: "The call to \(address) failed."
        }
    }
}

extension Duration {
    fileprivate var inWords: String {
        let seconds = components.seconds
        if seconds < 1 { return "\(components.attoseconds / 1_000_000_000_000_000) milliseconds" }
        return seconds == 1 ? "one second" : "\(seconds) seconds"
    }
}

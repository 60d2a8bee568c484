import PulseCore

/// Why the settings of an endpoint were not taken: which field, and what it should be.
package enum WebhookError: Error, Sendable, Equatable {
    case url(String)
    case format(WebhookKind, AuditFormat)
    case filter(String)
    case authority
    case secret(String)
    case notAllowed(url: String, reason: String)
    case tooMany(Int)
    case duplicate(url: String)
    case noSuchEndpoint(String)
    case hasNoSecret(WebhookKind)

    /// The field of the request that has to be mended; nil where it is none.
    package var field: String? {
        switch self {
        case .url, .notAllowed, .duplicate: "url"
        case .format: "format"
        case .filter: "filter"
        case .authority: "certificateAuthority"
        case .secret: "secret"
        case .tooMany, .noSuchEndpoint, .hasNoSecret: nil
        }
    }

    package var sentence: String {
        switch self {
        case .url(let sentence), .filter(let sentence), .secret(let sentence): sentence
        case .format(let kind, let format):
            "The format \(format.rawValue) does not go with \(kind.rawValue); choose \(kind.formats.map(\.rawValue).joined(separator: ", "))."
        case .authority: "certificateAuthority is one or more certificates in PEM form, of at most 64 KiB."
        case .notAllowed(let url, let reason):
            "\(url.printable(limit: 200)) is \(reason). Private networks can be allowed for this endpoint; others the operator lists in "
                + "PULSE_WEBHOOK_ALLOWED_NETWORKS."
        case .tooMany(let limit): "There are \(limit) endpoints already, which is the most; remove one first."
        case .duplicate(let url): "\(url.printable(limit: 200)) stands in the list twice."
        case .noSuchEndpoint(let id): "There is no endpoint '\(id.printable(limit: 64))'."
        case .hasNoSecret(let kind): "An endpoint of the kind \(kind.rawValue) has no secret of ours to be replaced."
        }
    }
}

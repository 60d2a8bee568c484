/// One call to somebody else's server, with every limit that applies to it.
package struct OutboundRequest: Sendable {
    package enum Method: Sendable, Equatable {
        case get
        /// As GET, and answered without the body.
        case head
        /// A POST whose body is the form-encoded fields.
        case post(form: [(name: String, value: String)])
        /// A POST whose body is these bytes, of this media type.
        case postBody([UInt8], type: String)

        package static func == (left: Method, right: Method) -> Bool {
            switch (left, right) {
            case (.get, .get), (.head, .head): true
            case (.post(let left), .post(let right)): left.elementsEqual(right) { $0.name == $1.name && $0.value == $1.value }
            case (.postBody(let left, let leftType), .postBody(let right, let rightType)): left == right && leftType == rightType
            default: false
            }
        }
    }

    package var method: Method
    /// `https://…`, `http://…` or `http+unix://%2Fpath%2Fto.sock/…`.
    package var url: String
    package var headers: [(name: String, value: String)]
    package var trust: Trust
    /// Nil when no certificate of ours is shown.
    package var identity: ClientIdentity?
    /// Where the call may go; nil for servers that an operator named and that may be anywhere, as sources are.
    package var egress: EgressRules?
    /// One limit round connect, head and body.
    package var deadline: Duration
    /// The most bytes of a body, counted after decompression.
    package var byteLimit: Int

    package static let defaultDeadline = Duration.seconds(15)
    /// 64 MiB.
    package static let defaultByteLimit = 64 << 20

    package init(
        _ method: Method = .get, url: String, headers: [(name: String, value: String)] = [], trust: Trust = .system, egress: EgressRules? = nil,
        deadline: Duration = defaultDeadline, byteLimit: Int = defaultByteLimit
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.trust = trust
        self.egress = egress
        self.deadline = deadline
        self.byteLimit = byteLimit
    }
}

extension OutboundRequest.Method {
    var isIdempotent: Bool { self == .get || self == .head }

    var name: String {
        switch self {
        case .get: "GET"
        case .head: "HEAD"
        case .post, .postBody: "POST"
        }
    }

    /// The body and its media type; nil for a GET, which Proxmox answers with 501 when it has a body.
    var body: (bytes: [UInt8], type: String)? {
        switch self {
        case .get, .head: nil
        case .post(let fields):
            (
                Array(fields.map { "\(percentEncoded($0.name))=\(percentEncoded($0.value))" }.joined(separator: "&").utf8),
                "application/x-www-form-urlencoded"
            )
        case .postBody(let bytes, let type): (bytes, type)
        }
    }
}

/// Every byte that is not an RFC 3986 unreserved character as `%XX`; fit for a path segment, a query value and a form field.
package func percentEncoded(_ text: String) -> String {
    let hex = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    for byte in text.utf8 {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: bytes.append(byte)
        default: bytes += [0x25, hex[Int(byte >> 4)], hex[Int(byte & 15)]]
        }
    }
    return String(decoding: bytes, as: UTF8.self)
}

/// What came back, complete: head and body.
package struct OutboundResponse: Sendable {
    package let status: Int
    /// As the server wrote it. Proxmox explains its refusals here.
    package let reason: String
    package let headers: [(name: String, value: String)]
    package let body: [UInt8]

    package init(status: Int, reason: String = "", headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.status = status
        self.reason = reason
        self.headers = headers
        self.body = body
    }

    /// The first header of that name, in any case of letters.
    package func header(_ name: String) -> String? {
        let wanted = name.lowercased()
        return headers.first { $0.name.lowercased() == wanted }?.value
    }
}

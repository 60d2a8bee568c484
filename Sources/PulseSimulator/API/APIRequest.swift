/// A request as the API sees it, after HTTP and before any meaning.
struct APIRequest: Sendable {
    let method: String
    /// Below `/api2/json`, percent-decoded per segment.
    let segments: [String]
    /// As sent, below `/api2/json`, without the query.
    let path: String
    let query: [String: String]
    let authorization: String?
    let cookie: String?
    let csrfToken: String?
    let contentType: String
    let body: String
}

extension APIRequest {
    /// What a cookie holds, as the one to whom the ticket was given sends it.
    func ticket(inCookie name: String) -> String? {
        for part in (cookie ?? "").split(separator: ";") {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2, pair[0].trimmed == name else { continue }
            return String(pair[1]).percentDecoded
        }
        return nil
    }
}

/// Why a request was not answered with data, as Proxmox VE words it: in the reason phrase.
struct APIRefusal: Error, Equatable {
    let status: Int
    let phrase: String
    var errors: [String: String] = [:]
    /// Real time that passed until the server knew.
    var work: Duration = .zero
    /// 401 and the codes of the proxy come without a body.
    var hasBody: Bool { status != 401 && status < 590 }

    static func authentication(_ phrase: String) -> APIRefusal { APIRefusal(status: 401, phrase: phrase) }

    /// What the node that is asked says of the one it could not reach.
    static func unreachable(_ failure: Node.Failure) -> APIRefusal {
        switch failure {
        case .powerOff: APIRefusal(status: 595, phrase: "No route to host")
        case .refused: APIRefusal(status: 595, phrase: "Connection refused")
        case .hanging: APIRefusal(status: 596, phrase: "Connection timed out")
        }
    }

    static func permission(_ path: String, _ privileges: [String]) -> APIRefusal {
        APIRefusal(status: 403, phrase: "Permission check failed (\(path), \(privileges.joined(separator: "|")))")
    }

    static func parameter(_ name: String, _ text: String) -> APIRefusal {
        APIRefusal(status: 400, phrase: "Parameter verification failed.", errors: [name: text])
    }

    static func failed(_ phrase: String) -> APIRefusal { APIRefusal(status: 500, phrase: phrase) }
}

/// What an endpoint found: the `data` of the envelope, and its siblings.
struct Payload: Sendable {
    var json: String
    /// Only paged lists tell how many there are.
    var total: Int?

    init(_ json: String, total: Int? = nil) {
        self.json = json
        self.total = total
    }

    init(rows: [String]) { self.init(JSONText.array(rows)) }

    /// `total` is left out when nothing is there.
    var envelope: String {
        guard let total, total > 0 else { return "{\"data\":" + json + "}" }
        return "{\"data\":" + json + ",\"total\":\(total)}"
    }
}

/// A complete answer for the wire.
struct APIAnswer: Sendable {
    enum Body: Sendable {
        case text(String)
        /// So many bytes, made while they are sent.
        case endless(bytes: Int)
        /// A quick head, then a byte now and then.
        case dripping(String, every: Duration)
        /// So long that it is made while it is sent, one piece after the other has left.
        case pieces(BodyPieces)
        /// The head promises more than comes.
        case truncated(String)
    }

    var status: Int
    var phrase: String
    var body: Body
    var contentType = "application/json;charset=UTF-8"
    var headers: [(String, String)] = []
    /// Real time a worker is busy with it.
    var work: Duration = .zero
    /// The node whose worker that is, when it is not the one connected to.
    var workplace: String?
    /// Real time it holds the answer back without occupying a worker.
    var pause: Duration = .zero
    /// A node that hangs never answers; the connection stays as it is.
    var silent = false
}

/// A body that exists only piece by piece.
struct BodyPieces: Sendable {
    /// Called on the event loop that writes.
    let begin: @Sendable () -> AnyIterator<String>

    /// An envelope around rows, of which so many are written at a time.
    static func envelope(_ rows: @escaping @Sendable () -> AnyIterator<String>, each count: Int = 200) -> BodyPieces {
        BodyPieces {
            let rows = rows()
            var state = Progress.opening
            return AnyIterator {
                var piece = ""
                if state == .done { return nil }
                if state == .opening { piece = "{\"data\":[" }
                for _ in 0..<count {
                    guard let row = rows.next() else {
                        state = .done
                        return piece + "]}"
                    }
                    if state == .rows { piece += "," }
                    state = .rows
                    piece += row
                }
                return piece
            }
        }
    }

    private enum Progress { case opening, rows, done }
}

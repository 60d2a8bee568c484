import NIOHTTP1

extension APIRequest {
    static let prefix = "/api2/json"

    /// nil when the address is outside the API.
    init?(_ head: HTTPRequestHead, body: String) {
        let parts = head.uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let whole = parts.first, whole.hasPrefix(APIRequest.prefix) else { return nil }
        let below = String(whole.dropFirst(APIRequest.prefix.count))
        guard below.isEmpty || below.hasPrefix("/") else { return nil }
        self.init(
            method: head.method.rawValue, segments: below.split(separator: "/").map { String($0).percentDecoded }, path: below,
            query: parts.count > 1 ? FormFields(parts[1]).all : [:], authorization: head.headers.first(name: "authorization"),
            cookie: head.headers.first(name: "cookie"), csrfToken: head.headers.first(name: "csrfpreventiontoken"),
            contentType: head.headers.first(name: "content-type") ?? "", body: body)
    }
}

/// What else is served on the port: the page with the log-in form, and nothing.
enum WebPages {
    private static func title(_ product: SimulatedProduct) -> String {
        switch product {
        case .virtualEnvironment: "pve - Proxmox Virtual Environment"
        case .backupServer: "Proxmox Backup Server"
        case .mailGateway: "Proxmox Mail Gateway"
        }
    }

    static func answer(_ uri: String, of product: SimulatedProduct) -> APIAnswer {
        let path = uri.prefix { $0 != "?" }
        guard path == "/" else {
            return APIAnswer(status: 404, phrase: "no such file '\(path)'", body: .text(""), contentType: "text/html")
        }
        return APIAnswer(
            status: 200, phrase: "OK",
            body: .text("<!DOCTYPE html><html><head><title>\(title(product))</title></head><body></body></html>"),
            contentType: "text/html; charset=utf-8")
    }
}

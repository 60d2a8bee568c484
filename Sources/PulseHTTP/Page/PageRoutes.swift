import CWebAssets
import HTTPTypes
import Hummingbird
import NIOCore

/// The page itself: files that were embedded when Pulse was built.
struct PageRoutes {
    func add(to routes: inout RouteTable) {
        for asset in EmbeddedAsset.all {
            routes.get("/\(asset.path)", .open, "Part of the page") { request, _ in asset.answer(to: request) }
            guard asset.path == "index.html" else { continue }
            routes.get("/", .open, "The page") { request, _ in asset.answer(to: request) }
        }
    }
}

/// One embedded file. Its bytes are copied into buffers once, so that no request copies them again.
private struct EmbeddedAsset: Sendable {
    let path: String
    private let contentType: String
    private let tag: String
    private let plain: ByteBuffer
    private let gzip: ByteBuffer?

    static let all: [EmbeddedAsset] = (0..<pulse_web_asset_count()).compactMap { index in
        pulse_web_asset(index).map { EmbeddedAsset($0.pointee) }
    }

    private init(_ asset: PulseWebAsset) {
        path = String(cString: asset.path)
        contentType = String(cString: asset.contentType)
        tag = String(cString: asset.etag)
        plain = ByteBuffer(bytes: UnsafeBufferPointer(start: asset.bytes, count: asset.length))
        gzip = asset.gzipLength > 0 ? ByteBuffer(bytes: UnsafeBufferPointer(start: asset.gzipBytes, count: asset.gzipLength)) : nil
    }

    func answer(to request: Request) -> Response {
        // Always asked again, and answered with 304 while nothing changed: after an upgrade nobody sees an old page.
        var headers: HTTPFields = [.contentType: contentType, .eTag: tag, .cacheControl: "no-cache", .vary: "Accept-Encoding"]
        if request.headers[.ifNoneMatch]?.contains(tag) == true { return Response(status: .notModified, headers: headers) }
        guard let gzip, request.accepts(encoding: "gzip") else {
            return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: plain))
        }
        headers[.contentEncoding] = "gzip"
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: gzip))
    }
}

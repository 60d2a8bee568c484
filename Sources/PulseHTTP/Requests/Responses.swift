import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

extension Response {
    static func json(_ bytes: [UInt8], status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: "application/json; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return json([UInt8](try encoder.encode(value)), status: status)
    }

    static var noContent: Response { Response(status: .noContent, headers: [.cacheControl: "no-store"]) }
}

extension Request {
    /// The JSON body as a value. Anything else is a 400 that names the field where it can.
    ///
    /// - Parameter limit: of the body, bytes; that of all routes unless the route needs more.
    func decoded<Value: Decodable>(as type: Value.Type, _ context: PulseContext, limit: Int? = nil) async throws -> Value {
        guard headers[.contentType]?.lowercased().hasPrefix("application/json") == true else {
            throw APIError(.unsupportedMediaType, "json_expected", "Send the body as Content-Type: application/json.")
        }
        let buffer = try await body.collect(upTo: limit ?? context.maxUploadSize)
        do {
            return try Foundation.JSONDecoder().decode(type, from: Data(buffer.readableBytesView))
        } catch let error as DecodingError {
            throw APIError.invalid(error.field, "The body of the request is not as this address expects it\(error.place).")
        }
    }

    func accepts(encoding: String) -> Bool {
        (headers[.acceptEncoding] ?? "").split(separator: ",").contains { part in
            let words = part.split(separator: ";").map { $0.filter { $0 != " " }.lowercased() }
            return words.first == encoding && !words.dropFirst().contains("q=0")
        }
    }

    func queryText(_ name: String) -> String? {
        uri.queryParameters[Substring(name)].flatMap { $0.isEmpty ? nil : String($0) }
    }

    /// Nil where it is not given.
    func queryFlag(_ name: String) throws -> Bool? {
        switch queryText(name) {
        case nil: nil
        case "true": true
        case "false": false
        default: throw APIError.invalid(name, "\(name) is true or false.")
        }
    }

    func queryList(_ name: String) -> [String]? {
        queryText(name)?.split(separator: ",").map(String.init)
    }
}

extension DecodingError {
    fileprivate var field: String {
        switch self {
        case .keyNotFound(let key, _): key.stringValue
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            context.codingPath.last?.stringValue ?? "body"
        @unknown default: "body"
        }
    }

    fileprivate var place: String { field == "body" ? "" : ": look at '\(field)'" }
}

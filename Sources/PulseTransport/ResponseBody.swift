import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// Gets a body piece by piece, in order, each at most 64 KiB or so. The server is not read on while it works on one. False: no more is
/// wanted, and the connection is given up.
package typealias BodyTaker = @Sendable ([UInt8]) -> Bool

/// The body of a response while it arrives: unpacked, and ended at its limit.
struct ResponseBody {
    private let body: HTTPClientResponse.Body
    private let limit: Int
    private let isPacked: Bool

    /// - Throws: when the server itself says that it is longer than the limit, in bytes after unpacking.
    init(_ response: HTTPClientResponse, limit: Int) throws {
        guard (response.headers.first(name: "content-length").flatMap { Int($0) } ?? 0) <= limit else {
            throw TransportError.tooLarge(limit: limit)
        }
        body = response.body
        self.limit = limit
        isPacked = ["gzip", "x-gzip", "deflate"].contains(response.headers.first(name: "content-encoding")?.lowercased())
    }

    func gathered() async throws -> [UInt8] {
        var bytes: [UInt8] = []
        try await read { piece in
            bytes.append(contentsOf: piece)
            return true
        }
        return bytes
    }

    func pass(to take: BodyTaker) async throws {
        try await read { take(Array($0)) }
    }

    private func read(_ take: (UnsafeBufferPointer<UInt8>) throws -> Bool) async throws {
        if isPacked { try await unpack(take) } else { try await readPlain(take) }
    }

    private func readPlain(_ take: (UnsafeBufferPointer<UInt8>) throws -> Bool) async throws {
        var count = 0
        for try await part in body {
            count += part.readableBytes
            guard count <= limit else { throw TransportError.tooLarge(limit: limit) }
            let goesOn = try part.readableBytesView.withUnsafeBytes { try take($0.bindMemory(to: UInt8.self)) }
            guard goesOn else { return }
        }
    }

    private func unpack(_ take: (UnsafeBufferPointer<UInt8>) throws -> Bool) async throws {
        let inflater = try Inflater(limit: limit)
        var isWanted = true
        for try await part in body {
            try inflater.append(part.readableBytesView) { piece in
                isWanted = try take(piece)
                return isWanted
            }
            guard isWanted else { return }
        }
        try inflater.finish()
    }
}

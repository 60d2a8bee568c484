import HTTPTypes
import Hummingbird
import NIOCore

/// Bytes of a stream, encoded and compressed once for all who listen.
struct StreamPiece: Sendable {
    let plain: [UInt8]
    let compressed: Deflate.Piece

    init(_ plain: [UInt8]) {
        self.plain = plain
        compressed = Deflate.Piece(plain)
    }

    init(_ text: String) { self.init(Array(text.utf8)) }
}

/// Writes pieces for one client, as they are or as one gzip stream.
struct StreamPen {
    private let compress: Bool
    private var end = Deflate.StreamEnd()

    /// The client waits this long before it reconnects, milliseconds.
    private static let opening = StreamPiece("retry: 2000\n\n")

    init(compress: Bool) { self.compress = compress }

    /// Sends something at once: until then a client does not know that it is heard.
    @concurrent mutating func open(_ writer: inout any ResponseBodyWriter) async throws {
        if compress { try await writer.write(ByteBuffer(bytes: Deflate.gzipHeader)) }
        try await send(Self.opening, &writer)
    }

    @concurrent mutating func send(_ piece: StreamPiece, _ writer: inout any ResponseBodyWriter) async throws {
        end.add(piece.compressed)
        try await writer.write(ByteBuffer(bytes: compress ? piece.compressed.deflated : piece.plain))
    }

    @concurrent mutating func close(_ writer: inout any ResponseBodyWriter) async throws {
        if compress { try await writer.write(ByteBuffer(bytes: end.trailer)) }
    }
}

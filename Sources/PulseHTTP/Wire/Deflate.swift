import CZlib

/// Compression by zlib: whole gzip bodies, and pieces for a stream.
enum Deflate {
    /// RFC 1952 header: deflate, no name, no time, unknown system.
    static let gzipHeader: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF]

    /// A complete gzip file.
    static func gzip(_ bytes: [UInt8]) -> [UInt8] {
        var end = StreamEnd()
        let piece = Piece(bytes)
        end.add(piece)
        return gzipHeader + piece.deflated + end.trailer
    }

    /// Bytes compressed on their own and ending on a byte boundary (RFC 1951, empty stored block), so that one piece can be sent into any
    /// number of streams, after any other pieces: it refers to nothing before itself.
    struct Piece: Sendable {
        let deflated: [UInt8]
        let crc: UInt32
        let length: Int

        init(_ bytes: [UInt8], level: Int32 = 6) {
            deflated = Deflate.compress(bytes, level: level)
            crc = UInt32(truncatingIfNeeded: crc32(0, bytes, UInt32(bytes.count)))
            length = bytes.count
        }
    }

    /// What has to be known of the pieces sent so far to end a gzip stream properly.
    struct StreamEnd: Sendable {
        private var crc: UInt32 = 0
        private var length: UInt32 = 0

        mutating func add(_ piece: Piece) {
            crc = UInt32(truncatingIfNeeded: crc32_combine(UInt(crc), UInt(piece.crc), piece.length))
            length &+= UInt32(truncatingIfNeeded: piece.length)
        }

        /// A last empty block, then checksum and length in little-endian order.
        var trailer: [UInt8] {
            [0x03, 0x00] + withUnsafeBytes(of: crc.littleEndian, Array.init) + withUnsafeBytes(of: length.littleEndian, Array.init)
        }
    }

    private static func compress(_ bytes: [UInt8], level: Int32) -> [UInt8] {
        var stream = z_stream()
        // Raw deflate; the window suits what is compressed, so that a small delta does not cost 256 KiB.
        let windowBits: Int32 = bytes.count < 16_384 ? 12 : 15
        deflateInit2_(
            &stream, level, Z_DEFLATED, -windowBits, windowBits == 12 ? 6 : 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        defer { deflateEnd(&stream) }
        // Room for the sync marker beside the bound, so that one call always does.
        let room = Int(deflateBound(&stream, UInt(bytes.count))) + 16
        return [UInt8](unsafeUninitializedCapacity: room) { output, count in
            var input = bytes
            input.withUnsafeMutableBufferPointer { input in
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(room)
                deflate(&stream, Z_SYNC_FLUSH)
            }
            count = room - Int(stream.avail_out)
        }
    }
}

import CZlib
import PulseTransport

/// gzip (RFC 1952) of a whole text.
package enum Gzip {
    /// Nil when there is no memory for it.
    static func packed(_ bytes: [UInt8]) -> [UInt8]? {
        var stream = z_stream()
        // 16 on top asks zlib for a gzip header and trailer. A window of 16 KiB keeps it small.
        guard deflateInit2_(&stream, 6, Z_DEFLATED, 16 + 14, 7, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            return nil
        }
        defer { deflateEnd(&stream) }
        var input = bytes
        let room = Int(deflateBound(&stream, UInt(bytes.count)))
        var isWhole = false
        let output = [UInt8](unsafeUninitializedCapacity: room) { output, count in
            input.withUnsafeMutableBufferPointer { input in
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(room)
                isWhole = deflate(&stream, Z_FINISH) == Z_STREAM_END
            }
            count = room - Int(stream.avail_out)
        }
        return isWhole ? output : nil
    }

    /// Nil when it is not gzip, damaged, or longer than `limit` bytes.
    package static func unpacked(_ bytes: [UInt8], limit: Int) -> [UInt8]? {
        var output: [UInt8] = []
        do {
            let inflater = try Inflater(limit: limit)
            try inflater.append(bytes) { piece in
                output.append(contentsOf: piece)
                return true
            }
            try inflater.finish()
        } catch { return nil }
        return output
    }
}

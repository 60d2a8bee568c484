import CZlib

/// gzip at the quickest level: pveproxy compresses what is larger than a KiB for clients that ask for it.
enum Gzip {
    static let threshold = 1_024

    static func compress(_ input: [UInt8]) -> [UInt8]? {
        var stream = z_stream()
        // 16 on top of the window size asks for the gzip envelope.
        guard
            deflateInit2_(&stream, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else {
            return nil
        }
        defer { deflateEnd(&stream) }
        var source = input
        var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, uLong(input.count))) + 32)
        let finished = source.withUnsafeMutableBufferPointer { from in
            output.withUnsafeMutableBufferPointer { to in
                stream.next_in = from.baseAddress
                stream.avail_in = uInt(from.count)
                stream.next_out = to.baseAddress
                stream.avail_out = uInt(to.count)
                return deflate(&stream, Z_FINISH) == Z_STREAM_END
            }
        }
        guard finished else { return nil }
        output.removeLast(output.count - Int(stream.total_out))
        return output
    }
}

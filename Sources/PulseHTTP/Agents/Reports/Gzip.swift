import CZlib
import PulseCore

/// A gzip body (RFC 1952) that comes in, unpacked within a limit.
enum Gzip {
    enum Fault: Error, Equatable {
        /// It unpacks to more than the limit.
        case tooLarge
        /// It is no gzip, was changed on the way, or ends early.
        case broken
    }

    /// Unpacked piece by piece, so that a bomb costs no more than the limit.
    private static let piece = 64 << 10

    /// - Parameter limit: of what comes out, bytes.
    static func unpacked(_ bytes: [UInt8], limit: Int) throws(Fault) -> [UInt8] {
        var stream = z_stream()
        // 16 beside the window: gzip and nothing else.
        guard inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else { throw .broken }
        defer { inflateEnd(&stream) }
        var input = bytes
        var output: [UInt8] = []
        let outcome = input.withUnsafeMutableBufferPointer { input in
            stream.next_in = input.baseAddress
            stream.avail_in = UInt32(input.count)
            return pump(&stream, into: &output, limit: limit)
        }
        if let outcome { throw outcome }
        return output
    }

    private static func pump(_ stream: inout z_stream, into output: inout [UInt8], limit: Int) -> Fault? {
        var room = [UInt8](repeating: 0, count: piece)
        while true {
            let (status, count) = room.withUnsafeMutableBufferPointer { room in
                stream.next_out = room.baseAddress
                stream.avail_out = UInt32(piece)
                let status = inflate(&stream, Z_NO_FLUSH)
                return (status, piece - Int(stream.avail_out))
            }
            guard output.count + count <= limit else { return .tooLarge }
            output.append(contentsOf: room[..<count])
            switch status {
            // Something behind the end is not ours.
            case Z_STREAM_END: return stream.avail_in == 0 ? nil : .broken
            // Neither in nor out moved: it ends early.
            case Z_OK where count > 0 || stream.avail_in > 0: continue
            default: return .broken
            }
        }
    }
}

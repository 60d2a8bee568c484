import CZlib

/// Undoes gzip as the bytes arrive, and stops at a limit: a kilobyte can unpack to a megabyte.
final class Inflater {
    private let stream: UnsafeMutablePointer<z_stream>
    private let space: UnsafeMutablePointer<UInt8>
    private let limit: Int
    private(set) var output: [UInt8] = []
    private var isFinished = false

    /// Bytes unpacked at a time.
    private static let step = 64 << 10
    /// 15 bits of window, and +32: recognise gzip and zlib by their heads.
    private static let windowBits: CInt = 15 + 32

    init(limit: Int) throws {
        self.limit = limit
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        space = .allocate(capacity: Self.step)
        guard inflateInit2_(stream, Self.windowBits, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size)) == Z_OK else {
            throw TransportError.other("inflate")
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deinitialize(count: 1)
        stream.deallocate()
        space.deallocate()
    }

    func append(_ input: some Collection<UInt8>) throws {
        var bytes = Array(input)
        try bytes.withUnsafeMutableBufferPointer { input in
            stream.pointee.next_in = input.baseAddress
            stream.pointee.avail_in = CUnsignedInt(input.count)
            // A full output may hide more behind it, even when the input is used up.
            var mayHaveMore = input.count > 0
            while mayHaveMore, !isFinished { mayHaveMore = try unpackStep() || stream.pointee.avail_in > 0 }
            stream.pointee.next_in = nil
        }
    }

    /// Everything unpacked, once the compressed stream has said that it is complete.
    func finish() throws -> [UInt8] {
        guard isFinished else { throw TransportError.truncated }
        return output
    }

    /// True when the step filled its space.
    private func unpackStep() throws -> Bool {
        stream.pointee.next_out = space
        stream.pointee.avail_out = CUnsignedInt(Self.step)
        let code = inflate(stream, Z_NO_FLUSH)
        let count = Self.step - Int(stream.pointee.avail_out)
        guard code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR else { throw TransportError.truncated }
        guard output.count + count <= limit else { throw TransportError.tooLarge(limit: limit) }
        output.append(contentsOf: UnsafeBufferPointer(start: space, count: count))
        isFinished = code == Z_STREAM_END
        return count == Self.step
    }
}

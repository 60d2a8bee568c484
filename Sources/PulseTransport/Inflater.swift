import CZlib

/// Undoes gzip as the bytes arrive, and stops at a limit: a kilobyte can unpack to a megabyte. It keeps nothing of what it has unpacked.
package final class Inflater {
    private let stream: UnsafeMutablePointer<z_stream>
    private let space: UnsafeMutablePointer<UInt8>
    private let limit: Int
    /// Bytes unpacked so far.
    private var unpacked = 0
    private var isFinished = false

    /// Bytes unpacked at a time.
    private static let step = 64 << 10
    /// 15 bits of window, and +32: recognise gzip and zlib by their heads.
    private static let windowBits: CInt = 15 + 32

    package init(limit: Int) throws {
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

    /// - Parameter take: gets what the input unpacks to, at most 64 KiB at a time. False ends it.
    package func append(_ input: some Collection<UInt8>, _ take: (UnsafeBufferPointer<UInt8>) throws -> Bool) throws {
        var bytes = Array(input)
        try bytes.withUnsafeMutableBufferPointer { input in
            stream.pointee.next_in = input.baseAddress
            stream.pointee.avail_in = CUnsignedInt(input.count)
            // A full output may hide more behind it, even when the input is used up.
            var mayHaveMore = input.count > 0
            while mayHaveMore, !isFinished { mayHaveMore = try unpackStep(take) }
            stream.pointee.next_in = nil
        }
    }

    /// - Throws: unless the compressed stream has said that it is complete.
    package func finish() throws {
        guard isFinished else { throw TransportError.truncated }
    }

    /// True when there may be more behind it: the step filled its space, or input is left.
    private func unpackStep(_ take: (UnsafeBufferPointer<UInt8>) throws -> Bool) throws -> Bool {
        stream.pointee.next_out = space
        stream.pointee.avail_out = CUnsignedInt(Self.step)
        let code = inflate(stream, Z_NO_FLUSH)
        let count = Self.step - Int(stream.pointee.avail_out)
        guard code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR else { throw TransportError.truncated }
        guard unpacked + count <= limit else { throw TransportError.tooLarge(limit: limit) }
        unpacked += count
        isFinished = code == Z_STREAM_END
        guard try count == 0 || take(UnsafeBufferPointer(start: space, count: count)) else { return false }
        return count == Self.step || stream.pointee.avail_in > 0
    }
}

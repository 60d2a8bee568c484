import CZlib

/// One file of the queue: the requests that the samples of one append became. They stand in one file so that they are kept all or none.
///
/// Form: eight bytes `PULSERW1`, then per request: samples, length and CRC-32 of the body as 32-bit numbers, least byte first, and the body; at
/// the end the CRC-32 of everything before it.
enum QueueFile {
    struct Request: Equatable, Sendable {
        let samples: Int
        /// As it is sent.
        let body: [UInt8]
    }

    private static let mark = Array("PULSERW1".utf8)
    private static let headLength = 12

    static func encoded(_ requests: [Request]) -> [UInt8] {
        var bytes = mark
        bytes.reserveCapacity(requests.reduce(mark.count + 4) { $0 + headLength + $1.body.count })
        for request in requests {
            for word in [UInt32(request.samples), UInt32(request.body.count), checksum(request.body[...])] { append(word, to: &bytes) }
            bytes += request.body
        }
        append(checksum(bytes[...]), to: &bytes)
        return bytes
    }

    static func decoded(_ bytes: [UInt8]) throws(CodecError) -> [Request] {
        guard bytes.count >= mark.count + 4 else { throw .truncated }
        guard bytes.starts(with: mark) else { throw .unknownForm(bytes[0]) }
        let end = bytes.count - 4
        guard word(bytes, at: end) == checksum(bytes[..<end]) else { throw .checksum }
        var requests: [Request] = []
        var next = mark.count
        while next < end {
            guard end - next >= headLength else { throw .truncated }
            let start = next + headLength
            let (samples, length) = (Int(word(bytes, at: next)), Int(word(bytes, at: next + 4)))
            guard length <= end - start else { throw .truncated }
            let body = bytes[start..<start + length]
            guard word(bytes, at: next + 8) == checksum(body) else { throw .checksum }
            requests.append(Request(samples: samples, body: Array(body)))
            next = start + length
        }
        guard !requests.isEmpty else { throw .implausible }
        return requests
    }

    private static func append(_ word: UInt32, to bytes: inout [UInt8]) { withUnsafeBytes(of: word.littleEndian) { bytes += $0 } }

    private static func word(_ bytes: [UInt8], at index: Int) -> UInt32 {
        (0..<4).reduce(0) { $0 | UInt32(bytes[index + $1]) << UInt32(8 * $1) }
    }

    private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.withUnsafeBufferPointer { UInt32(truncatingIfNeeded: crc32(crc32(0, nil, 0), $0.baseAddress, UInt32($0.count))) }
    }
}

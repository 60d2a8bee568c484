import CSnappy

/// Snappy's block format, which remote write 1.0 demands; the frame format of files is another one.
enum Snappy {
    static func compressed(_ bytes: [UInt8]) -> [UInt8] {
        let space = snappy_max_compressed_length(bytes.count)
        return [UInt8](unsafeUninitializedCapacity: space) { buffer, count in
            count = space
            let status = bytes.withUnsafeBytes { input in
                buffer.withMemoryRebound(to: CChar.self) { output in
                    snappy_compress(input.bindMemory(to: CChar.self).baseAddress, input.count, output.baseAddress, &count)
                }
            }
            // The only error that snappy-c.h knows here is too little space.
            precondition(status == SNAPPY_OK)
        }
    }
}

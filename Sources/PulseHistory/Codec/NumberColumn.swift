/// A column of whole numbers in few bits: the difference from a prediction, in Rice codes whose parameter fits each block.
///
/// Rice, "Some practical universal noiseless coding techniques", JPL 79-22: u is written as u >> k in ones and a zero, then the low k bits.
/// Differences are folded to non-negative numbers (0, -1, 1, -2 … become 0, 1, 2, 3 …).
///
/// Form: 2 bits predictor, 7 bits n, n bits level (folded), then per block of 64 numbers 6 bits k: 63 means that all differences are zero; else the codes.
/// 24 ones mean that 64 bits with the difference itself follow.
enum NumberColumn {
    private static let blockLength = 64
    private static let zeroBlock: UInt64 = 63
    private static let longestRun = 24

    static func write(_ values: [Int64], to writer: inout BitWriter) {
        guard let first = values.first else { return }
        let middle = values.count > 2 ? median(values) : first
        let (predictor, level) = choose(values, first: first, middle: middle)
        writer.write(UInt64(predictor.rawValue), bits: 2)
        let start = folded(level)
        writer.write(UInt64(64 - start.leadingZeroBitCount), bits: 7)
        writer.write(start, bits: 64 - start.leadingZeroBitCount)
        var state = Predictor.State(predictor, level: level)
        var block: [UInt64] = []
        block.reserveCapacity(blockLength)
        for value in values {
            block.append(folded(value &- state.prediction))
            state.saw(value)
            if block.count == blockLength { writeBlock(&block, to: &writer) }
        }
        if !block.isEmpty { writeBlock(&block, to: &writer) }
    }

    static func read(_ count: Int, from reader: inout BitReader) throws(CodecError) -> [Int64] {
        guard count > 0 else { return [] }
        // A copy of its own stays in registers.
        var own = reader
        let values = try readAll(count, from: &own)
        reader = own
        return values
    }

    @inline(__always)
    private static func readAll(_ count: Int, from reader: inout BitReader) throws(CodecError) -> [Int64] {
        guard let predictor = Predictor(rawValue: UInt8(try reader.read(bits: 2))) else { throw .implausible }
        let digits = Int(try reader.read(bits: 7))
        guard digits <= 64 else { throw .implausible }
        var state = Predictor.State(predictor, level: unfolded(try reader.read(bits: digits)))
        var values: [Int64] = []
        values.reserveCapacity(count)
        while values.count < count {
            let parameter = try reader.read(bits: 6)
            let length = min(blockLength, count - values.count)
            // Counts and distances are the same number for days.
            if parameter == zeroBlock, predictor == .last || predictor == .level {
                values.append(contentsOf: repeatElement(state.prediction, count: length))
                continue
            }
            for _ in 0..<length {
                let difference = parameter == zeroBlock ? 0 : unfolded(try readCode(Int(parameter), from: &reader))
                let value = state.prediction &+ difference
                state.saw(value)
                values.append(value)
            }
        }
        return values
    }

    /// The predictor whose differences have the fewest digits, and the level to begin with.
    private static func choose(_ values: [Int64], first: Int64, middle: Int64) -> (Predictor, Int64) {
        var best = (Predictor.last, first)
        var least = Int.max
        for predictor in Predictor.allCases {
            let level = predictor == .level || predictor == .smoothed ? middle : first
            var state = Predictor.State(predictor, level: level)
            var digits = 0
            for value in values {
                digits += 64 - folded(value &- state.prediction).leadingZeroBitCount
                state.saw(value)
            }
            if digits < least { (least, best) = (digits, (predictor, level)) }
        }
        return best
    }

    /// Of a few of them: it only has to be near the middle.
    private static func median(_ values: [Int64]) -> Int64 {
        let step = max(1, values.count / 63)
        return stride(from: 0, to: values.count, by: step).map { values[$0] }.sorted()[(values.count - 1) / step / 2]
    }

    private static func writeBlock(_ block: inout [UInt64], to writer: inout BitWriter) {
        defer { block.removeAll(keepingCapacity: true) }
        guard block.contains(where: { $0 != 0 }) else { return writer.write(zeroBlock, bits: 6) }
        let parameter = bestParameter(block)
        writer.write(UInt64(parameter), bits: 6)
        for code in block { writeCode(code, parameter, to: &writer) }
    }

    private static func bestParameter(_ block: [UInt64]) -> Int {
        let mean = block.reduce(0.0) { $0 + Double($1) } / Double(block.count)
        let guess = mean < 1 ? 0 : Int(mean.exponent)
        let candidates = max(0, guess - 1)...min(60, guess + 1)
        return candidates.min { cost(block, $0) < cost(block, $1) } ?? 0
    }

    private static func cost(_ block: [UInt64], _ parameter: Int) -> UInt64 {
        block.reduce(0) { sum, code in
            let run = code >> UInt64(parameter)
            return sum &+ (run < UInt64(longestRun) ? run + 1 + UInt64(parameter) : UInt64(longestRun) + 64)
        }
    }

    private static func writeCode(_ code: UInt64, _ parameter: Int, to writer: inout BitWriter) {
        let run = code >> UInt64(parameter)
        guard run < UInt64(longestRun) else {
            writer.write(UInt64.max, bits: longestRun)
            return writer.write(code, bits: 64)
        }
        writer.write((1 << (run + 1)) - 2, bits: Int(run) + 1)
        writer.write(code, bits: parameter)
    }

    @inline(__always)
    private static func readCode(_ parameter: Int, from reader: inout BitReader) throws(CodecError) -> UInt64 {
        let run = try reader.readOnes(limit: longestRun)
        if run == longestRun { return try reader.read(bits: 64) }
        return UInt64(run) << UInt64(parameter) | (try reader.read(bits: parameter))
    }

    static func folded(_ difference: Int64) -> UInt64 { UInt64(bitPattern: (difference &<< 1) ^ (difference >> 63)) }
    static func unfolded(_ code: UInt64) -> Int64 { Int64(bitPattern: code >> 1) ^ -Int64(bitPattern: code & 1) }
}

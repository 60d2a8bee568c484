import Testing

@testable import PulseTransport

@Suite("Unpacking", .timeLimit(.minutes(5)))
struct InflaterTests {
    private static let text = Array((0..<100).map { "{\"vmid\":\($0),\"name\":\"guest-\($0 * 7919 % 613)\"}" }.joined().utf8)

    private func unpack(_ parts: [some Collection<UInt8>], limit: Int = 1 << 20) throws -> [UInt8] {
        let inflater = try Inflater(limit: limit)
        var output: [UInt8] = []
        for part in parts {
            try inflater.append(part) { piece in
                output.append(contentsOf: piece)
                return true
            }
        }
        try inflater.finish()
        return output
    }

    @Test("wherever the input is split, the output is the same")
    func splits() async throws {
        for packed in [Packed.gzip(Self.text), Packed.zlib(Self.text)] {
            #expect(try unpack([packed]) == Self.text)
            #expect(try unpack(packed.map { [$0] }) == Self.text)
            for place in packed.indices {
                await Task.yield()
                #expect(try unpack([packed[..<place], packed[place...]]) == Self.text)
            }
        }
    }

    @Test("every beginning is incomplete")
    func incomplete() {
        let packed = Packed.gzip(Self.text)
        for count in packed.indices { #expect(throws: TransportError.truncated) { try unpack([packed.prefix(count)]) } }
    }

    @Test("outputs larger than a step come whole, also with nothing left to read")
    func large() throws {
        for count in [(64 << 10) - 1, 64 << 10, (64 << 10) + 1, 1 << 20] {
            let bytes = Array(repeating: UInt8(7), count: count)
            #expect(try unpack([Packed.gzip(bytes)]) == bytes)
        }
    }

    @Test("it stops at the limit, and keeps nothing beyond it")
    func limit() throws {
        let inflater = try Inflater(limit: 100_000)
        var count = 0
        #expect(throws: TransportError.tooLarge(limit: 100_000)) {
            try inflater.append(Packed.gzip(Array(repeating: 0, count: 50_000_000))) { piece in
                count += piece.count
                return true
            }
        }
        #expect(count <= 100_000)
    }

    @Test("it unpacks no more than is wanted")
    func unwanted() throws {
        let inflater = try Inflater(limit: 1 << 30)
        var pieces = 0
        try inflater.append(Packed.gzip(Array(repeating: 0, count: 50_000_000))) { _ in
            pieces += 1
            return pieces < 3
        }
        #expect(pieces == 3)
    }

    @Test("bytes behind the end are nobody's")
    func trailing() throws {
        #expect(try unpack([Packed.gzip(Self.text) + [1, 2, 3], [4, 5]]) == Self.text)
    }

    @Test("any bytes end in an output or an error, never in a crash or a loop", arguments: 0..<8)
    func mutations(seed: UInt64) {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let packed = Packed.gzip(Self.text)
        for _ in 0..<300 {
            var bytes = packed
            for _ in 0...random(4) { bytes[random(bytes.count)] = UInt8(random(256)) }
            let place = random(bytes.count)
            if let output = try? unpack([bytes[..<place], bytes[place...]]) { #expect(output.count <= 1 << 20) }
        }
    }
}

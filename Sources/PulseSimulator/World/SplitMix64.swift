/// A small seeded generator (SplitMix64): the same seed gives the same world on every machine.
struct SplitMix64: RandomNumberGenerator, Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return SplitMix64.scramble(state)
    }

    /// A value in 0 ..< 1.
    mutating func unit() -> Double { SplitMix64.unit(next()) }

    mutating func between(_ low: Int, _ high: Int) -> Int {
        low + Int(next() % UInt64(high - low + 1))
    }

    mutating func pick<Element>(_ list: [Element]) -> Element { list[Int(next() % UInt64(list.count))] }

    /// One value from two: how noise at a time is drawn without walking a sequence up to it.
    static func mix(_ a: UInt64, _ b: UInt64) -> UInt64 { scramble(a &+ 0x9E37_79B9_7F4A_7C15 &* (b &+ 1)) }

    /// The same for a word, so that adding a node does not change the values of the others.
    static func mix(_ a: UInt64, _ word: String) -> UInt64 {
        var hash = a ^ 0xCBF2_9CE4_8422_2325
        for byte in word.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return scramble(hash)
    }

    static func unit(_ bits: UInt64) -> Double { Double(bits >> 11) * 0x1p-53 }

    private static func scramble(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

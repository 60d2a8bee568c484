/// One way of expecting values, and how far off they usually are.
struct Expert: Sendable {
    /// Values over which a lasting difference is averaged: an exponential mean of so many.
    private static let memories = [24.0, 48.0]
    /// An expert is asked once it has seen so many values.
    private static let experience = 256
    /// The average error forgets over so many values.
    private static let errorMemory = 500.0

    /// How far expectations were off lately, on average.
    private(set) var error = 0.0
    private var seen = 0
    private var lasting = Self.memories.map { _ in 0.0 }
    private var momentaryTail = TailEstimate()
    private var lastingTails = Self.memories.map { _ in TailEstimate() }

    var isExperienced: Bool { seen >= Self.experience }

    /// Learns how far a value is from what was expected; says how rare that is where it is asked.
    mutating func observe(_ value: Double, _ expectation: SeasonalBaseline.Expectation, isAsked: Bool) -> Finding {
        let distance = expectation.distance(of: value)
        error += (abs(value - expectation.middle) - error) / min(Double(seen + 1), Self.errorMemory)
        seen += seen < .max ? 1 : 0
        var rarest = isAsked ? Finding(momentaryTail.probability(of: abs(distance)), .unusualForTheTime) : Finding(1, .ordinary)
        momentaryTail.note(abs(distance))
        for (index, memory) in Self.memories.enumerated() {
            lasting[index] += (distance - lasting[index]) / memory
            let size = abs(lasting[index])
            let probability = isAsked ? lastingTails[index].probability(of: size) : 1
            if probability < rarest.probability { rarest = Finding(probability, .unusualForLong) }
            lastingTails[index].note(size)
        }
        return rarest
    }

    /// After a gap the next values stand for themselves.
    mutating func forgetWhatLasted() {
        for index in lasting.indices { lasting[index] = 0 }
    }
}

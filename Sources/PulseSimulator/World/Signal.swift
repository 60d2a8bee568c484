import Glibc

/// A quantity that breathes: a level with a daily rhythm and shorter waves on top.
///
/// The waves are sines whose amplitudes stay below one in sum, so a rate is never negative and its integral, a counter, is
/// monotone and has a closed form: a counter at any time costs the same, however long the guest runs.
struct Signal: Sendable {
    let level: Double
    private let day, hour, minutes, minute: Double

    private static let dayTurn = 2 * Double.pi / 86_400
    private static let hourTurn = 2 * Double.pi / 3_571
    private static let minutesTurn = 2 * Double.pi / 613
    private static let minuteTurn = 2 * Double.pi / 97

    init(level: Double, seed: UInt64) {
        self.level = level
        // Offices sleep at night: the daily phases are close to each other, the short ones are not.
        day = -2 + SplitMix64.unit(SplitMix64.mix(seed, 1)) * 0.8
        hour = SplitMix64.unit(SplitMix64.mix(seed, 2)) * 6.283
        minutes = SplitMix64.unit(SplitMix64.mix(seed, 3)) * 6.283
        minute = SplitMix64.unit(SplitMix64.mix(seed, 4)) * 6.283
    }

    /// The value at a time in seconds since 1970.
    func value(at t: Double) -> Double {
        var factor = 1 + 0.45 * sin(t * Signal.dayTurn + day)
        factor += 0.2 * sin(t * Signal.hourTurn + hour)
        factor += 0.15 * sin(t * Signal.minutesTurn + minutes)
        factor += 0.1 * sin(t * Signal.minuteTurn + minute)
        return level * factor
    }

    /// What has accumulated from one time to another.
    func total(from start: Double, to end: Double) -> Double {
        guard end > start else { return 0 }
        var sum = end - start
        sum += 0.45 / Signal.dayTurn * (cos(start * Signal.dayTurn + day) - cos(end * Signal.dayTurn + day))
        sum += 0.2 / Signal.hourTurn * (cos(start * Signal.hourTurn + hour) - cos(end * Signal.hourTurn + hour))
        sum += 0.15 / Signal.minutesTurn * (cos(start * Signal.minutesTurn + minutes) - cos(end * Signal.minutesTurn + minutes))
        sum += 0.1 / Signal.minuteTurn * (cos(start * Signal.minuteTurn + minute) - cos(end * Signal.minuteTurn + minute))
        return level * sum
    }

    /// Noise between -1 and 1, new every ten seconds: the rhythm of pvestatd.
    static func noise(seed: UInt64, at t: Double) -> Double {
        SplitMix64.unit(SplitMix64.mix(seed, UInt64(max(0, t) / 10))) * 2 - 1
    }

    /// Now and then, for up to half an hour, something big runs: 0 most of the time, up to 1 in a burst.
    static func burst(seed: UInt64, at t: Double) -> Double {
        let window = UInt64(max(0, t) / 1_800)
        guard SplitMix64.unit(SplitMix64.mix(seed ^ 0xB0B5, window)) < 0.06 else { return 0 }
        let position = t / 1_800 - Double(window)
        return sin(position * .pi)
    }
}

import Glibc
import PulseCore

/// The one place that asks the machine what time it is. Everything else is told.
enum WallClock {
    static func now() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}

/// The one place that rolls dice. Secrets come from PulseAccess, which uses the cryptographic generator.
enum Randomness {
    /// 16 hexadecimal digits, for ids of audit events and of this run.
    static func identifier() -> String {
        String(UInt64.random(in: .min ... .max), radix: 16)
    }

    /// 0..<1, for jitter.
    static func fraction() -> Double { Double.random(in: 0..<1) }
}

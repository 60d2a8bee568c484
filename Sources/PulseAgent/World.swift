import Crypto
import Glibc
import PulseCore

/// The one place where the agent reads a clock and rolls dice; everything else is told.
enum World {
    static func now() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

    /// 0..<1
    static func dice() -> Double { Double.random(in: 0..<1) }

    /// 32 hexadecimal digits.
    static func name() -> String { Hex.text(SymmetricKey(size: .bits128).withUnsafeBytes { Array($0) }) }

    static func environment(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
}

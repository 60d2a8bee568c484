import Foundation
import PulseCore

/// The one place that asks the machine what time it is. Everything else is told.
enum WallClock {
    static func now() -> Timestamp {
        Timestamp(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded()))
    }
}

/// The one place that rolls dice. Secrets come from PulseAccess, which uses the cryptographic generator.
enum Randomness {
    /// 16 hexadecimal digits, for ids of audit events and of this run.
    static func identifier() -> String {
        String(UInt64.random(in: .min ... .max), radix: 16)
    }

    /// Any 64 bits, for the ids of records.
    static func number() -> UInt64 { UInt64.random(in: .min ... .max) }

    /// 0..<1, for jitter.
    static func fraction() -> Double { Double.random(in: 0..<1) }
}

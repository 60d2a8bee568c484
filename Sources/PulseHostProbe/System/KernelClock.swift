import CLinux

/// What the kernel says of its own clock.
package struct ClockReading: Hashable, Sendable {
    package var isSynchronised: Bool
    /// The most by which the kernel reckons that it may be wrong. It grows until the time server is asked again.
    package var maximumError: Duration?

    package init(isSynchronised: Bool, maximumError: Duration?) {
        self.isSynchronised = isSynchronised
        self.maximumError = maximumError
    }
}

/// adjtimex(2), which everybody may ask, unless a unit of systemd has `ProtectClock=`.
enum KernelClock {
    static func read() -> ClockReading? {
        var isSynchronised: Int32 = 0
        var microseconds = 0
        guard clinux_clock(&isSynchronised, &microseconds) == 0 else { return nil }
        return ClockReading(isSynchronised: isSynchronised != 0, maximumError: .microseconds(microseconds))
    }
}

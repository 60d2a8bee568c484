package import PulseCore

/// How long the processors of a machine, or one of them, have done what since its start, in ticks of the kernel (hundredths of a second).
///
/// Time spent for guests stands in `user` and `nice` already; the kernel's two extra columns for it would count it twice.
package struct ProcessorTimes: Hashable, Sendable {
    package var user: UInt64
    package var nice: UInt64
    package var system: UInt64
    package var idle: UInt64
    /// Nil where the kernel does not tell it from idle.
    package var ioWait: UInt64?
    package var interrupts: UInt64
    package var softInterrupts: UInt64
    /// Time in which the machine would have run and its host let another one run. Nil where the kernel does not tell.
    package var steal: UInt64?
}

/// The times of one processor, with the number by which the kernel calls it. Those that are switched off are missing.
package struct CoreTimes: Hashable, Sendable {
    package var number: Int
    package var times: ProcessorTimes
}

/// `/proc/stat`: processor times, how many processors run, and when the machine started.
package struct KernelStatistics: Hashable, Sendable {
    package var processors: ProcessorTimes?
    package var cores: [CoreTimes] = []
    package var threads: Int?
    package var startedAt: Timestamp?

    /// Nil when nothing of it could be read.
    init?(_ file: Bytes) {
        var count = 0
        for line in file.lines where line.starts(with: "cpu") || line.starts(with: "btime ") {
            let words = line.words
            switch words.first?.text {
            case "cpu": processors = ProcessorTimes(columns: words.dropFirst())
            case "btime": startedAt = Self.moment(words.dropFirst().first)
            default:
                count += 1
                Self.core(words).map { cores.append($0) }
            }
        }
        threads = count > 0 ? count : nil
        if processors == nil, threads == nil, startedAt == nil { return nil }
    }

    private static func core(_ words: [Bytes]) -> CoreTimes? {
        guard let number = words.first?.dropFirst(3).unsigned.flatMap({ Int(exactly: $0) }) else { return nil }
        return ProcessorTimes(columns: words.dropFirst()).map { CoreTimes(number: number, times: $0) }
    }

    private static func moment(_ seconds: Bytes?) -> Timestamp? {
        // A year of 33658 is far enough, and its milliseconds still fit.
        guard let seconds = seconds?.signed, (1...1_000_000_000_000).contains(seconds) else { return nil }
        return Timestamp(seconds: seconds)
    }
}

extension ProcessorTimes {
    fileprivate init?(columns: ArraySlice<Bytes>) {
        let numbers = columns.map(\.unsigned)
        guard numbers.count >= 4, let user = numbers[0], let nice = numbers[1], let system = numbers[2], let idle = numbers[3] else { return nil }
        func column(_ index: Int) -> UInt64? { index < numbers.count ? numbers[index] : nil }
        // Columns that an old kernel does not have are none of its idle time either.
        self.init(
            user: user, nice: nice, system: system, idle: idle, ioWait: column(4), interrupts: column(5) ?? 0, softInterrupts: column(6) ?? 0,
            steal: column(7))
    }
}

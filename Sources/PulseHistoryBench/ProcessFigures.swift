import Foundation

/// What the system counts of this process.
enum ProcessFigures {
    /// What reached or will reach the disk, as proc(5) counts it; bytes.
    static var written: Int64 { number("/proc/self/io", "write_bytes:") }

    /// RssAnon, MiB.
    static var anonymous: Double { Double(number("/proc/self/status", "RssAnon:")) / 1024 }

    /// Of all its threads, seconds.
    static var processorTime: Double { seconds(CLOCK_PROCESS_CPUTIME_ID) }

    /// Since some moment in the past, seconds.
    static var elapsed: Double { seconds(CLOCK_MONOTONIC) }

    private static func number(_ path: String, _ name: String) -> Int64 {
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix(name) }
        return line.flatMap { $0.dropFirst(name.count).split(whereSeparator: \.isWhitespace).first }.flatMap { Int64($0) } ?? 0
    }

    private static func seconds(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

extension [Double] {
    /// The value that this share of them does not exceed.
    func percentile(_ share: Double) -> Double {
        isEmpty ? 0 : sorted()[Swift.min(count - 1, Int((Double(count) * share).rounded(.up)) - 1)]
    }
}

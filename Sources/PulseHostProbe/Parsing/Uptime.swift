/// `/proc/uptime`: how long the machine has run, suspended time included. The kernel tells hundredths of a second.
enum Uptime {
    static func parse(_ file: Bytes) -> Duration? {
        guard let seconds = file.trimmed.words.first?.decimal, seconds < 1e11 else { return nil }
        return .milliseconds(Int64((seconds * 1000).rounded()))
    }
}

/// A file of `/proc/pressure` (kernel documentation, accounting/psi): how much of the time tasks waited for processors, memory or storage.
enum PressureShare {
    /// The share of the last ten seconds in which some task waited, 0…1.
    static func parse(_ file: Bytes) -> Double? {
        guard let line = file.lines.first(where: { $0.starts(with: "some ") }) else { return nil }
        guard let word = line.words.first(where: { $0.starts(with: "avg10=") }), let percent = word.dropFirst(6).decimal else { return nil }
        // Two places behind the point.
        return (0...100).contains(percent) ? (percent * 100).rounded() / 10_000 : nil
    }
}

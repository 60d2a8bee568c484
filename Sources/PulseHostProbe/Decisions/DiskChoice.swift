/// Which block devices count for the bytes a machine reads and writes: each byte once, at the bottom of the stack.
enum DiskChoice {
    /// Memory and files that look like disks, and drives that are seldom more than an empty slot.
    private static let uncounted = ["loop", "ram", "zram", "fd", "sr"]

    static func counted(_ devices: [BlockDevice]) -> [DiskCounters] {
        let candidates = devices.filter { isDisk($0.counters.name) }
        // Without hardware (network disks, some containers) what stands on nothing else is the bottom.
        for place in [BlockDevice.Place.hardware, .standalone] {
            let found = candidates.filter { $0.place == place }
            if !found.isEmpty { return found.map(\.counters) }
        }
        return byName(candidates.filter { $0.place == .unknown }.map(\.counters))
    }

    static func isDisk(_ name: String) -> Bool { !isUncounted(name) && !isPath(name) }

    private static func isUncounted(_ name: String) -> Bool {
        uncounted.contains { name.hasPrefix($0) && name.utf8.dropFirst($0.utf8.count).allSatisfy(\.isDigit) }
    }

    /// `nvme0c1n1` is a path to `nvme0n1`, which counts the same bytes.
    private static func isPath(_ name: String) -> Bool {
        name.hasPrefix("nvme") && name.utf8.dropFirst(4).drop(while: \.isDigit).first == UInt8(ascii: "c")
    }

    /// Without `/sys`, names have to do. `xvda1` is a partition only where there is an `xvda`.
    private static func byName(_ disks: [DiskCounters]) -> [DiskCounters] {
        let names = Set(disks.map(\.name))
        let whole = disks.filter { !isPartition($0.name, of: names) }
        let bottom = whole.filter { !$0.name.hasPrefix("dm-") && !$0.name.hasPrefix("md") }
        return bottom.isEmpty ? whole : bottom
    }

    /// `sda1` of `sda`; where the name of the disk ends with a digit, a `p` stands between: `nvme0n1p1`.
    private static func isPartition(_ name: String, of names: Set<String>) -> Bool {
        let stem = String(name.trimmingSuffix(while: \.isNumber))
        guard stem != name else { return false }
        guard stem.hasSuffix("p"), let last = stem.dropLast().last, last.isNumber else { return names.contains(stem) }
        return names.contains(String(stem.dropLast()))
    }
}

extension StringProtocol {
    fileprivate func trimmingSuffix(while condition: (Character) -> Bool) -> SubSequence {
        guard let last = lastIndex(where: { !condition($0) }) else { return self[startIndex..<startIndex] }
        return self[...last]
    }
}

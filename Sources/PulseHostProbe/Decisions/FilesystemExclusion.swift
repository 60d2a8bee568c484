/// Filesystems that somebody does not want to see, by patterns of mount points and devices in which `*` stands for any characters.
struct FilesystemExclusion: Hashable, Sendable {
    private let patterns: [[UInt8]]

    init(_ patterns: [String]) {
        self.patterns = patterns.map { Array($0.utf8) }
    }

    func covers(_ mount: MountEntry) -> Bool {
        patterns.contains { Self.matches($0, Array(mount.mountpoint)) || Self.matches($0, Array(mount.origin.utf8)) }
    }

    /// Where a character does not fit, the last `*` takes one more: no pattern takes longer than pattern times text.
    static func matches(_ pattern: [UInt8], _ text: [UInt8]) -> Bool {
        var (place, at) = (0, 0)
        var star: (place: Int, at: Int)?
        while at < text.count {
            if place < pattern.count, pattern[place] == UInt8(ascii: "*") {
                star = (place, at)
                place += 1
            } else if place < pattern.count, pattern[place] == text[at] {
                place += 1
                at += 1
            } else if let last = star {
                star = (last.place, last.at + 1)
                place = last.place + 1
                at = last.at + 1
            } else {
                return false
            }
        }
        return pattern[place...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}

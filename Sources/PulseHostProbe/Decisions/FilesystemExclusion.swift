import PulseCore

/// Filesystems that somebody does not want to see, by patterns of mount points and devices in which `*` stands for any characters.
struct FilesystemExclusion: Hashable, Sendable {
    private let patterns: [[UInt8]]

    init(_ patterns: [String]) {
        self.patterns = patterns.map { Array($0.utf8) }
    }

    func covers(_ mount: MountEntry) -> Bool {
        patterns.contains { Wildcard.matches($0, Array(mount.mountpoint)) || Wildcard.matches($0, Array(mount.origin.utf8)) }
    }
}

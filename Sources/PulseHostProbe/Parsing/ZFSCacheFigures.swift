/// `/proc/spl/kstat/zfs/arcstats`, in bytes: the cache of ZFS (ARC). The kernel does not count it as available memory, though ZFS gives most of it back
/// when programs ask for it.
package struct ZFSCacheFigures: Hashable, Sendable {
    package var size: UInt64
    /// ZFS does not shrink it below that (`c_min`).
    package var least: UInt64?

    /// Nil when it does not say how large the cache is.
    init?(_ file: Bytes) {
        // `name type data`, below two lines of titles.
        let rows = file.lines.map(\.words).filter { $0.count == 3 }
        func value(_ name: String) -> UInt64? { rows.first { $0[0].elementsEqual(name.utf8) }.flatMap { $0[2].unsigned } }
        guard let size = value("size") else { return nil }
        (self.size, least) = (size, value("c_min"))
    }

    /// What programs could have of it. Where its least size is not told, nothing is promised of it.
    var spare: UInt64 { least.map { size > $0 ? size - $0 : 0 } ?? 0 }
}

/// A virtual disk or mount point as the configuration of a guest has it.
package struct GuestDisk: Hashable, Sendable {
    /// `scsi0`, `rootfs`, `mp1`; `unused0` of one that is attached no more and still takes its room.
    package var name: String
    /// `local-lvm:vm-100-disk-0`, or a device or directory of the node.
    package var volume: String
    /// Bytes; nil where the configuration doesn't say, as of every unused one.
    package var size: Int64?

    package init(name: String, volume: String, size: Int64? = nil) {
        (self.name, self.volume, self.size) = (name, volume, size)
    }

    package var isUnused: Bool { name.hasPrefix("unused") }

    /// The storage it lies on; nil of a device or directory of the node.
    package var storage: String? { Self.storage(of: volume) }

    /// The storage in front of the colon of a volume's id, `local-lvm:vm-100-disk-0`.
    package static func storage(of volume: String) -> String? {
        guard !volume.hasPrefix("/"), let colon = volume.firstIndex(of: ":"), colon > volume.startIndex else { return nil }
        return String(volume[..<colon])
    }
}

extension GuestFacts {
    /// The storages that disks in use lie on; none where its configuration was not read.
    package var storages: Set<String> { Set((disks ?? []).filter { !$0.isUnused }.compactMap(\.storage)) }
}

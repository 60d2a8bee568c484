/// Which filesystems are worth showing, and which may be asked for their size.
///
/// Only what lives on this machine is asked: the question waits for ever when the server behind a network filesystem is gone.
struct FilesystemChoice: Hashable, Sendable {
    let mount: MountEntry
    let mayBeAsked: Bool

    private static let limit = 128

    private static let local: Set<String> = [
        "ext2", "ext3", "ext4", "xfs", "btrfs", "zfs", "bcachefs", "f2fs", "jfs", "nilfs2", "reiserfs", "vfat", "msdos", "exfat", "ntfs", "ntfs3",
        "fuseblk", "hfs", "hfsplus", "ufs",
    ]
    private static let remote: Set<String> = [
        "nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "virtiofs", "ceph", "glusterfs", "lustre", "gfs2", "ocfs2", "beegfs", "afs", "coda", "orangefs",
        "gpfs", "davfs", "vboxsf", "prl_fs", "fuse",
    ]
    /// Programs' own views, without space of their own.
    private static let views: Set<String> = [
        "fuse.lxcfs", "fuse.portal", "fuse.gvfsd-fuse", "fuse.snapfuse", "fuse.squashfuse", "fuse.archivemount", "fuse.fuse-overlayfs",
    ]
    /// What container engines, snaps and the system mount for themselves, often by the dozen.
    private static let ownAffairs = [
        "/proc", "/sys", "/dev", "/run", "/snap", "/var/snap", "/var/lib/docker", "/var/lib/containers", "/var/lib/containerd", "/var/lib/kubelet",
        "/var/lib/lxcfs", "/etc/hosts", "/etc/hostname", "/etc/resolv.conf", "/etc/pve",
    ]

    /// `/` first, then by mountpoint. A filesystem mounted in several places is shown once.
    static func choose(_ mounts: [MountEntry]) -> [FilesystemChoice] {
        let visible = uncovered(mounts)
        let remotes = visible.filter { kind($0) == .remote && $0.path != "/" }.map(\.path)
        var chosen: [String: MountEntry] = [:]
        for mount in visible where kind(mount) != nil {
            // Two exports of one server have the same device number.
            let key = kind(mount) == .remote ? mount.origin : mount.device
            if let known = chosen[key], !isPreferred(mount, to: known) { continue }
            chosen[key] = mount
        }
        let sorted = chosen.values.sorted { ($0.path == "/" ? "" : $0.path) < ($1.path == "/" ? "" : $1.path) }
        return sorted.prefix(limit).map { FilesystemChoice(mount: $0, mayBeAsked: mayBeAsked($0, besides: remotes)) }
    }

    /// Where two things are mounted on one place, the later one covers the earlier.
    private static func uncovered(_ mounts: [MountEntry]) -> [MountEntry] {
        var last: [Bytes: Int] = [:]
        for (index, mount) in mounts.enumerated() { last[mount.mountpoint] = index }
        return mounts.enumerated().filter { last[$1.mountpoint] == $0 }.map(\.element)
    }

    private enum Kind { case local, remote }

    /// Nil for what is not worth showing.
    private static func kind(_ mount: MountEntry) -> Kind? {
        // Whatever `/` is (overlay in a container), this program runs from it: it is there, and it is worth showing.
        if mount.path == "/" { return .local }
        if views.contains(mount.type) || ownAffairs.contains(where: { isInside(mount.path, $0) }) { return nil }
        if local.contains(mount.type) { return .local }
        return remote.contains(mount.type) || mount.type.hasPrefix("fuse.") ? .remote : nil
    }

    /// The way to a local filesystem may lead through a remote one.
    private static func mayBeAsked(_ mount: MountEntry, besides remotes: [String]) -> Bool {
        kind(mount) == .local && !remotes.contains { isInside(mount.path, $0) }
    }

    private static func isPreferred(_ mount: MountEntry, to other: MountEntry) -> Bool {
        if other.path == "/" || mount.path == "/" { return mount.path == "/" }
        if (mount.root == "/") != (other.root == "/") { return mount.root == "/" }
        return mount.path.utf8.count < other.path.utf8.count
    }

    private static func isInside(_ path: String, _ folder: String) -> Bool {
        // Removable disks of a desktop.
        if folder == "/run", path.hasPrefix("/run/media/") { return false }
        return path == folder || path.hasPrefix(folder + "/")
    }
}

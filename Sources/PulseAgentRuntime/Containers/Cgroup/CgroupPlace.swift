/// Where the kernel counts what a container uses.
struct CgroupPlace: Hashable, Sendable {
    enum Layout: Hashable, Sendable {
        /// One folder (cgroup v2).
        case unified(String)
        /// A folder per controller (cgroup v1).
        case divided(processors: String, memory: String?, blocks: String?, processes: String?)
    }

    let layout: Layout
    /// A process inside, whose network is the container's; nil when it is not to be looked at.
    let process: Int?

    /// - Parameters:
    ///   - file: `/proc/<pid>/cgroup` of the container's first process.
    ///   - id: of the container. A place that does not name it belongs to somebody else: the number may be of another namespace or machine.
    static func find(in file: [UInt8], id: String, isUnified: Bool) -> Layout? {
        var paths: [Substring: (folder: Substring, path: String)] = [:]
        for line in String(decoding: file, as: UTF8.self).split(separator: "\n").prefix(64) {
            let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3, let path = own(parts[2], id: id) else { continue }
            for controller in parts[1].isEmpty ? [""] : parts[1].split(separator: ",") { paths[controller] = (parts[1], path) }
        }
        func folder(_ controller: Substring) -> String? { paths[controller].map { "/sys/fs/cgroup/\($0.folder)\($0.path)" } }
        if let processors = folder("cpuacct") {
            return .divided(processors: processors, memory: folder("memory"), blocks: folder("blkio"), processes: folder("pids"))
        }
        return isUnified ? paths[""].map { .unified("/sys/fs/cgroup\($0.path)") } : nil
    }

    /// The path up to the part that names the container, `/system.slice/docker-<id>.scope`: Podman puts the processes one below it.
    private static func own(_ path: Substring, id: String) -> String? {
        guard id.count >= 12, !path.contains("..") else { return nil }
        let parts = path.split(separator: "/")
        guard let last = parts.lastIndex(where: { $0.contains(id) }) else { return nil }
        return "/" + parts[...last].joined(separator: "/")
    }

    /// Where engines put them, for an agent that does not see the processes.
    static func candidates(id: String) -> [String] {
        [
            "/system.slice/docker-\(id).scope", "/docker/\(id)", "/machine.slice/libpod-\(id).scope", "/libpod_parent/libpod-\(id)",
            "/libpod_parent/\(id)",
        ]
    }
}

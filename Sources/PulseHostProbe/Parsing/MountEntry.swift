/// A line of `/proc/self/mountinfo`, described in proc_pid_mountinfo(5).
struct MountEntry: Hashable, Sendable {
    /// `major:minor` of what is mounted, the same for all its mounts.
    var device: String
    /// Which folder of the filesystem is mounted; not `/` for bind mounts and subvolumes.
    var root: String
    /// Bytes, because that is what the kernel wants to be asked with.
    var mountpoint: Bytes
    var type: String
    /// `/dev/sda1`, `server:/export`, or a word.
    var origin: String

    var path: String { mountpoint.text }

    /// Lines that make no sense are left out.
    static func parse(_ file: Bytes) -> [MountEntry] { file.lines.compactMap(MountEntry.init(line:)) }

    private init?(line: Bytes) {
        // Not `words`: what was mounted may have an empty name, and two spaces say so.
        let fields = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard fields.count > 6, let end = fields[6...].firstIndex(where: { $0.elementsEqual("-".utf8) }), fields.count > end + 2 else { return nil }
        let mountpoint = Self.unescaped(fields[4])
        guard mountpoint.first == UInt8(ascii: "/"), !mountpoint.contains(0), !fields[end + 1].isEmpty else { return nil }
        device = fields[2].text
        root = Self.unescaped(fields[3]).text
        self.mountpoint = mountpoint
        type = fields[end + 1].text
        origin = Self.unescaped(fields[end + 2]).text
    }

    init(device: String, root: String = "/", mountpoint: String, type: String, origin: String) {
        self.device = device
        self.root = root
        self.mountpoint = Array(mountpoint.utf8)[...]
        self.type = type
        self.origin = origin
    }

    /// Space, tab, newline and backslash are written as `\` and three octal digits.
    private static func unescaped(_ field: Bytes) -> Bytes {
        var result: [UInt8] = []
        var rest = field
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\\"), let code = octal(rest.prefix(3)) {
                result.append(code)
                rest = rest.dropFirst(3)
            } else {
                result.append(byte)
            }
        }
        return result[...]
    }

    private static func octal(_ digits: Bytes) -> UInt8? {
        guard digits.count == 3, digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "7")).contains($0) }) else { return nil }
        return UInt8(exactly: digits.reduce(0) { $0 * 8 + Int($1 - UInt8(ascii: "0")) })
    }
}

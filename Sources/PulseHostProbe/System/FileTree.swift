import Glibc
import PulseCore

/// The files of a machine, below a folder that stands for its `/`. Whatever cannot be read is nil.
struct FileTree: Sendable {
    /// Files of the kernel claim to be empty, so they are read to their end, and the end needs a limit. Bytes.
    static let limit = 1 << 20
    /// Names taken from one folder.
    private static let nameLimit = 4096

    private let root: String

    init(root: String) {
        self.root = root.hasSuffix("/") ? root : root + "/"
    }

    /// A file that is longer than `limit` ends with its last whole line.
    func contents(_ path: String, limit: Int = Self.limit) -> Bytes? {
        // Not blocking, in case something else than a file has the name.
        let file = open(root + path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { return nil }
        defer { close(file) }
        guard let bytes = Self.read(file, limit: limit) else { return nil }
        guard bytes.count == limit else { return bytes }
        return bytes.lastIndex(of: UInt8(ascii: "\n")).map { bytes[..<$0] } ?? bytes
    }

    /// The trimmed text of a small file; nil when there is none.
    func line(_ path: String) -> String? {
        guard let text = contents(path, limit: 4096)?.trimmed.text, !text.isEmpty else { return nil }
        return text
    }

    /// The target of a symbolic link.
    func link(_ path: String) -> String? {
        var target = [CChar](repeating: 0, count: 4096)
        let count = readlink(root + path, &target, target.count)
        guard count > 0 else { return nil }
        return String(decoding: target[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// When a file was last written, or a folder last changed.
    func changedAt(_ path: String) -> Timestamp? {
        var answer = stat()
        guard stat(root + path, &answer) == 0, answer.st_mtim.tv_sec > 0 else { return nil }
        return Timestamp(seconds: Int64(answer.st_mtim.tv_sec))
    }

    /// How many names of a folder are numbers, and whether `1` is one of them; nil when it cannot be read.
    func countNumbers(in path: String) -> (count: Int, hasFirst: Bool)? {
        guard let folder = opendir(root + path) else { return nil }
        defer { closedir(folder) }
        var (count, hasFirst) = (0, false)
        while let entry = readdir(folder) {
            let (isNumber, isFirst) = withUnsafeBytes(of: &entry.pointee.d_name) { name in
                let digits = name.prefix { $0 != 0 }
                return (!digits.isEmpty && digits.allSatisfy(\.isDigit), digits.elementsEqual("1".utf8))
            }
            count += isNumber ? 1 : 0
            hasFirst = hasFirst || isFirst
        }
        return (count, hasFirst)
    }

    func exists(_ path: String) -> Bool { access(root + path, F_OK) == 0 }

    /// What a folder contains, in order; nil when it cannot be read.
    func names(in path: String) -> [String]? {
        guard let folder = opendir(root + path) else { return nil }
        defer { closedir(folder) }
        var names: [String] = []
        while names.count < Self.nameLimit, let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }

    /// Size and use of the filesystem mounted at a path, in bytes.
    func space(at mountpoint: Bytes) -> (total: Int64, used: Int64)? {
        var answer = statvfs()
        let path = (Array(root.utf8) + mountpoint.drop { $0 == UInt8(ascii: "/") } + [0]).map { CChar(bitPattern: $0) }
        guard statvfs(path, &answer) == 0, answer.f_blocks > 0, answer.f_blocks >= answer.f_bfree else { return nil }
        let unit = UInt64(answer.f_frsize)
        let (total, overflow) = UInt64(answer.f_blocks).multipliedReportingOverflow(by: unit)
        guard !overflow, let total = Int64(exactly: total), total > 0 else { return nil }
        return (total, Int64(UInt64(answer.f_blocks - answer.f_bfree) * unit))
    }

    private static func read(_ file: Int32, limit: Int) -> Bytes? {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 16_384)
        while bytes.count < limit {
            let count = Glibc.read(file, &piece, min(piece.count, limit - bytes.count))
            if count < 0, errno == EINTR { continue }
            // Sensors answer with an error while they are asleep.
            guard count >= 0 else { return nil }
            if count == 0 { break }
            bytes += piece[..<count]
        }
        return bytes[...]
    }
}

import Glibc

/// Small files of the kernel, below a folder that stands for the machine's `/`.
struct KernelFiles: Sendable {
    /// Bytes. `memory.stat` has 2 KB, `/proc/net/dev` of a machine with a hundred interfaces 15 KB.
    private static let limit = 64 << 10

    private let root: String

    init(root: String) {
        self.root = root.hasSuffix("/") ? String(root.dropLast()) : root
    }

    /// - Parameter path: begins with `/`.
    /// - Returns: nil when it cannot be read.
    func read(_ path: String) -> [UInt8]? {
        // Not blocking, in case something else than a file has the name.
        let file = open(root + path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { return nil }
        defer { close(file) }
        return [UInt8](unsafeUninitializedCapacity: Self.limit) { buffer, count in
            guard let start = buffer.baseAddress else { return }
            while count < Self.limit {
                let got = Glibc.read(file, start + count, Self.limit - count)
                if got < 0, errno == EINTR { continue }
                guard got > 0 else { return }
                count += got
            }
        }
    }

    func exists(_ path: String) -> Bool { access(root + path, F_OK) == 0 }

    /// A file with one number, as nearly all of a cgroup have.
    func number(_ path: String) -> UInt64? { read(path).flatMap { KernelText.number($0[...]) } }
}

/// Rows of words and numbers, as the kernel writes them.
enum KernelText {
    /// Digits with white space behind them.
    static func number(_ bytes: ArraySlice<UInt8>) -> UInt64? {
        var result: UInt64 = 0
        var digits = 0
        for byte in bytes {
            guard (0x30...0x39).contains(byte) else {
                if byte == 0x0A || byte == 0x20 { break }
                return nil
            }
            digits += 1
            guard digits < 20 else { return nil }
            result = result * 10 + UInt64(byte - 0x30)
        }
        return digits > 0 ? result : nil
    }

    static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] { bytes.split(separator: 0x0A) }

    static func words(_ line: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] { line.split { $0 == 0x20 || $0 == 0x09 } }

    /// The number of the row `name 123`.
    static func value(of name: String, in bytes: [UInt8]) -> UInt64? {
        let wanted = Array(name.utf8)
        for line in lines(bytes) where line.count > wanted.count && line.starts(with: wanted) && line[line.startIndex + wanted.count] == 0x20 {
            return number(line.dropFirst(wanted.count + 1))
        }
        return nil
    }
}

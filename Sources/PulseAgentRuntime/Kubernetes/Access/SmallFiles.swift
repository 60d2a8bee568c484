import Glibc

/// Reads small files whole: tokens, certificates, a kubeconfig. What is longer than the limit is not read at all.
package struct SmallFiles: Sendable {
    /// Bytes.
    static let limit = 1 << 20
    private let read: @Sendable (String) -> [UInt8]?

    package init() {
        read = Self.contents
    }

    /// Another place than the machine's own files.
    package init(_ read: @escaping @Sendable (String) -> [UInt8]?) {
        self.read = read
    }

    func text(_ path: String) -> String? {
        read(path).flatMap { String(validating: $0, as: UTF8.self) }
    }

    private static func contents(_ path: String) -> [UInt8]? {
        // Not blocking, in case something else than a file has the name.
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = Glibc.read(file, &piece, piece.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0, bytes.count + count <= limit else { return nil }
            if count == 0 { return bytes }
            bytes += piece[..<count]
        }
    }
}

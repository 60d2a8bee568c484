import Foundation
import PulseStorage

/// `audit/checkpoints.jsonl`: the checkpoints outside of the database, to be carried away. Only ever appended to.
package struct CheckpointFile: Sendable {
    package static let name = "checkpoints.jsonl"
    private let path: String

    /// A line is shorter, bytes.
    private static let longestLine = 4096

    package init(path: String) { self.path = path }

    /// Appends what the file does not have yet, so that nothing is lost by a crash between database and file.
    ///
    /// - Throws: `StorageError`
    package func bringUpToDate(with log: AuditLog) throws {
        let missing = try log.checkpoints(after: lastNumber(of: log.identity))
        guard !missing.isEmpty else { return }
        let lines = try missing.map { try CheckpointLine($0, of: log.identity).json() + Data("\n".utf8) }
        try append(lines.reduce(Data(), +))
    }

    /// Of this log; 0 where there is none.
    private func lastNumber(of log: LogIdentity) -> Int64 {
        guard let file = FileHandle(forReadingAtPath: path) else { return 0 }
        defer { try? file.close() }
        let end = (try? file.seekToEnd()) ?? 0
        try? file.seek(toOffset: end > UInt64(Self.longestLine) ? end - UInt64(Self.longestLine) : 0)
        let text = String(decoding: (try? file.readToEnd()) ?? Data(), as: UTF8.self)
        let lines = text.split(separator: "\n").compactMap { CheckpointLine.lines(String($0))?.first }
        return lines.last { $0.origin == log.origin }?.number ?? 0
    }

    private func append(_ data: Data) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StorageError.notWritable(path: path, reason: String(cString: strerror(errno))) }
        defer { close(descriptor) }
        let written = data.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        guard written == data.count, fsync(descriptor) == 0 else {
            throw StorageError.notWritable(path: path, reason: String(cString: strerror(errno)))
        }
    }
}

import Logging
import Synchronization

/// Keeps what is logged, with its metadata.
final class KeptLog: Sendable {
    private struct Line {
        let level: Logger.Level
        let sentence: String
        let metadata: [String: String]
    }

    private let least: Logger.Level
    private let lines = Mutex<[Line]>([])

    /// - Parameter least: what is less is not kept.
    init(from least: Logger.Level = .warning) { self.least = least }

    var logger: Logger {
        Logger(label: "pulse") { _ in Handler(log: self, logLevel: least) }
    }

    /// `warning: A file could not be read name=x`, oldest first.
    var all: [String] {
        lines.withLock { lines in
            lines.map { line in
                "\(line.level): \(line.sentence)" + line.metadata.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
            }
        }
    }

    /// The metadata of each line with this sentence.
    func said(_ sentence: String) -> [[String: String]] { lines.withLock { $0.filter { $0.sentence == sentence }.map(\.metadata) } }

    private struct Handler: LogHandler {
        let log: KeptLog
        var metadata: Logger.Metadata = [:]
        var logLevel: Logger.Level

        subscript(metadataKey key: String) -> Logger.MetadataValue? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let metadata = (event.metadata ?? [:]).mapValues { "\($0)" }
            log.lines.withLock { $0.append(Line(level: event.level, sentence: "\(event.message)", metadata: metadata)) }
        }
    }
}

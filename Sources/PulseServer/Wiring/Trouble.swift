import Logging
import Synchronization

/// Says once that something fails, and once that it works again, however often it is tried.
final class Trouble: Sendable {
    private let sentence: String
    private let again: String
    private let logger: Logger
    private let isOn = Mutex(false)

    init(_ sentence: String, again: String, logger: Logger) {
        self.sentence = sentence
        self.again = again
        self.logger = logger
    }

    func attempt(_ body: () throws -> Void) {
        do {
            try body()
            note(nil)
        } catch { note("\(error)") }
    }

    /// - Parameter reason: why it fails now; nil when it does not.
    func note(_ reason: String?) {
        let isNew = isOn.withLock { isOn in
            defer { isOn = reason != nil }
            return isOn != (reason != nil)
        }
        guard isNew else { return }
        if let reason { logger.error("\(sentence)", metadata: ["error": "\(reason)"]) } else { logger.notice("\(again)") }
    }
}

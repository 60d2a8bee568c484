import Logging

/// Says what the disk refuses, each once until the server answers again: a log on a full disk makes it fuller.
struct DiskLog {
    let logger: Logger
    private var said: Set<String> = []

    init(logger: Logger) { self.logger = logger }

    mutating func keeping(_ body: () throws -> Void) {
        do { try body() } catch {
            guard said.insert("\(error)").inserted else { return }
            logger.warning("The disk does not take what the agent keeps; reports wait in memory", metadata: ["error": "\(error)"])
        }
    }

    mutating func heard() { said = [] }
}

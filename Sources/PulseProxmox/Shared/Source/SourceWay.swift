import Logging
import PulseCore

/// The addresses of a source, and how it went with them.
struct SourceWay: Sendable {
    var pool: EndpointPool
    /// Nil until the first flight has ended.
    var standing: SourceStanding?
    var lastAnswerAt: Timestamp?
}

/// How the last flight that asked anybody ended.
enum SourceStanding: Sendable, Equatable {
    case answered
    case unreachable(Problem)
    case refused(Problem)

    /// To be called when it has changed.
    func tell(of source: SourceSlug, _ logger: Logger) {
        switch self {
        case .answered: logger.notice("Source answers", metadata: ["source": "\(source)"])
        case .unreachable(let problem), .refused(let problem):
            logger.warning("Source does not answer", metadata: ["source": "\(source)", "reason": "\(problem.code)"])
        }
    }
}

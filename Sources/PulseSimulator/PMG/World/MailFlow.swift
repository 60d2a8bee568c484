import Glibc

/// The mail that passes a gateway: counts between any two times, with a daily rhythm. All nodes of a cluster share one database of it.
struct MailFlow: Sendable {
    /// What can become of a mail, each with its mails per day.
    enum Stream: UInt64, Sendable, CaseIterable {
        case accepted = 1
        case spam, virus, greylisted, senderPolicy, blockList, pregreet, bounceIn
        case sent, spamOut, virusOut, bounceOut

        var perDay: Double {
            switch self {
            case .accepted: 9_000
            case .spam: 2_400
            case .virus: 60
            case .greylisted: 700
            case .senderPolicy: 150
            case .blockList: 5_200
            case .pregreet: 900
            case .bounceIn: 120
            case .sent: 5_600
            case .spamOut: 12
            case .virusOut: 1
            case .bounceOut: 90
            }
        }
    }

    let seed: UInt64
    /// How much larger or smaller than a middling office.
    let scale: Double
    /// Nothing is known before.
    let since: Double
    private static let bytesPerMail = 61_000

    /// Whole mails in `start ..< end`.
    func count(_ stream: Stream, from start: Double, to end: Double) -> Int {
        let start = max(start, since)
        guard end > start else { return 0 }
        return passed(stream, until: end) - passed(stream, until: start)
    }

    func count(_ streams: [Stream], from start: Double, to end: Double) -> Int {
        streams.reduce(0) { $0 + count($1, from: start, to: end) }
    }

    private func passed(_ stream: Stream, until t: Double) -> Int { Int(signal(stream).total(from: since, to: t)) }

    private func signal(_ stream: Stream) -> Signal {
        Signal(level: stream.perDay * scale / 86_400, seed: SplitMix64.mix(seed, stream.rawValue))
    }

    /// Outgoing mail of a destination, as a signal.
    func outgoing(to domain: MailDomain) -> Signal {
        Signal(level: Stream.sent.perDay * scale * domain.share / 86_400, seed: SplitMix64.mix(seed, domain.name))
    }

    static let incoming: [Stream] = [.accepted, .spam, .virus, .greylisted, .senderPolicy, .blockList, .pregreet]
    static let outgoing: [Stream] = [.sent, .spamOut, .virusOut]

    func bytes(_ streams: [Stream], from start: Double, to end: Double) -> Int {
        // What is turned away before its body was sent has no size.
        let whole = streams.filter { [.accepted, .spam, .virus, .sent, .spamOut, .virusOut].contains($0) }
        return count(whole, from: start, to: end) * MailFlow.bytesPerMail
    }
}

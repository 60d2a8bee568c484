import PulseCore
import PulsePatrol

/// One frame of the stream of patrol, with the members that clients of Pulse v5 read.
struct PatrolFrame: Sendable {
    enum Kind: String, Sendable {
        case start, content, complete, error
    }

    enum Phase: String, Sendable {
        case analyzing, idle
    }

    /// What is said, and what of it somebody may read who does not see the whole estate: nil for nothing.
    struct Text: Equatable, Sendable {
        let whole: String
        let nameless: String?

        init(_ whole: String, nameless: String?) { (self.whole, self.nameless) = (whole, nameless) }

        /// Counts alone: the same for everybody.
        init(counts: String) { self.init(counts, nameless: counts) }

        func shown(isLimited: Bool) -> String? { isLimited ? nameless : whole }
    }

    let number: Int
    let kind: Kind
    let phase: Phase
    let text: Text?
    private let whole: StreamPiece
    private let nameless: StreamPiece?

    init(_ number: Int, of run: String, _ kind: Kind, _ phase: Phase, _ text: Text?) {
        (self.number, self.kind, self.phase, self.text) = (number, kind, phase, text)
        let piece = { Self.piece(number, of: run, kind, phase, $0) }
        whole = piece(text?.whole)
        nameless = text == nil || text?.nameless == text?.whole ? whole : text?.nameless.map(piece)
    }

    /// Nil when there is nothing in it for who does not see everything.
    func piece(isLimited: Bool) -> StreamPiece? { isLimited ? nameless : whole }

    var bytes: Int { whole.plain.count + (nameless?.plain.count ?? 0) }

    static func piece(_ number: Int, of run: String, _ kind: Kind, _ phase: Phase, _ content: String?) -> StreamPiece {
        var json = JSONWriter()
        json.object { json in
            json.name("type"); json.string(kind.rawValue)
            if let content { json.name("content"); json.string(content) }
            json.name("phase"); json.string(phase.rawValue)
            json.name("run"); json.string(run)
        }
        return StreamPiece(Array("id: \(run)-\(number)\ndata: ".utf8) + json.bytes + Array("\n\n".utf8))
    }
}

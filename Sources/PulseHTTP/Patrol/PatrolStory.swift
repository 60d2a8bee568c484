import PulsePatrol

/// What there is to tell of the latest run of patrol, frame by frame.
///
/// Pure. What is kept is bounded; a reader who is behind it gets what was said so far as one frame, like one who comes late.
struct PatrolStory: Sendable {
    static let keptFrames = 500
    static let keptBytes = 256 << 10

    /// Up to where a reader has been told. Its text is the id of a frame: `RUN-NUMBER`.
    struct Position: Equatable, Sendable {
        var run = ""
        var number = 0
    }

    private var run = ""
    private var frames: [PatrolFrame] = []
    private var bytes = 0
    /// The number of the latest frame.
    private var latest = 0

    var end: Position { Position(run: run, number: latest) }

    private var isOver: Bool { frames.last?.phase != .analyzing }

    mutating func hear(_ progress: PatrolProgress) {
        if progress.run != run { begin(progress.run) }
        switch progress.phase {
        case .looking, .comparing: tell(.content, .analyzing, progress.step.text)
        case .ended(let record): tell(record.problem == nil ? .complete : .error, .idle, record.text)
        }
    }

    /// What a reader still has to be sent, in order. Without a position it is somebody who comes new, and hears of what is under way only; whoever was at
    /// another run hears this one from its beginning.
    func news(after position: Position?, isLimited: Bool) -> [StreamPiece] {
        guard let position else { return isOver ? [] : [soFar(isLimited: isLimited)] }
        let told = position.run == run ? position.number : 0
        guard told < latest, let first = frames.first, let last = frames.last else { return [] }
        guard told + 1 < first.number else { return frames.filter { $0.number > told }.compactMap { $0.piece(isLimited: isLimited) } }
        return [soFar(isLimited: isLimited)] + (isOver ? [last.piece(isLimited: isLimited)].compactMap(\.self) : [])
    }

    private func soFar(isLimited: Bool) -> StreamPiece {
        let said = frames.filter { $0.kind == .content }.compactMap { $0.text?.shown(isLimited: isLimited) }.joined()
        let isCut = (frames.first?.number ?? 1) > 1
        return PatrolFrame.piece(latest, of: run, .content, .analyzing, isCut ? "…\n\(said)" : said)
    }

    private mutating func begin(_ run: String) {
        (self.run, frames, bytes, latest) = (run, [], 0, 0)
        tell(.start, .analyzing, nil)
    }

    private mutating func tell(_ kind: PatrolFrame.Kind, _ phase: PatrolFrame.Phase, _ text: PatrolFrame.Text?) {
        latest += 1
        frames.append(PatrolFrame(latest, of: run, kind, phase, text))
        bytes += frames[frames.count - 1].bytes
        while frames.count > 1, frames.count > Self.keptFrames || bytes > Self.keptBytes { bytes -= frames.removeFirst().bytes }
    }
}

extension PatrolStory.Position {
    init?(lastEventID text: String?) {
        guard let text, let dash = text.lastIndex(of: "-"), let number = Int(text[text.index(after: dash)...]) else { return nil }
        self.init(run: String(text[..<dash]), number: number)
    }
}

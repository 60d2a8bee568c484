import PulseCore

/// What is kept of a task's log.
struct TaskLogDigest: Sendable, Equatable {
    var lastLines: [String]
    var guests: [TaskRecord.GuestResult]
    /// The storage a backup went to, as its first line says.
    var storage: String?
}

/// Reads the log of a task row by row (`facts.md`, section 14): the last lines, and of a backup what became of each guest, which stands
/// nowhere else.
struct TaskLogReader: DepthRows {
    private static let mostGuests = 5000

    private var tail = TaskLogTail()
    private var guests: [TaskRecord.GuestResult] = []
    private var storage: String?
    private var size: Int64?
    /// The guest that is being worked on.
    private var open: Int?

    init() {}

    var digest: TaskLogDigest {
        var all = guests
        // It ended in the middle of one: cancelled, or the node went down.
        if let open { all.append(.init(vmid: open, outcome: .unknown)) }
        return TaskLogDigest(lastLines: tail.last, guests: all, storage: storage)
    }

    mutating func take(_ row: JSONObject) -> Bool {
        guard tail.take(row) else { return false }
        read(row.text("t") ?? "")
        return true
    }

    private mutating func read(_ line: String) {
        if let rest = line.after("INFO: starting new backup job: ") {
            storage = rest.words.after("--storage")
        } else if let rest = line.after("INFO: Starting Backup of VM ") {
            if let open { close(open, .unknown, nil) }
            (open, size) = (rest.words.first.flatMap { Int($0) }, nil)
        } else if let rest = line.after("INFO: Finished Backup of VM ") {
            guard let vmid = rest.words.first.flatMap({ Int($0) }) else { return }
            close(vmid, .succeeded, rest.words.last.flatMap(Self.duration))
        } else if let rest = line.after("ERROR: Backup of VM ") {
            guard let vmid = rest.words.first.flatMap({ Int($0) }) else { return }
            let reason = rest.firstRange(of: " failed - ").map { String(rest[$0.upperBound...]) } ?? String(rest)
            close(vmid, .failed(reason.printable(limit: 300)), nil)
        } else if let rest = line.after("INFO: archive file size: ") {
            size = Self.bytes(rest)
        }
    }

    private mutating func close(_ vmid: Int, _ outcome: WorkOutcome, _ duration: Duration?) {
        open = nil
        guard guests.count < Self.mostGuests, vmid > 0 else { return }
        var result = TaskRecord.GuestResult(vmid: vmid, outcome: outcome)
        (result.duration, result.size) = (duration, size)
        size = nil
        guests.removeAll { $0.vmid == vmid }
        guests.append(result)
    }

    /// `(00:01:12)`, or with days in front: `(1 day 00:01:12)`.
    private static func duration(_ text: Substring) -> Duration? {
        let parts = text.filter { $0 != "(" && $0 != ")" }.split(separator: ":").map { Int64($0) }
        guard parts.count == 3, let hours = parts[0], let minutes = parts[1], let seconds = parts[2] else { return nil }
        guard (0..<10_000).contains(hours), (0..<60).contains(minutes), (0..<60).contains(seconds) else { return nil }
        return .seconds(hours * 3600 + minutes * 60 + seconds)
    }

    /// `1.23GB`: powers of 1024 under the names of powers of 1000, as vzdump writes them.
    private static func bytes(_ text: Substring) -> Int64? {
        let units: [(String, Double)] = [("TB", 0x1p40), ("GB", 0x1p30), ("MB", 0x1p20), ("KB", 0x1p10), ("B", 1)]
        let text = text.filter { $0 != " " }
        guard let unit = units.first(where: { text.hasSuffix($0.0) }), let number = Double(text.dropLast(unit.0.count)) else { return nil }
        return (0...0x1p60).contains(number * unit.1) ? Int64(number * unit.1) : nil
    }
}

extension StringProtocol where SubSequence == Substring {
    fileprivate var words: [Substring] { split(separator: " ") }
}

extension [Substring] {
    /// The word behind an option: `--storage local`.
    func after(_ option: String) -> String? {
        guard let index = firstIndex(where: { $0 == option }), index + 1 < count else { return nil }
        return String(self[index + 1])
    }
}

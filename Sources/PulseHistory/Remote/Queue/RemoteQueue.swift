import PulseCore

/// Batches that wait for the engine, in files named for their place and time: `00000000000000000042-1795564800.batch`.
///
/// A batch is on the disk when `append` returns, and leaves it when the engine has it; between the two it survives anything but the disk.
struct RemoteQueue {
    /// The oldest batch that can be read.
    struct Batch: Sendable {
        let entry: QueueLedger.Entry
        let requests: [QueueFile.Request]
    }

    private static let suffix = ".batch"
    /// What a write that was cut short leaves behind, see `AtomicFile`.
    private static let unfinished = ".batch.new"

    private let folder: any QueueFolder
    private(set) var ledger: QueueLedger

    /// Takes over what an earlier run left; what is not ours is set aside.
    init(folder: any QueueFolder, limit: Int64, health: inout RemoteHealth) throws {
        self.folder = folder
        var entries: [QueueLedger.Entry] = []
        for (name, bytes) in try folder.list() {
            if let entry = Self.entry(name, bytes) {
                entries.append(entry)
            } else if name.hasSuffix(Self.unfinished) {
                try folder.remove(name)
            } else {
                try folder.setAside(name)
                health.damagedFiles += 1
            }
        }
        ledger = QueueLedger(limit: limit, entries: entries)
        drop(ledger.trim(), &health)
        describe(&health)
    }

    /// - Throws: when the disk takes nothing; then nothing has changed.
    mutating func append(_ requests: [QueueFile.Request], at now: Timestamp, health: inout RemoteHealth) throws {
        let bytes = QueueFile.encoded(requests)
        let entry = QueueLedger.Entry(sequence: ledger.nextSequence, appendedAt: now, bytes: Int64(bytes.count))
        try folder.write(bytes, to: Self.name(entry))
        drop(ledger.append(entry), &health)
        describe(&health)
    }

    /// The oldest batch; those before it that cannot be read are set aside.
    mutating func oldest(health: inout RemoteHealth) -> Batch? {
        while let entry = ledger.oldest {
            do { return Batch(entry: entry, requests: try QueueFile.decoded(try folder.read(Self.name(entry)))) } catch {
                // Where it cannot be moved it stays, and is looked at again after the next start.
                try? folder.setAside(Self.name(entry))
                ledger.remove(entry.sequence)
                health.damagedFiles += 1
                describe(&health)
            }
        }
        return nil
    }

    /// After the engine has it. It may have made room meanwhile.
    mutating func remove(_ entry: QueueLedger.Entry, health: inout RemoteHealth) {
        // One that cannot be removed is sent again after the next start: twice is better than never.
        try? folder.remove(Self.name(entry))
        ledger.remove(entry.sequence)
        describe(&health)
    }

    /// One request of a batch that the engine will not take.
    func setAside(_ request: QueueFile.Request, of entry: QueueLedger.Entry, number: Int) {
        try? folder.setAside(QueueFile.encoded([request]), as: "\(Self.stem(entry))-\(number).refused")
    }

    private func drop(_ entries: [QueueLedger.Entry], _ health: inout RemoteHealth) {
        for entry in entries {
            try? folder.remove(Self.name(entry))
            health.droppedBatches += 1
            health.droppedBytes += entry.bytes
        }
    }

    private func describe(_ health: inout RemoteHealth) {
        health.queuedBatches = ledger.entries.count
        health.queuedBytes = ledger.cost
        health.oldestQueued = ledger.oldest?.appendedAt
    }

    private static func stem(_ entry: QueueLedger.Entry) -> String {
        let digits = String(entry.sequence)
        return String(repeating: "0", count: max(0, 20 - digits.count)) + digits + "-\(entry.appendedAt.seconds)"
    }

    private static func name(_ entry: QueueLedger.Entry) -> String { stem(entry) + suffix }

    private static func entry(_ name: String, _ bytes: Int64) -> QueueLedger.Entry? {
        guard name.hasSuffix(suffix) else { return nil }
        let numbers = name.dropLast(suffix.count).split(separator: "-", omittingEmptySubsequences: false)
        guard numbers.count == 2, let sequence = Int64(numbers[0]), let seconds = Int64(numbers[1]), sequence > 0, sequence < .max, seconds >= 0,
            seconds < 1 << 40
        else { return nil }
        let entry = QueueLedger.Entry(sequence: sequence, appendedAt: Timestamp(seconds: seconds), bytes: bytes)
        return Self.name(entry) == name ? entry : nil
    }
}

import PulseCore

/// Goes through the records of a log in their order and says which is not what was written.
///
/// Pure: where a record stands that is not where it should be is asked through ``RecordPlaces``.
struct RecordVerifier {
    private(set) var report: VerificationReport
    private(set) var frontier: Frontier
    /// The place of the next record.
    private(set) var next: Int64
    /// False once records are missing or others: roots cannot be compared any more.
    private(set) var isTreeWhole = true
    private var expectations: RootExpectations
    /// What the next record may name as its predecessor: one hash, or two where the last record's own is in doubt.
    private var previous: [Hash256]
    /// Of the last record that was as it should be.
    private var keyID: [UInt8]?
    /// Of the record that is looked at.
    private var signer: (id: [UInt8], key: SigningKey?) = ([], nil)
    private let keys: KeyRing
    private let places: any RecordPlaces
    private var bytes = RecordBytes()

    /// - Parameter start: what the newest tombstone left.
    init(
        _ report: VerificationReport, start: Frontier, hash: Hash256, expectations: RootExpectations, keys: KeyRing, places: any RecordPlaces
    ) {
        (self.report, frontier, next, previous) = (report, start, start.size + 1, [hash])
        (self.expectations, self.keys, self.places) = (expectations, keys, places)
        compareRoots()
    }

    mutating func look(at record: some StoredRecord) {
        report.checked += 1
        if report.firstSequence == nil { report.firstSequence = record.sequence }
        report.lastSequence = record.sequence
        let isNext = lookForGap(before: record)
        bytes.begin(record)
        let isSigned = checkSignature(of: record)
        let leaf = record.withSignature { bytes.leaf(signature: $0) }
        let isWhole = record.isWellFormed && record.hash == leaf
        if !isWhole {
            report.add(diagnose(record))
        } else if isNext, !previous.contains(record.previous) {
            loosen(record)
        } else if isSigned == false {
            report.add(VerificationProblem(.signature, at: record.sequence, "The signature of event \(record.sequence) is not that of its key."))
        } else {
            followKey(record)
        }
        goOn(from: record, leaf)
    }

    private mutating func goOn(from record: some StoredRecord, _ leaf: Hash256) {
        if previous.count == 2, previous[1] == record.previous { amend(to: previous[1]) }
        let stored = record.hash ?? leaf
        previous = stored == leaf ? [leaf] : [stored, leaf]
        doubtful = stored == leaf ? nil : frontier
        frontier.append(stored)
        next = record.sequence + 1
        compareRoots()
    }

    /// The tree before the last record, where it is in doubt which of its two hashes is right.
    private var doubtful: Frontier?

    private mutating func amend(to hash: Hash256) {
        guard var before = doubtful else { return }
        before.append(hash)
        frontier = before
    }

    // MARK: Places

    private mutating func lookForGap(before record: some StoredRecord) -> Bool {
        guard record.sequence != next else { return true }
        isTreeWhole = false
        if record.sequence > next {
            report.add(.missing(next...(record.sequence - 1)))
        } else {
            report.add(VerificationProblem(.inserted, at: record.sequence, "Event \(record.sequence) is there twice."))
        }
        return false
    }

    /// A record that is whole in itself and does not follow on the one before it.
    private mutating func loosen(_ record: some StoredRecord) {
        isTreeWhole = false
        report.add(
            VerificationProblem(
                .changed, at: record.sequence - 1,
                "Event \(record.sequence - 1) was changed or replaced: event \(record.sequence) follows on another one."))
    }

    /// Why a record is not what its hash says.
    private func diagnose(_ record: some StoredRecord) -> VerificationProblem {
        let place = record.sequence
        guard report.problemCount < VerificationReport.mostProblems, let home = RecordAtHome(record), isGenuine(home) else {
            return VerificationProblem(.changed, at: place, "Event \(place) was changed: its content is not the one that was written.")
        }
        if places.isGenuine(at: home.sequence) {
            return VerificationProblem(.inserted, at: place, "A copy of event \(home.sequence) was inserted in place \(place).")
        }
        if let other = places.place(of: place) {
            return VerificationProblem(
                .reordered, at: place, "Event \(home.sequence) stands in place \(place), and event \(place) in place \(other).")
        }
        return VerificationProblem(.missing, at: place, "Event \(place) is missing; event \(home.sequence) was put in its place.")
    }

    private func isGenuine(_ record: some StoredRecord) -> Bool {
        var bytes = RecordBytes()
        bytes.begin(record)
        return record.isWellFormed && record.hash == record.withSignature { bytes.leaf(signature: $0) }
    }

    // MARK: Signatures

    /// - Returns: nil when there is no key to look with.
    private mutating func checkSignature(of record: some StoredRecord) -> Bool? {
        // One key signs a million records: it is looked up when it changes.
        if record.withText(.key, { !$0.elementsEqual(signer.id) }) {
            signer = (Array(record.text(.key).utf8), keys[record.text(.key)])
        }
        guard !signer.id.isEmpty else {
            report.unsigned += 1
            return record.withSignature { $0.isEmpty }
        }
        guard let key = signer.key else {
            report.unchecked += 1
            return record.withSignature { $0.isEmpty } ? false : nil
        }
        return record.withSignature { signature in bytes.withSigned { key.verifies(signature, of: $0) } }
    }

    /// A key may begin to sign only with the event that says so (CVE-2023-31439: a verifier that took a newer key for an older time).
    private mutating func followKey(_ record: some StoredRecord) {
        defer { keyID = signer.id }
        guard let keyID, keyID != signer.id, record.text(.event) != KeyChange.eventName else { return }
        report.add(
            VerificationProblem(
                .signature, at: record.sequence, "Event \(record.sequence) is signed with another key than the one before, and no event says so."))
    }

    // MARK: Roots

    private mutating func compareRoots() {
        guard isTreeWhole, expectations.next == frontier.size else { return }
        for problem in expectations.compare(frontier) where report.problemCount == 0 { report.add(problem) }
    }

    /// After the last record.
    mutating func finish(head: Head?) -> VerificationReport {
        if let head, previous.count == 2, previous[1] == head.hash { amend(to: previous[1]) }
        for problem in expectations.beyond(next - 1) { report.add(problem) }
        if let head { compare(head) }
        report.root = isTreeWhole ? frontier.root : nil
        return report
    }

    private mutating func compare(_ head: Head) {
        let last = next - 1
        if head.size > last {
            report.add(
                VerificationProblem(.cutOff, at: next, "The log was cut off: its signed end is event \(head.size), and it ends with event \(last)."))
        } else if head.size < last {
            report.add(
                VerificationProblem(
                    .inserted, at: head.size + 1, "Events behind event \(head.size), the signed end of the log, were added by somebody else."))
        } else if isTreeWhole, head.frontier.root != frontier.root, report.problemCount == 0 {
            report.add(expectations.rewritten(upTo: last, says: "the signed end of the log"))
        }
    }
}

extension VerificationProblem {
    fileprivate static func missing(_ range: ClosedRange<Int64>) -> VerificationProblem {
        let which = range.count == 1 ? "Event \(range.lowerBound) is" : "Events \(range.lowerBound) to \(range.upperBound) are"
        return VerificationProblem(.missing, at: range.lowerBound, "\(which) missing.")
    }
}

/// Answers where records are.
protocol RecordPlaces {
    /// Whether the record of that number is there and whole.
    func isGenuine(at sequence: Int64) -> Bool
    /// Where the record stands whose id has that number.
    func place(of sequence: Int64) -> Int64?
}

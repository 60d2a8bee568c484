import PulseAgentProtocol

/// Reports that the server does not have yet, oldest first. While it answers they are in memory only, so that a machine whose server is there
/// writes nothing; once it does not, every report goes to a file at once, and 32 of them become one packed file.
///
/// At most `limit` bytes on disk: when it is full the oldest packed file goes, and is counted. An abrupt end of the process costs what was in
/// memory: the report in flight.
package struct Spool {
    /// Names the numbering; the server counts a report of a run once.
    package let run: String
    package private(set) var lostReports: UInt64 = 0
    private let folder: StateFolder
    private let limit: Int
    private var blocks: [SpoolBlock] = []
    private var tail: [UInt64] = []
    private var tailSize = 0
    private var memory: [EncodedReport] = []
    /// The server has all up to it. Files go when it has all of theirs.
    private var forgotten: UInt64 = 0
    private var isSpilling = false
    private var isRunKept = false

    /// - Parameter newRun: the name of the run that begins when nothing was left by the last one.
    package init(folder: StateFolder, limit: Int = AgentLimits.spoolBytes, newRun: String) throws(StateFileError) {
        self.folder = folder
        self.limit = limit
        try folder.make()
        let files = try folder.files()
        blocks = files.compactMap { SpoolBlock(file: $0.name, size: $0.size) }.sorted { $0.first < $1.first }
        let left = try folder.read(SpoolBlock.tailName) ?? []
        // An end between packing and removing leaves reports in both places.
        let packed = blocks.last?.last ?? 0
        let reports = ReportFrames.reports(in: left).filter { $0.sequence > packed }
        let kept = try folder.read(SpoolBlock.runName).map { String(decoding: $0, as: UTF8.self) }
        guard let kept, !kept.isEmpty, !(blocks.isEmpty && reports.isEmpty) else {
            run = newRun
            try Self.clear(folder, files)
            blocks = []
            return
        }
        run = kept
        isRunKept = true
        isSpilling = true
        tail = reports.map(\.sequence)
        tailSize = left.count
        let whole = ReportFrames.bytes(of: reports)
        // A report that was cut off must not stand between this run's and the next ones.
        if whole.count < left.count {
            try folder.write(whole, to: SpoolBlock.tailName)
            tailSize = whole.count
        }
    }

    /// Of the newest report, 0 when there is none.
    package var lastSequence: UInt64 { memory.last?.sequence ?? tail.last ?? blocks.last?.last ?? 0 }
    package var isEmpty: Bool { memory.isEmpty && tail.isEmpty && blocks.isEmpty }
    package var bytesOnDisk: Int { blocks.reduce(tailSize) { $0 + $1.size } }

    /// - Throws: when the disk does not take it; the report is kept in memory then, and the oldest there is given up beyond 1,000.
    package mutating func append(_ report: EncodedReport) throws(StateFileError) {
        memory.append(report)
        if memory.count > 1_000 {
            memory.removeFirst()
            lostReports += 1
        }
        if isSpilling { try spill() }
    }

    /// From now on reports go to disk at once: the server does not answer, or this process ends.
    package mutating func spill() throws(StateFileError) {
        isSpilling = true
        guard !memory.isEmpty else { return }
        if !isRunKept {
            try folder.write(Array(run.utf8), to: SpoolBlock.runName)
            isRunKept = true
        }
        let bytes = ReportFrames.bytes(of: memory)
        try folder.append(bytes, to: SpoolBlock.tailName)
        tail += memory.map(\.sequence)
        tailSize += bytes.count
        memory = []
        if tail.count >= SpoolBlock.reports || tailSize >= limit / 8 { try pack() }
        try makeRoom()
    }

    /// The oldest reports, at most about so many bytes, but one at least.
    package mutating func oldest(bytes limit: Int, count: Int = AgentLimits.reportsInBatch) throws(StateFileError) -> [EncodedReport] {
        var reports: [EncodedReport] = []
        var size = 0
        func takes(_ all: [EncodedReport]) -> Bool {
            let more = all.filter { $0.sequence > forgotten }
            let added = more.reduce(0) { $0 + $1.json.count }
            guard reports.isEmpty || (size + added <= limit && reports.count + more.count <= count) else { return false }
            reports += more
            size += added
            return true
        }
        for block in blocks {
            let packed = try read(block)
            if packed.isEmpty {
                try drop(block)
            } else if !takes(packed) {
                return Self.cut(reports, limit)
            }
        }
        if !tail.isEmpty, try !takes(ReportFrames.reports(in: folder.read(SpoolBlock.tailName) ?? [])) { return Self.cut(reports, limit) }
        for report in memory where !takes([report]) { break }
        return Self.cut(reports, limit)
    }

    /// The server has them.
    package mutating func forget(through sequence: UInt64) throws(StateFileError) {
        forgotten = max(forgotten, sequence)
        while let block = blocks.first, block.last <= sequence {
            try folder.remove(block.name)
            blocks.removeFirst()
        }
        if let last = tail.last, last <= sequence {
            try folder.remove(SpoolBlock.tailName)
            tail = []
            tailSize = 0
        }
        memory.removeAll { $0.sequence <= sequence }
        if blocks.isEmpty, tail.isEmpty { isSpilling = false }
    }

    private mutating func pack() throws(StateFileError) {
        let reports = ReportFrames.reports(in: try folder.read(SpoolBlock.tailName) ?? [])
        guard let first = reports.first, let last = reports.last, let packed = Gzip.packed(ReportFrames.bytes(of: reports)) else { return }
        let block = SpoolBlock(first: first.sequence, last: last.sequence, size: packed.count)
        try folder.write(packed, to: block.name)
        blocks.append(block)
        try folder.remove(SpoolBlock.tailName)
        tail = []
        tailSize = 0
    }

    private mutating func makeRoom() throws(StateFileError) {
        while bytesOnDisk > limit, let oldest = blocks.first { try drop(oldest) }
    }

    /// Full disk space or a damaged file.
    private mutating func drop(_ block: SpoolBlock) throws(StateFileError) {
        try folder.remove(block.name)
        blocks.removeAll { $0.name == block.name }
        lostReports += block.last - block.first + 1
    }

    private func read(_ block: SpoolBlock) throws(StateFileError) -> [EncodedReport] {
        let packed = try folder.read(block.name) ?? []
        return ReportFrames.reports(in: Gzip.unpacked(packed, limit: AgentLimits.unpackedBytes) ?? [])
    }

    /// A single file of reports can be larger than a request may be.
    private static func cut(_ reports: [EncodedReport], _ limit: Int) -> [EncodedReport] {
        var size = 0
        let fitting = reports.prefix { report in
            size += report.json.count
            return size <= limit
        }
        return Array(fitting.isEmpty ? reports.prefix(1) : fitting)
    }

    private static func clear(_ folder: StateFolder, _ files: [(name: String, size: Int)]) throws(StateFileError) {
        for file in files { try folder.remove(file.name) }
    }
}

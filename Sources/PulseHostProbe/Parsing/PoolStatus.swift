import PulseCore

/// One pool of `zpool status -p` (zpool-status(8)): its last or running scrub, and the errors of its devices.
struct PoolStatus: Hashable, Sendable {
    var name: String
    var health: String?
    var scan: String?
    var scrubbedAt: Timestamp?
    /// Nil where there are none.
    var errors: String?
    var rows: [Row] = []

    /// A device of the tree below `config:`.
    struct Row: Hashable, Sendable {
        var depth: Int
        var read: Int
        var write: Int
        var checksum: Int
    }

    private static let poolLimit = 256
    private static let rowLimit = 4096

    static func parse(_ output: Bytes) -> [PoolStatus] {
        var pools: [PoolStatus] = []
        var section = ""
        for line in output.lines {
            if let (name, value) = heading(line) {
                section = name
                if name == "pool" {
                    guard pools.count < poolLimit else { break }
                    pools.append(PoolStatus(name: value.text.printable()))
                }
                if !pools.isEmpty { pools[pools.count - 1].begin(section, value) }
            } else if !pools.isEmpty {
                pools[pools.count - 1].add(line, to: section)
            }
        }
        return pools
    }

    /// `  pool: tank`. What goes on in the next line begins with a tab, and so does the tree.
    private static func heading(_ line: Bytes) -> (name: String, value: Bytes)? {
        guard line.first != UInt8(ascii: "\t"), let (name, value) = line.divided(at: UInt8(ascii: ":")) else { return nil }
        let text = name.text
        return ["pool", "state", "status", "action", "see", "scan", "config", "errors", "id", "remove", "checkpoint", "dedup"].contains(text)
            ? (text, value) : nil
    }

    private mutating func begin(_ section: String, _ value: Bytes) {
        switch section {
        case "state": health = value.isEmpty ? nil : value.text.printable(limit: 32)
        case "scan":
            scan = value.text.printable()
            if value.starts(with: "scrub repaired"), let place = value.words.lastIndex(where: { $0.elementsEqual("on".utf8) }) {
                scrubbedAt = CalendarText.parse(value.words[(place + 1)...])
            }
        case "errors": errors = value.starts(with: "No known data errors") || value.isEmpty ? nil : value.text.printable()
        default: break
        }
    }

    private mutating func add(_ line: Bytes, to section: String) {
        switch section {
        case "scan": progress(line.words)
        case "config": if rows.count < Self.rowLimit, let row = Self.row(line) { rows.append(row) }
        default: break
        }
    }

    /// `0B repaired, 12.34% done, 01:23:45 to go`. What else is said of a running scrub changes with every second.
    private mutating func progress(_ words: [Bytes]) {
        guard let place = words.firstIndex(where: { $0.starts(with: "done") }), place > 0, words[place - 1].last == UInt8(ascii: "%"),
            let percent = words[place - 1].dropLast().decimal, percent <= 100
        else { return }
        scan = (scan ?? "") + ", \(Int(percent)) % done"
    }

    /// `\t  mirror-0  DEGRADED     0     0     0`; headings such as `logs` and spares have no counts.
    private static func row(_ line: Bytes) -> Row? {
        let words = line.words
        guard words.count >= 5, let read = count(words[2]), let write = count(words[3]), let checksum = count(words[4]) else { return nil }
        return Row(depth: line.dropFirst().prefix { $0 == UInt8(ascii: " ") }.count, read: read, write: write, checksum: checksum)
    }

    /// Exact, or `1.2K` from versions that know no `-p` here.
    private static func count(_ word: Bytes) -> Int? {
        if let exact = word.small { return exact }
        guard let place = [UInt8]("KMGT".utf8).firstIndex(of: word.last ?? 0), let number = word.dropLast().decimal else { return nil }
        guard number < 10_000 else { return nil }
        return Int(number * [1e3, 1e6, 1e9, 1e12][place])
    }
}

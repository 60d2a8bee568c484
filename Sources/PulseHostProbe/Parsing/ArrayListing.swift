import PulseCore

/// `/proc/mdstat`: the RAIDs of the kernel (md(4), and `md_seq_show` of drivers/md/md.c, which writes it).
enum ArrayListing {
    private static let limit = 256

    static func parse(_ file: Bytes) -> [SoftwareArray] {
        var arrays: [SoftwareArray] = []
        for line in file.lines {
            if let array = head(line) {
                guard arrays.count < limit else { break }
                arrays.append(array)
            } else if line.first == UInt8(ascii: " ") || line.first == UInt8(ascii: "\t"), !arrays.isEmpty {
                detail(line.words, of: &arrays[arrays.count - 1])
            }
        }
        return arrays
    }

    /// `md0 : active (auto-read-only) raid1 sdb1[1](F) sda1[0]`
    private static func head(_ line: Bytes) -> SoftwareArray? {
        guard line.starts(with: "md"), let (name, rest) = line.divided(at: UInt8(ascii: ":")), name.words.count == 1 else { return nil }
        var words = rest.words[...]
        guard let state = words.popFirst(), let word = states[state.text] else { return nil }
        var array = SoftwareArray(device: name.text, state: word)
        for word in words {
            switch word.text {
            case "(read-only)": array.state = "read-only"
            case "(auto-read-only)": array.state = "read-auto"
            default:
                if let member = member(word) { array.members.append(member) } else if array.members.isEmpty { array.level = word.text }
            }
        }
        return array
    }

    private static let states = ["active": "active", "inactive": "inactive", "broken": "broken"]

    /// `sdb1[1](F)`. The number is the order of being added and not the place in the array.
    private static func member(_ word: Bytes) -> SoftwareArray.Member? {
        guard let open = word.firstIndex(of: UInt8(ascii: "[")), let close = word[open...].firstIndex(of: UInt8(ascii: "]")), open > word.startIndex,
            word[(open + 1)..<close].unsigned != nil
        else { return nil }
        let flags = word[close...].text
        // A member that is blocked or mostly written is active all the same.
        let state = [("(F)", "faulty"), ("(S)", "spare"), ("(J)", "journal"), ("(R)", "replacement")].first { flags.contains($0.0) }?.1
        return SoftwareArray.Member(device: word[..<open].text, state: state ?? "active")
    }

    private static func detail(_ words: [Bytes], of array: inout SoftwareArray) {
        if words.count > 1, words[1].elementsEqual("blocks".utf8) {
            array.size = kibibytes(words[0])
            for word in words { count(word, in: &array) }
        } else {
            action(words, of: &array)
        }
    }

    /// `[3/2]`: wanted and active.
    private static func count(_ word: Bytes, in array: inout SoftwareArray) {
        guard word.first == UInt8(ascii: "["), word.last == UInt8(ascii: "]"), word.count > 2 else { return }
        let inside = word.dropFirst().dropLast()
        guard let (wanted, active) = inside.divided(at: UInt8(ascii: "/")), let wanted = wanted.small, let active = active.small else { return }
        array.devicesWanted = wanted
        array.devicesActive = active
    }

    /// `[==>...]  recovery = 12.6% (37043392/292945152) finish=…`, `resync=DELAYED`
    private static func action(_ words: [Bytes], of array: inout SoftwareArray) {
        let names = ["resync", "recovery", "check", "reshape"]
        for (index, word) in words.enumerated() {
            let name = word.prefix { $0 != UInt8(ascii: "=") }.text
            guard names.contains(name) else { continue }
            array.action = name
            let percent = words[index...].first { $0.last == UInt8(ascii: "%") }?.dropLast().decimal
            array.progress = percent.flatMap { $0 <= 100 ? ($0).rounded(.down) / 100 : nil }
            return
        }
    }

    private static func kibibytes(_ word: Bytes) -> Int64? {
        guard let number = word.unsigned.flatMap({ Int64(exactly: $0) }) else { return nil }
        let (bytes, overflow) = number.multipliedReportingOverflow(by: 1024)
        return overflow ? nil : bytes
    }
}

import PulseCore

/// `systemctl list-units --state=failed --plain --no-legend` (systemctl(1)): a unit per line, its name first.
enum FailedUnits {
    private static let limit = 256

    static func parse(_ output: Bytes) -> [String] {
        let names = output.lines.compactMap { line -> String? in
            // Versions before 246 draw a dot before the name all the same.
            let word = line.words.first { !$0.elementsEqual("●".utf8) && !$0.elementsEqual("*".utf8) }
            guard let word, word.contains(UInt8(ascii: ".")) else { return nil }
            return word.text.printable()
        }
        return Array(Set(names).sorted().prefix(limit))
    }
}

import PulseBackups
import PulseCore
import PulseEvaluation

/// The board at 5,000 guests and 200,000 archives, each listed by its storage and by its server.
struct BackupBench {
    let seed: UInt64

    private static let repetitions = 7
    private static let budget = 150.0

    func measure(_ table: inout Table) {
        let material = BackupMaterial(seed: seed)
        let clock = ContinuousClock()
        var figures: [String: [Double]] = [:]
        func time(_ name: String, _ work: () -> Void) {
            let began = clock.now
            work()
            figures[name, default: []].append((clock.now - began).asSeconds * 1000)
        }
        var guests = 0
        for _ in 0..<Self.repetitions {
            var builder = BoardBuilder()
            time("from nothing") { guests = builder.board(material.fleet, material.ledger, at: material.now).guests.count }
            time("listings as before") { _ = builder.board(material.fleet, material.ledger, at: material.now) }
            let changed = material.withOneMore()
            time("one of eight listings new") { _ = builder.board(material.fleet, changed, at: material.now) }
            time("nothing changed, asked") { _ = BoardInputs(material.fleet, material.ledger) }
        }
        for name in figures.keys.sorted() {
            let sorted = (figures[name] ?? []).sorted()
            table.add(
                Row(
                    "backups: board, \(name), median of \(Self.repetitions)", n: "\(guests) guests, \(material.archives) archives",
                    figure: sorted.isEmpty ? .infinity : sorted[sorted.count / 2],
                    unit: "ms", below: name == "from nothing" ? nil : Self.budget, baseline: material.scan(clock),
                    baselineIs: "every archive read once"))
        }
    }
}

import PulseAnalysis
import PulseCore

/// A deduplication factor that falls: something that does not repeat, mostly encrypted or compressed data, comes in since.
struct DeduplicationRule: Sendable {
    static let hours = 30 * 24
    static let recent = Duration.days(3)
    static let share = 0.7
    /// Below this there was little to lose.
    static let leastUsual = 2.0

    static func judge(_ look: Look) throws -> Answer {
        let (logical, stored) = (try look.current(.dataLogical), try look.current(.dataStored))
        guard stored > 0 else { return .clear }
        let now = logical / stored
        let earlier = try look.history(.dataStored, hours: hours, atLeast: 7 * 24).before(look.now - recent)
        let logicals = Dictionary(
            try look.history(.dataLogical, hours: hours, atLeast: 7 * 24).hours.map { ($0.start, $0.average) },
            uniquingKeysWith: { first, _ in first })
        let factors = earlier.hours.compactMap { hour in logicals[hour.start].flatMap { hour.average > 0 ? $0 / hour.average : nil } }
        guard factors.count >= 4 * 24, let usual = Statistics.median(factors) else { throw NotEvaluable("There is too little history of its data.") }
        guard usual >= leastUsual, now <= usual * share else { return .clear }
        let texts = (now: Words.short(now, places: 2), usual: Words.short(usual, places: 2))
        return .raised(
            Raised(
                .info, "Deduplication got worse",
                description: "Data in \(look.name) is deduplicated by a factor of \(texts.now); it was \(texts.usual).",
                recommendation:
                    "See which new or changed group of \(look.name) brings data that does not repeat: encryption inside the guest, compressed "
                    + "dumps, a new key.",
                evidence: "\(Words.bytes(logical)) in \(Words.bytes(stored)): factor \(texts.now), median before \(texts.usual).",
                items: [
                    .series(
                        look.id, .dataStored, from: look.now - .hours(hours), to: look.now, marks: [Evidence.Mark("now", stored, at: look.now)],
                        text: "\(Words.bytes(stored)) stored of \(Words.bytes(logical))"),
                    .limit("factor", "\(Words.short(usual * share, places: 2))", value: usual * share),
                ]))
    }
}

extension Check {
    static let datastoreDeduplication = Check(
        "PBS-DEDUPLICATION", key: "pbs-deduplication-drop", "Deduplication got worse", .capacity, on: [.datastore],
        needs: [
            .current(.dataLogical), .current(.dataStored), .history(.dataLogical, hours: DeduplicationRule.hours),
            .history(.dataStored, hours: DeduplicationRule.hours),
        ],
        page: CheckPage(
            why: "A datastore whose data stops repeating fills up much sooner than planned.",
            decides: "Info when the factor is at \(Words.percent(DeduplicationRule.share)) or less of its median in the month before the last "
                + "\(Words.duration(DeduplicationRule.recent)), and that was at least \(Words.short(DeduplicationRule.leastUsual, places: 0)).",
            advice: "Find the group that changed."), decide: DeduplicationRule.judge)

    static let tapeDamaged = Check(
        "PBS-TAPE-DAMAGED", key: "pbs-tape-damaged", "Tape is damaged", .backup, on: [.node], needs: [.ledger("tapes")],
        page: CheckPage(
            why: "What is on a damaged tape may not come back.",
            decides: "Warning for each tape that the backup server marks as damaged. Retired tapes are no finding.",
            advice: "Copy what is still needed, and retire the tape.")
    ) { look in
        guard look.source?.kind == .backupServer else { return .clear }
        let tapes = try look.told(look.ledger?.tapes, "Its tapes").filter { $0.status == "damaged" }
        return Answer(
            raised: tapes.map { tape in
                Raised(
                    instance: tape.id, .warning, "Tape is damaged",
                    description: "\(look.name) marks the tape \(tape.label.printable(limit: 80)) as damaged.",
                    recommendation: "Write its media set\(tape.pool.map { " of pool \($0.printable(limit: 80))" } ?? "") anew, and retire the tape.",
                    evidence: "Status damaged, location \((tape.location ?? "unknown").printable(limit: 80)).",
                    items: [.record(look.id, "tape", tape.id, "\(tape.label): damaged")])
            })
    }
}

import PulseCore

/// The mail of the last day as Pulse v5 tells it: the sum and a point for each hour. A part that one hour does not tell is unknown of the sum.
struct V5MailHours {
    private let hours: ArraySlice<MailHour>
    private let at: Timestamp?

    private static let day = 24

    init(_ told: Told<[MailHour]>) {
        hours = (told.value ?? []).suffix(Self.day)
        at = told.at
    }

    /// The members of the sum and of a point that are counted by hour, with the names of each.
    private struct Part: Sendable {
        let inSum: String
        let inPoint: String
        let value: @Sendable (MailHour) -> Int?
    }

    private static let parts = [
        Part(inSum: "countTotal", inPoint: "count") { $0.incoming + $0.outgoing },
        Part(inSum: "countIn", inPoint: "countIn") { $0.incoming },
        Part(inSum: "countOut", inPoint: "countOut") { $0.outgoing },
        Part(inSum: "spamIn", inPoint: "spamIn") { hour in hour.outgoingSpam.map { hour.spam - $0 } },
        Part(inSum: "spamOut", inPoint: "spamOut") { $0.outgoingSpam },
        Part(inSum: "virusIn", inPoint: "virusIn") { hour in hour.outgoingVirus.map { hour.virus - $0 } },
        Part(inSum: "virusOut", inPoint: "virusOut") { $0.outgoingVirus },
        Part(inSum: "rblRejects", inPoint: "rblRejects") { $0.listed },
        Part(inSum: "pregreetRejects", inPoint: "pregreet") { $0.preGreeted },
        Part(inSum: "bouncesIn", inPoint: "bouncesIn") { hour in hour.bounces.flatMap { all in hour.outgoingBounces.map { all - $0 } } },
        Part(inSum: "bouncesOut", inPoint: "bouncesOut") { $0.outgoingBounces },
    ]

    func writeSum(into json: inout JSONWriter) {
        guard !hours.isEmpty else { return json.null() }
        json.object { json in
            json.name("timeframe"); json.string("day")
            for part in Self.parts {
                let values = hours.map(part.value)
                json.name(data: part.inSum); json.integer(values.contains(nil) ? nil : values.reduce(0) { $0 + ($1 ?? 0) })
            }
            for unknown in ["bytesIn", "bytesOut", "greylistCount", "junkIn", "averageProcessTimeMs"] { json.name(data: unknown); json.null() }
            json.name("updatedAt"); json.time(at)
        }
    }

    func writePoints(into json: inout JSONWriter) {
        json.array(hours.enumerated()) { json, entry in
            let (index, hour) = entry
            json.object { json in
                json.name("timestamp"); json.time(hour.start)
                for part in Self.parts { json.name(data: part.inPoint); json.integer(part.value(hour)) }
                // No gateway counts them by the hour.
                json.name("greylist"); json.null()
                json.name("index"); json.integer(index)
                json.name("timeframe"); json.string("hour")
                json.name("windowStart"); json.time(hour.start)
                json.name("windowEnd"); json.time(hour.start + .seconds(3600))
            }
        }
    }
}

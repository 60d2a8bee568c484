import PulseCore

/// The sums of `/statistics/recent?hours=1`: what passed in the last hour, to the second. A kind that no slot tells is nil.
struct PMGRecentMail: Sendable, Equatable {
    var incoming: Double?
    var outgoing: Double?
    var spam: Double?
    var virus: Double?

    init(_ slots: [JSONObject]) {
        incoming = Self.sum(slots) { $0.count("count_in") }
        outgoing = Self.sum(slots) { $0.count("count_out") }
        spam = Self.sum(slots) { Self.both($0, "spam") }
        virus = Self.sum(slots) { Self.both($0, "virus") }
    }

    /// In both directions; older versions have only the parts.
    private static func both(_ slot: JSONObject, _ kind: String) -> Double? {
        if let whole = slot.count(kind) { return whole }
        guard let inward = slot.count(kind + "_in"), let outward = slot.count(kind + "_out") else { return nil }
        return inward + outward
    }

    /// A slot that doesn't tell makes the sum unknown: it would be too low.
    private static func sum(_ slots: [JSONObject], _ value: (JSONObject) -> Double?) -> Double? {
        guard !slots.isEmpty else { return nil }
        var sum = 0.0
        for slot in slots {
            guard let value = value(slot) else { return nil }
            sum += value
        }
        return sum
    }
}

/// A row of `/statistics/mailcount`.
enum PMGHourRow {
    static func hour(_ row: JSONObject) -> MailHour? {
        guard let start = row.moment("time"), let incoming = row.count("count_in"), let outgoing = row.count("count_out") else { return nil }
        guard let spamIn = row.count("spamcount_in"), let virusIn = row.count("viruscount_in") else { return nil }
        guard let spamOut = sent(row, "spamcount_out"), let virusOut = sent(row, "viruscount_out") else { return nil }
        let rejected = row.count("rbl_rejects").flatMap { list in row.count("pregreet_rejects").map { list + $0 } }
        // Spam contains here what was turned away before a message was taken (schema of the call).
        let spam = max(0, spamIn - (rejected ?? 0)) + spamOut
        let virus = virusIn + virusOut
        var hour = MailHour(start: start, incoming: Int(incoming), outgoing: Int(outgoing), spam: Int(spam), virus: Int(virus))
        hour.bounces = row.count("bounces_in").flatMap { inward in row.count("bounces_out").map { Int(inward + $0) } }
        hour.rejected = rejected.map { Int($0) }
        readParts(row, into: &hour)
        return hour
    }

    /// None where nothing is said of it; nil where what is said can't be.
    private static func sent(_ row: JSONObject, _ key: String) -> Double? { row[key] == nil ? 0 : row.count(key) }

    private static func readParts(_ row: JSONObject, into hour: inout MailHour) {
        hour.outgoingSpam = row.count("spamcount_out").map { Int($0) }
        hour.outgoingVirus = row.count("viruscount_out").map { Int($0) }
        hour.outgoingBounces = row.count("bounces_out").map { Int($0) }
        (hour.listed, hour.preGreeted) = (row.count("rbl_rejects").map { Int($0) }, row.count("pregreet_rejects").map { Int($0) })
    }
}

extension JSONObject {
    /// A number of mails.
    func count(_ key: String) -> Double? { number(key).flatMap { (0...1e12).contains($0) ? $0.rounded() : nil } }
}

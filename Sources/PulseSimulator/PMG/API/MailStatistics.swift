/// What has passed the gateway. Every node of a cluster answers for all of them.
enum MailStatistics {
    /// What never reached the filter, and what it found to be no mail for people.
    private static let rejected: [MailFlow.Stream] = [.greylisted, .senderPolicy, .blockList, .pregreet]
    private static let mostEntries = 5_000

    static func mail(_ call: MailCall) throws(APIRefusal) -> Payload {
        let span = try MailSpan(call).wholeDays
        let count = counter(call, from: Double(span.start), to: Double(span.end))
        var object = JSONObject()
        object.put("count", count(MailFlow.incoming + MailFlow.outgoing))
        object.put("count_in", count(MailFlow.incoming))
        object.put("count_out", count(MailFlow.outgoing))
        object.put("spamcount_in", count([.spam]))
        object.put("spamcount_out", count([.spamOut]))
        object.put("viruscount_in", count([.virus]))
        object.put("viruscount_out", count([.virusOut]))
        object.put("bounces_in", count([.bounceIn]))
        object.put("bounces_out", count([.bounceOut]))
        object.put("bytes_in", bytes(call, MailFlow.incoming, Double(span.start), Double(span.end)))
        object.put("bytes_out", bytes(call, MailFlow.outgoing, Double(span.start), Double(span.end)))
        object.put("junk_in", count([.spam, .virus] + rejected))
        object.put("junk_out", count([.spamOut, .virusOut]))
        object.put("glcount", count([.greylisted]))
        object.put("spfcount", count([.senderPolicy]))
        object.put("rbl_rejects", count([.blockList]))
        object.put("pregreet_rejects", count([.pregreet]))
        object.put("avptime", count(MailFlow.incoming) == 0 ? 0 : 0.684_675_025_939_941)
        return Payload(object.json)
    }

    /// Whole hours, or what `timespan` says.
    static func counts(_ call: MailCall) throws(APIRefusal) -> Payload {
        let span = try MailSpan(call)
        let step = try call.number("timespan", in: 3_600...31_622_400) ?? 3_600
        let first = span.start / 3_600 * 3_600
        let entries = max(0, (span.end - first + step - 1) / step)
        guard entries <= mostEntries else { throw .failed("too many entries - try to increase parameter 'span'") }
        return Payload(
            rows: (0..<entries).map { index in
                let start = first + index * step
                let count = counter(call, from: Double(start), to: Double(start + step))
                var row = JSONObject()
                row.put("index", index)
                row.put("time", start)
                row.put("count", count(MailFlow.incoming + MailFlow.outgoing))
                row.put("count_in", count(MailFlow.incoming))
                row.put("count_out", count(MailFlow.outgoing))
                row.put("spamcount_in", count([.spam] + rejected))
                row.put("spamcount_out", count([.spamOut]))
                row.put("viruscount_in", count([.virus]))
                row.put("viruscount_out", count([.virusOut]))
                row.put("bounces_in", count([.bounceIn]))
                row.put("bounces_out", count([.bounceOut]))
                row.put("rbl_rejects", count([.blockList]))
                row.put("pregreet_rejects", count([.pregreet]))
                return row.json
            })
    }

    /// To the second, out of the live table: what was turned away before it is not in it.
    static func recent(_ call: MailCall) throws(APIRefusal) -> Payload {
        let hours = try call.number("hours", in: 1...24) ?? 12
        let step = try call.number("timespan", in: 1...1_800) ?? 1_800
        let first = Int(call.clock) - hours * 3_600
        let entries = hours * 3_600 / step
        guard entries <= mostEntries else { throw .failed("too many entries - try to increase parameter 'span'") }
        let incoming: [MailFlow.Stream] = [.accepted, .spam, .virus, .greylisted, .senderPolicy]
        return Payload(rows: (0..<entries).map { recent(call, $0, first + $0 * step, step, incoming) })
    }

    private static func recent(_ call: MailCall, _ index: Int, _ start: Int, _ step: Int, _ incoming: [MailFlow.Stream]) -> String {
        let skew = call.clock - call.now
        let (from, to) = (Double(start) - skew, Double(start + step) - skew)
        let count = counter(call, from: from, to: to)
        let spam: [MailFlow.Stream] = [.spam, .greylisted, .senderPolicy]
        var row = JSONObject()
        row.put("index", index)
        row.put("time", start)
        row.put("timespan", step)
        row.put("count", count(incoming + MailFlow.outgoing))
        row.put("count_in", count(incoming))
        row.put("count_out", count(MailFlow.outgoing))
        row.put("spam", count(spam + [.spamOut]))
        row.put("spam_in", count(spam))
        row.put("spam_out", count([.spamOut]))
        row.put("virus", count([.virus, .virusOut]))
        row.put("virus_in", count([.virus]))
        row.put("virus_out", count([.virusOut]))
        row.put("bytes", bytes(call, incoming + MailFlow.outgoing, from, to))
        row.put("bytes_in", bytes(call, incoming, from, to))
        row.put("bytes_out", bytes(call, MailFlow.outgoing, from, to))
        return row.json
    }

    static func domains(_ call: MailCall) throws(APIRefusal) -> Payload {
        let span = try MailSpan(call).wholeDays
        let count = counter(call, from: Double(span.start), to: Double(span.end))
        let (bytesIn, bytesOut) = (
            bytes(call, MailFlow.incoming, Double(span.start), Double(span.end)), bytes(call, MailFlow.outgoing, Double(span.start), Double(span.end))
        )
        return Payload(
            rows: call.world.domains.map { domain in
                func part(_ whole: Int) -> Int { Int(Double(whole) * domain.share) }
                var row = JSONObject()
                row.put("domain", domain.name)
                row.put("count_in", part(count([.accepted, .spam, .virus])))
                row.put("count_out", part(count(MailFlow.outgoing)))
                row.put("spamcount_in", part(count([.spam])))
                row.put("spamcount_out", part(count([.spamOut])))
                row.put("viruscount_in", part(count([.virus])))
                row.put("viruscount_out", part(count([.virusOut])))
                row.put("bytes_in", part(bytesIn))
                row.put("bytes_out", part(bytesOut))
                return row.json
            })
    }

    static func viruses(_ call: MailCall) throws(APIRefusal) -> Payload {
        let span = try MailSpan(call).wholeDays
        let found = counter(call, from: Double(span.start), to: Double(span.end))([.virus, .virusOut])
        return Payload(
            rows: MailWords.viruses.compactMap { name, share in
                let count = Int((Double(found) * share).rounded())
                guard count > 0 else { return nil }
                var row = JSONObject()
                row.put("name", name)
                row.put("count", count)
                return row.json
            })
    }

    /// What is still to come has not been counted.
    private static func counter(_ call: MailCall, from start: Double, to end: Double) -> ([MailFlow.Stream]) -> Int {
        let flow = call.world.flow
        let end = min(end, call.now)
        return { flow.count($0, from: start, to: end) }
    }

    private static func bytes(_ call: MailCall, _ streams: [MailFlow.Stream], _ start: Double, _ end: Double) -> Int {
        call.world.flow.bytes(streams, from: start, to: min(end, call.now))
    }
}

/// What waits in quarantine, all users together. PostgreSQL's averages are text.
enum MailQuarantine {
    /// The default lifetime, a week.
    private static let lifetime = 7 * 86_400.0

    static func spam(_ call: MailCall) throws(APIRefusal) -> Payload {
        let count = call.world.flow.count(.spam, from: call.now - lifetime, to: call.now) * 2 / 3
        var object = JSONObject()
        object.put("count", count)
        object.put("mbytes", Double(count) * 5_340 / 1_048_576)
        object.put("avgbytes", count == 0 ? "0" : "5340.0")
        object.put("avgspam", count == 0 ? "0" : "7.5")
        return Payload(object.json)
    }

    static func viruses(_ call: MailCall) throws(APIRefusal) -> Payload {
        let count = call.world.flow.count(.virus, from: call.now - lifetime, to: call.now)
        var object = JSONObject()
        object.put("count", count)
        object.put("mbytes", Double(count) * 262_144 / 1_048_576)
        if count == 0 { object.put("avgbytes", 0) } else { object.put("avgbytes", "262144.0") }
        return Payload(object.json)
    }
}

import PulseCore

/// What `/api/discover` answers.
enum DiscoveryAnswer {
    static func report(_ report: DiscoveryReport) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.name("scanning"); json.bool(report.search?.state == "running")
            // v5's names: what is here was found before somebody asked.
            json.name("cached"); json.bool(report.search.map { $0.state != "running" } ?? false)
            json.name("search")
            if let search = report.search { write(search, &json) } else { json.null() }
            json.name("servers"); json.array(report.servers) { write($1, &$0) }
            json.name("errors"); json.array(EmptyCollection<String>()) { $0.string($1) }
            json.name("earlier"); json.array(report.earlier) { write($1, &$0) }
            json.name("settings"); write(report.preferences, &json)
        }
        return json.bytes
    }

    private static func write(_ search: DiscoverySearch, _ json: inout JSONWriter) {
        json.object { json in
            json.name("state"); json.string(search.state)
            json.name("networks"); json.array(search.networks) { $0.string($1) }
            json.name("ports"); json.array(search.ports) { $0.integer($1) }
            json.name("by"); json.string(search.by)
            json.name("startedAt"); json.string(search.startedAt)
            json.name("endedAt"); json.string(search.endedAt)
            json.name("total"); json.integer(search.total)
            json.name("done"); json.integer(search.done)
            json.name("skipped"); json.integer(search.skipped)
            json.name("found"); json.integer(search.found)
        }
    }

    /// `ip`, `port`, `type` and `hostname` are v5's.
    private static func write(_ server: DiscoveredServer, _ json: inout JSONWriter) {
        json.object { json in
            json.name("ip"); json.string(server.address)
            json.name("port"); json.integer(server.port)
            json.name("type"); json.string(server.kind.rawValue)
            json.name("hostname"); json.string(server.name)
            json.name("fingerprint"); json.string(server.fingerprint)
            json.name("subject"); json.string(server.subject)
            json.name("confidence"); json.string(server.confidence)
            json.name("evidence"); json.array(server.evidence) { $0.string($1) }
            json.name("source"); json.string(server.source?.description)
        }
    }

    private static func write(_ preferences: DiscoveryPreferences, _ json: inout JSONWriter) {
        json.object { json in
            json.name("networks"); json.array(preferences.networks) { $0.string($1) }
            json.name("ports"); json.array(preferences.ports) { $0.integer($1) }
            json.name("everyHours"); json.integer(preferences.everyHours)
        }
    }
}

extension ClusterEndpoints {
    static func highAvailability(_ call: Call) throws(APIRefusal) -> Payload {
        let managed = call.world.guests.filter(\.highlyAvailable)
        let master = call.world.nodes.first(where: \.online) ?? call.world.nodes[0]
        var rows = [quorum(call)]
        if call.version.is9 { rows.append(fencing(master, armed: !managed.isEmpty)) }
        // A cluster without HA guests has neither master nor LRM rows.
        guard !managed.isEmpty else { return Payload(rows: rows) }
        rows.append(self.master(master, call))
        rows += call.world.nodes.map { localManager($0, call) }
        return Payload(rows: rows + managed.map { service($0, call) })
    }

    private static func quorum(_ call: Call) -> String {
        var row = JSONObject()
        row.put("id", "quorum")
        row.put("type", "quorum")
        row.put("node", call.entry)
        row.put("quorate", call.world.quorate ? 1 : 0)
        row.put("status", call.world.quorate ? "OK" : "No quorum on node '\(call.entry)'!")
        return row.json
    }

    private static func fencing(_ node: Node, armed: Bool) -> String {
        var row = JSONObject()
        row.put("id", "fencing")
        row.put("type", "fencing")
        row.put("node", node.name)
        row.put("armed-state", armed ? "armed" : "standby")
        row.put("status", armed ? "armed (CRM watchdog active)" : "standby (CRM watchdog standby)")
        return row.json
    }

    private static func master(_ node: Node, _ call: Call) -> String {
        var row = JSONObject()
        row.put("id", "master")
        row.put("type", "master")
        row.put("node", node.name)
        row.put("timestamp", Int(call.clock) - 4)
        row.put("status", "\(node.name) (active, \(CalendarText.ofManager(call.clock - 4)))")
        return row.json
    }

    private static func localManager(_ node: Node, _ call: Call) -> String {
        let busy = call.world.guests.contains { $0.highlyAvailable && $0.node == node.name && $0.running }
        let seen = node.downSince.map { $0 - 3 } ?? call.now - 5
        let state = node.downSince.map { call.now - $0 > 27 ? "old timestamp - dead?" : "active" } ?? (busy ? "active" : "idle")
        var row = JSONObject()
        row.put("id", "lrm:\(node.name)")
        row.put("type", "lrm")
        row.put("node", node.name)
        row.put("timestamp", Int(seen))
        let watchdog = call.version.is9 ? (busy ? "watchdog active, " : "watchdog standby, ") : ""
        row.put("status", "\(node.name) (\(state), \(watchdog)\(CalendarText.ofManager(seen)))")
        return row.json
    }

    private static func service(_ guest: Guest, _ call: Call) -> String {
        let sid = (guest.kind == .qemu ? "vm:" : "ct:") + String(guest.vmid)
        let dead = call.world.node(guest.node)?.downSince.map { call.now - $0 > 60 } ?? false
        let state = dead ? "fence" : guest.running ? "started" : "stopped"
        var row = JSONObject()
        row.put("id", "service:\(sid)")
        row.put("type", "service")
        row.put("sid", sid)
        row.put("node", guest.node)
        row.put("state", state)
        row.put("crm_state", state)
        row.put("request_state", guest.running ? "started" : "stopped")
        row.put("status", "\(sid) (\(guest.node), \(state))")
        row.put("max_relocate", 1)
        row.put("max_restart", 1)
        if call.version.is9 { row.put("failback", 1) }
        return row.json
    }
}

/// Calendar times in the words of Perl's `localtime`, in UTC.
enum CalendarText {
    private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// `Tue Jul  1 12:00:05 2026`
    static func ofManager(_ t: Double) -> String {
        let day = date(Int(t) / 86_400)
        return "\(weekdays[Int(t) / 86_400 % 7]) \(months[day.month - 1]) \(day.day < 10 ? " " : "")\(day.day) \(clock(t)) \(day.year)"
    }

    /// `Wed, 01 Jul 2026 12:00:05 GMT`, the HTTP header `Date`.
    static func ofHTTP(_ t: Double) -> String {
        let day = date(Int(t) / 86_400)
        return "\(weekdays[Int(t) / 86_400 % 7]), \(two(day.day)) \(months[day.month - 1]) \(day.year) \(clock(t)) GMT"
    }

    private static func clock(_ t: Double) -> String {
        let second = Int(t) % 86_400
        return "\(two(second / 3_600)):\(two(second / 60 % 60)):\(two(second % 60))"
    }

    static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }

    /// Days since 1970 to a date of the Gregorian calendar, counted in eras of 400 years beginning in March.
    static func date(_ days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = shifted / 146_097
        let inEra = shifted - era * 146_097
        let year = (inEra - inEra / 1_460 + inEra / 36_524 - inEra / 146_096) / 365
        let inYear = inEra - (365 * year + year / 4 - year / 100)
        let month = (5 * inYear + 2) / 153
        let day = inYear - (153 * month + 2) / 5 + 1
        let calendarMonth = month < 10 ? month + 3 : month - 9
        return (year + era * 400 + (calendarMonth <= 2 ? 1 : 0), calendarMonth, day)
    }
}

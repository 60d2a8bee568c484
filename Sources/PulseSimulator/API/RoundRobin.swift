/// `rrddata`: averages over steps. What was not measured is a row with its time and nothing else.
enum RoundRobin {
    static let parameters: [String: [String]] = [
        "timeframe": ["hour", "day", "week", "month", "year", "decade"], "cf": ["AVERAGE", "MAX"],
    ]

    private struct Frame {
        let step: Int
        let points: Int
    }

    private static func frame(_ call: Call) throws(APIRefusal) -> Frame {
        let is9 = call.version.is9
        switch call.request.query["timeframe"] {
        case "hour": return Frame(step: 60, points: is9 ? 60 : 70)
        case "day": return is9 ? Frame(step: 60, points: 1_440) : Frame(step: 1_800, points: 70)
        case "week": return is9 ? Frame(step: 1_800, points: 336) : Frame(step: 10_800, points: 70)
        case "month": return is9 ? Frame(step: 1_800, points: 1_440) : Frame(step: 43_200, points: 70)
        case "year": return is9 ? Frame(step: 21_600, points: 1_440) : Frame(step: 604_800, points: 70)
        case "decade" where is9: return Frame(step: 604_800, points: 570)
        case nil: throw .parameter("timeframe", "property is missing and it is not optional")
        default: throw .parameter("timeframe", "value does not have a value in the enumeration 'hour, day, week, month, year'")
        }
    }

    static func node(_ call: Call) throws(APIRefusal) -> Payload {
        let node = try call.node()
        let guests = call.world.guests(on: node.name)
        return try points(call, knownFrom: node.bootedAt) { t, row in
            let sample = NodeSample(node, guests: guests, at: t)
            row.put("cpu", sample.cpu)
            row.put("maxcpu", node.cpus)
            row.put("iowait", sample.wait)
            row.put("loadavg", sample.loadAverages[0])
            row.put("memtotal", node.memory)
            row.put("memused", Double(sample.memory))
            row.put("swaptotal", 8 << 30)
            row.put("swapused", 12 << 20)
            row.put("roottotal", node.rootSize)
            row.put("rootused", Double(sample.root))
            row.put("netin", 40_000 * (1.2 + Signal.noise(seed: node.seed, at: t)))
            row.put("netout", 30_000 * (1.2 + Signal.noise(seed: node.seed ^ 9, at: t)))
            if call.version.is9 {
                row.put("memavailable", Double(node.memory - sample.memory))
                row.put("arcsize", 0)
            }
        }
    }

    static func machine(_ call: Call) throws(APIRefusal) -> Payload { try guest(try call.guest(.qemu), call) }
    static func container(_ call: Call) throws(APIRefusal) -> Payload { try guest(try call.guest(.lxc), call) }

    private static func guest(_ guest: Guest, _ call: Call) throws(APIRefusal) -> Payload {
        try points(call, knownFrom: guest.created) { t, row in
            let sample = GuestSample(guest, at: t)
            row.put("maxcpu", guest.cores)
            row.put("maxmem", guest.memory)
            row.put("maxdisk", guest.disk)
            row.put("disk", guest.kind == .qemu ? 0 : sample.disk)
            guard guest.isUp(at: t) else { return }
            let before = GuestSample(guest, at: max(t - 60, guest.startedAt ?? t))
            row.put("cpu", sample.cpu)
            row.put("mem", Double(sample.memory))
            // Counters in the lists, rates here.
            row.put("netin", Double(sample.received - before.received) / 60)
            row.put("netout", Double(sample.sent - before.sent) / 60)
            row.put("diskread", Double(sample.diskRead - before.diskRead) / 60)
            row.put("diskwrite", Double(sample.diskWritten - before.diskWritten) / 60)
            if call.version.is9, guest.kind == .qemu { row.put("memhost", Double(sample.hostMemory)) }
        }
    }

    private static func points(_ call: Call, knownFrom: Double, _ fill: (Double, inout JSONObject) -> Void) throws(APIRefusal) -> Payload {
        let frame = try frame(call)
        let last = Int(call.clock) / frame.step * frame.step
        let rows = (0..<frame.points).map { position in
            let t = last - (frame.points - 1 - position) * frame.step
            var row = JSONObject()
            row.put("time", t)
            // The newest point is still being filled.
            if position < frame.points - 1, Double(t) >= knownFrom { fill(Double(t), &row) }
            return row.json
        }
        return Payload(rows: rows)
    }
}

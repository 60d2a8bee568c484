/// `rrd` of a backup server: what was not measured is a missing key, all values are fractions.
enum ServerCharts {
    static let parameters: [String: [String]] = [
        "cf": ["AVERAGE", "MAX"], "timeframe": ["hour", "day", "week", "month", "year", "decade"],
    ]

    static func node(_ call: BackupServerCall) throws(APIRefusal) -> Payload {
        try points(call) { t, row in
            let sample = ServerSample(call.world, at: t)
            put(
                into: &row,
                [
                    ("cpu", sample.cpu), ("iowait", sample.wait), ("loadavg", sample.cpu * 16), ("memtotal", Double(BackupServerNode.memory)),
                    ("memused", Double(sample.memory)), ("swaptotal", Double(8 << 30)), ("swapused", Double(3 << 20)),
                    ("netin", sample.received), ("netout", sample.received / 90), ("total", Double(BackupServerNode.root)),
                    ("used", Double(sample.root)), ("read_ios", 12.5), ("write_ios", sample.written / 100_000),
                    ("read_bytes", 40_000.5), ("write_bytes", sample.written), ("io_ticks", sample.wait),
                ])
        }
    }

    static func store(_ call: BackupServerCall) throws(APIRefusal) -> Payload {
        let store = try call.store()
        return try points(call) { t, row in
            let sample = ServerSample(call.world, at: t)
            put(
                into: &row,
                [
                    ("total", Double(store.size)), ("used", Double(store.used(at: t, epoch: call.world.epoch))),
                    ("read_bytes", sample.written / 30), ("write_bytes", sample.written), ("read_ios", 3.5),
                    ("write_ios", sample.written / 200_000), ("io_ticks", sample.wait),
                ])
        }
    }

    /// `0.0`, never `0`.
    private static func put(into row: inout JSONObject, _ values: [(String, Double)]) {
        for (key, value) in values { row.put(key, json: value.description) }
    }

    private static func points(_ call: BackupServerCall, _ fill: (Double, inout JSONObject) -> Void) throws(APIRefusal) -> Payload {
        guard call.request.query["cf"] != nil else {
            throw .badRequest("parameter verification failed - 'cf': parameter is missing and it is not optional.")
        }
        let steps = [
            "hour": (60, 60), "day": (60, 1_440), "week": (1_800, 336), "month": (1_800, 1_440), "year": (21_600, 1_440), "decade": (604_800, 570),
        ]
        guard let (step, count) = steps[call.request.query["timeframe"] ?? ""] else {
            throw .badRequest("parameter verification failed - 'timeframe': parameter is missing and it is not optional.")
        }
        let last = Int(call.clock) / step * step
        let rows = (0..<count).map { position in
            let t = last - (count - 1 - position) * step
            var row = JSONObject()
            row.put("time", t)
            if position < count - 1, Double(t) >= call.world.bootedAt { fill(Double(t), &row) }
            return row.json
        }
        return Payload(rows: rows)
    }
}

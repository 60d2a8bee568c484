/// What the last garbage collection of a datastore that ended well has found.
struct CollectionFigures {
    private let store: Datastore
    private let call: BackupServerCall
    private let run: ServerRun?
    private let used: Int

    init(_ store: Datastore, _ call: BackupServerCall) {
        self.store = store
        self.call = call
        let job = call.world.jobs.first { $0.kind == .collection && $0.store == store.name }
        run = job.flatMap { ServerRun.last(of: $0, in: call.world, at: call.clock, endedWell: true) }
        used = store.used(at: run.map { Double($0.start) } ?? call.world.epoch, epoch: call.world.epoch)
    }

    func json(upid: Bool) -> String {
        var row = JSONObject()
        if upid { putIdentity(into: &row) }
        put(into: &row)
        return row.json
    }

    func putIdentity(into row: inout JSONObject) {
        if let run { row.put("upid", run.task(in: call.world).upid) } else { row.put("upid", json: "null") }
    }

    /// Deduplication makes six of one, here.
    func put(into row: inout JSONObject) {
        let chunks = used / (1_700 << 10)
        row.put("index-file-count", chunks / 900)
        row.put("index-data-bytes", used * 6)
        row.put("disk-bytes", used)
        row.put("disk-chunks", chunks)
        row.put("pending-bytes", used / 900)
        row.put("pending-chunks", chunks / 900)
        row.put("removed-bytes", used / 300)
        row.put("removed-chunks", chunks / 300)
        row.put("removed-bad", 0)
        row.put("still-bad", store.badChunks)
        if call.world.version.is4 { row.put("cache-stats", json: "{\"hits\":\(chunks * 5),\"misses\":\(chunks)}") }
    }
}

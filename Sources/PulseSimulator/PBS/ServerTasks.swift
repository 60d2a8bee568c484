/// All tasks of a backup server within the time its index remembers: its own jobs, what clusters and hosts sent, and housekeeping.
struct ServerTasks {
    static let memory = 7 * 86_400

    let call: BackupServerCall
    private let now: Int
    private let skew: Int

    init(_ call: BackupServerCall) {
        self.call = call
        now = Int(call.clock)
        skew = Int(call.world.clockSkew)
    }

    /// Newest first.
    func all(since: Int?) -> [ServerTask] {
        let from = max(since ?? 0, now - ServerTasks.memory)
        let jobs = call.world.jobs.flatMap { job in ServerRun.all(of: job, from: from, to: now).map { $0.task(in: call.world) } }
        return (jobs + received(from) + housekeeping(from)).filter { $0.start >= from && $0.start <= now }.sorted { $0.start > $1.start }
    }

    /// Every snapshot came with a task, whose start the server noted by its own clock.
    private func received(_ from: Int) -> [ServerTask] {
        var list: [ServerTask] = []
        for store in call.world.datastores {
            let namespaces = store.takesClusters ? call.contents.namespaces(of: store) : [""]
            for namespace in namespaces {
                for snapshot in call.contents.snapshots(in: store, namespace) ?? [] where snapshot.archive.time + skew >= from {
                    list.append(task(of: snapshot, in: store))
                }
            }
        }
        return list
    }

    private func task(of snapshot: BackupSnapshot, in store: Datastore) -> ServerTask {
        let archive = snapshot.archive
        return ServerTask(
            server: call.world.name, type: "backup", id: "\(store.name):\(archive.group)", user: snapshot.owner, start: archive.time + skew,
            duration: archive.end - archive.time, status: "OK")
    }

    private func housekeeping(_ from: Int) -> [ServerTask] {
        (from / 86_400...now / 86_400).flatMap { day in
            [("logrotate", 5, 2), ("aptupdate", 14_100, 11)].map { type, second, duration in
                ServerTask(
                    server: call.world.name, type: type, id: nil, user: "root@pam", start: day * 86_400 + second, duration: duration,
                    status: "OK")
            }
        }
    }
}

import PulseAccess
import PulseCore

/// Work that runs by itself: tasks, jobs, replication, high availability.
extension LedgerReader {
    func tasks() -> LedgerList {
        // Newest first: the key counts down.
        gatherNodes(
            \.tasks, vmid: { $0.subject.flatMap { Int($0) } }, isOpen: { $0.subject.flatMap { Int($0) } != nil },
            key: { task in String(UInt64.max - UInt64(max(0, task.startedAt.milliseconds))) },
            members: { task, json in
                json.name("id"); json.string(task.id)
                json.name("type"); json.string(task.type)
                json.name("subject"); json.string(task.subject)
                json.name("user"); json.string(task.user)
                json.name("startedAt"); json.time(task.startedAt)
                json.name("endedAt"); json.time(task.endedAt)
                WorkOutcome.write(task.outcome, into: &json)
                json.name("lastLines"); json.array(task.lastLines ?? []) { $0.string($1) }
            })
    }

    func jobs() -> LedgerList {
        gather(\.jobs, key: \.id) { job, json in
            json.name("id"); json.string(job.id)
            json.name("enabled"); json.bool(job.isEnabled)
            json.name("schedule"); json.string(job.schedule)
            json.name("nextAt"); json.time(job.nextRun)
            json.name("storage"); json.string(job.storage)
            json.name("mode"); json.string(job.mode)
            json.name("onNode"); json.string(job.node)
            json.name("comment"); json.string(job.comment)
        }
    }

    func datastoreJobs() -> LedgerList {
        gather(
            \.datastoreJobs, key: { "\($0.datastore)|\($0.kind.rawValue)|\($0.id)" },
            members: { job, json in
                json.name("id"); json.string(job.id)
                json.name("kind"); json.string(job.kind.rawValue)
                json.name("datastore"); json.string(job.datastore)
                json.name("namespace"); json.string(job.namespace)
                json.name("schedule"); json.string(job.schedule)
                json.name("remote"); json.string(job.remote)
                json.name("pool"); json.string(job.pool)
                json.name("drive"); json.string(job.drive)
                json.name("nextTape"); json.string(job.nextTape)
                json.name("nextAt"); json.time(job.nextRun)
                json.name("lastEndedAt"); json.time(job.lastRunEndedAt)
                json.name("lastSeconds"); json.number(job.lastDuration?.asSeconds)
                WorkOutcome.write(job.lastOutcome, into: &json)
            })
    }

    func replication() -> LedgerList {
        gatherNodes(\.replication, vmid: \.vmid, key: \.id) { job, json in
            json.name("id"); json.string(job.id)
            json.name("target"); json.string(view.visibility.isLimited ? nil : job.target)
            json.name("schedule"); json.string(job.schedule)
            json.name("enabled"); json.bool(job.isEnabled)
            json.name("lastSyncAt"); json.time(job.lastSync)
            json.name("lastTryAt"); json.time(job.lastTry)
            json.name("nextAt"); json.time(job.nextSync)
            json.name("seconds"); json.number(job.duration?.asSeconds)
            json.name("failures"); json.integer(job.failures)
            json.name("error"); json.string(view.visibility.isLimited ? job.error.map { _ in "failed" } : job.error)
        }
    }

    func highAvailability() -> LedgerList {
        gather(
            { told in Self.rows(of: told.highAvailability) { $0.resources } }, vmid: { $0.id.split(separator: ":").last.flatMap { Int($0) } },
            key: \.id,
            members: { resource, json in
                json.name("id"); json.string(resource.id)
                json.name("state"); json.string(resource.state)
                json.name("requestedState"); json.string(resource.requestedState)
                json.name("onNode"); json.string(view.visibility.isLimited ? nil : resource.node)
                json.name("group"); json.string(view.visibility.isLimited ? nil : resource.group)
            })
    }
}

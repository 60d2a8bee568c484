import PulseCore
import PulseTransport

/// Tasks: the newest of the whole cluster often, each node's own list now and then, and the logs that are worth reading once.
extension DepthTopic {
    static let clusterTasks = DepthTopic(
        "cluster_tasks", every: .seconds(30), rank: 0, path: { _ in "/cluster/tasks" }, about: { _ in "the newest tasks" }, leavesOut: .tasks,
        take: { (depth, _, answer) throws(ProxmoxError) in
            let rows = Dictionary(grouping: try answer.list(PVETaskRow.task), by: \.node)
            for (node, tasks) in rows where depth.ledger.nodes[node] != nil { depth.take(tasks: tasks, of: node, isWhole: false, at: answer.at) }
        },
        miss: { depth, _, problem in for node in depth.ledger.nodes.keys { depth.failed(\.[node: node].tasks, problem) } })

    static let nodeTasks = DepthTopic(
        "node_tasks", every: .seconds(300), rank: 1, path: { "\($0.nodePath)/tasks?source=all&limit=\(TaskBook.mostTasks)" },
        about: { "the tasks of \($0.spot)" }, needs: .auditor("/nodes"), leavesOut: .tasks, take: takeTasks(isWhole: true), miss: missTasks)

    /// Beside the newest, which may all be of today.
    static let backupTasks = DepthTopic(
        "backup_tasks", every: .seconds(3600), rank: 2,
        path: { "\($0.nodePath)/tasks?typefilter=vzdump&limit=\(TaskBook.mostBackups)" },
        about: { "the backups that ran on \($0.spot)" }, needs: .auditor("/nodes"), leavesOut: .tasks, take: takeTasks(isWhole: false),
        miss: missTasks)

    static let taskLog = DepthTopic(
        "task_log", every: nil, within: .seconds(30), rank: 4,
        path: { "\($0.nodePath)/tasks/\(percentEncoded($0.subject.name))/log?limit=50000" },
        about: { "the log of a task of \($0.spot)" }, needs: .auditor("/nodes"), gather: { TaskLogReader() },
        take: { (depth, call, answer) throws(ProxmoxError) in
            guard let reader = answer.rows as? TaskLogReader else { return }
            depth.take(log: reader.digest, of: call.subject.name, on: call.node)
        },
        miss: { depth, call, _ in depth.missedLog(of: call.subject.name, on: call.node) })

    private static func takeTasks(isWhole: Bool) -> Take {
        { (depth, call, answer) throws(ProxmoxError) in
            depth.take(tasks: try answer.list(PVETaskRow.task), of: call.node, isWhole: isWhole, at: answer.at)
        }
    }

    private static let missTasks: @Sendable (inout PVEDepth, DepthCall, Problem) -> Void = { depth, call, problem in
        depth.failed(\.[node: call.node].tasks, problem)
    }
}

extension PVEDepth {
    mutating func take(tasks rows: [TaskRecord], of node: String, isWhole: Bool, at now: Timestamp) {
        var book = tasks[node] ?? TaskBook()
        let ended = book.take(rows, isWhole: isWhole)
        tasks[node] = book
        answered(\.[node: node].tasks, book.list, at: now)
        for task in ended { follow(task, on: node) }
    }

    /// What a task that ended while Pulse watched makes old.
    private mutating func follow(_ task: TaskRecord, on node: String) {
        switch task.type {
        case "qmsnapshot", "qmdelsnapshot", "qmrollback", "vzsnapshot", "vzdelsnapshot", "vzrollback": changed(.snapshots, task)
        case "qmconfig", "qmmove", "qmrestore", "move_volume", "vzrestore", "resize": changed(.guestConfig, task)
        // `100@local`, or the storage alone.
        case "imgdel", "prunebackups": archivesChanged(task.subject?.split(separator: "@").last.map(String.init), on: node)
        // Its log, which is read next, says where a backup went.
        default: return
        }
    }

    /// A resize says nothing of the kind of its guest; what nobody wants is not asked.
    private mutating func changed(_ topic: DepthTopic, _ task: TaskRecord) {
        guard let vmid = task.subject.flatMap({ Int($0) }) else { return }
        if !task.type.hasPrefix("qm") { isStale(DepthKey(topic, .guest(vmid: vmid, isContainer: true))) }
        if !task.type.hasPrefix("vz"), task.type != "move_volume" { isStale(DepthKey(topic, .guest(vmid: vmid, isContainer: false))) }
    }

    /// One storage, or, when it can't be told which, all the node has.
    private mutating func archivesChanged(_ storage: String?, on node: String) {
        let all = archiveKeys.filter { $0.place.isEmpty || $0.place == node }
        let named = all.filter { $0.subject == .named(storage ?? "") }
        for key in named.isEmpty ? all : named { isStale(key) }
    }

    fileprivate mutating func take(log: TaskLogDigest, of task: String, on node: String) {
        guard tasks[node]?.read(log, of: task) == true else { return publish(node) }
        publish(node)
        archivesChanged(log.storage, on: node)
    }

    fileprivate mutating func missedLog(of task: String, on node: String) {
        if tasks[node]?.isUnreadable(task) == true { archivesChanged(nil, on: node) }
    }

    private mutating func publish(_ node: String) {
        guard let book = tasks[node], let at = self[node: node].tasks.at else { return }
        let problem = self[node: node].tasks.problem
        answered(\.[node: node].tasks, book.list, at: at)
        if let problem { failed(\.[node: node].tasks, problem) }
    }
}

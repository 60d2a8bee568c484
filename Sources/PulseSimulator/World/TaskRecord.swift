/// A task as its UPID and the task index tell it.
struct TaskRecord: Sendable {
    let node: String
    let type: String
    let id: String
    let user: String
    let start: Int
    /// nil while it runs.
    let end: Int?
    let status: String
    let pid: Int
    let processStart: Int

    init(
        node: String, type: String, id: String, user: String = "root@pam", start: Int, duration: Int, status: String, seed: UInt64,
        now: Double
    ) {
        self.node = node
        self.type = type
        self.id = id
        self.user = user
        self.start = start
        end = Double(start + duration) <= now ? start + duration : nil
        self.status = status
        pid = 1_000 + Int(seed % 3_000_000)
        processStart = Int(SplitMix64.mix(seed, 3) % 900_000_000)
    }

    /// `UPID:node:PID:PSTART:STARTTIME:type:id:user:`
    var upid: String {
        "UPID:\(node):\(hexadecimal(pid)):\(hexadecimal(processStart)):\(hexadecimal(start)):\(type):\(id):\(user):"
    }

    private func hexadecimal(_ value: Int) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 8 - digits.count)) + digits
    }

    /// What a node would have done by itself: backups, updates, and people starting and stopping things.
    static func routine(of node: Node, in world: ClusterWorld, from: Double, to now: Double) -> [TaskRecord] {
        var list: [TaskRecord] = []
        let guests = world.residents[node.name] ?? []
        for hour in Int(from) / 3_600...Int(now) / 3_600 {
            let seed = SplitMix64.mix(node.seed ^ 0x7A5C, UInt64(hour))
            switch hour % 24 {
            case 4:
                list.append(
                    TaskRecord(
                        node: node.name, type: "aptupdate", id: "", start: hour * 3_600 + 240, duration: 9, status: "OK", seed: seed,
                        now: now))
            default:
                guard seed % 5 == 0, let guest = guests.isEmpty ? nil : guests[Int(seed >> 8) % guests.count] else { continue }
                list.append(action(on: guest, node, hour, seed, now))
            }
        }
        for run in world.backups.runs where run.node == node.name && run.start >= Int(from) && run.start <= Int(now) {
            list.append(backup(run, node, now))
        }
        return list.filter { Double($0.start) <= now && Double($0.start) >= from }
    }

    /// A run that saved everything may still have something to say.
    private static func backup(_ run: BackupRun, _ node: Node, _ now: Double) -> TaskRecord {
        let seed = SplitMix64.mix(node.seed ^ 0x7A5C, UInt64(run.start))
        return TaskRecord(
            node: node.name, type: "vzdump", id: "", start: run.start, duration: run.end - run.start,
            status: run.failures > 0 ? "job errors" : seed % 7 == 0 ? "WARNINGS: 1" : "OK", seed: seed, now: now)
    }

    private static func action(on guest: Resident, _ node: Node, _ hour: Int, _ seed: UInt64, _ now: Double) -> TaskRecord {
        let types =
            guest.kind == .qemu
            ? ["qmstart", "qmshutdown", "qmsnapshot", "vncproxy"] : ["vzstart", "vzshutdown", "vzsnapshot", "vncproxy"]
        let status = seed % 13 == 0 ? "command '/usr/bin/task' failed: exit code 255" : "OK"
        return TaskRecord(
            node: node.name, type: types[Int(seed >> 16) % types.count], id: String(guest.vmid), start: hour * 3_600 + Int(seed % 3_500),
            duration: 2 + Int(seed % 90), status: status, seed: seed, now: now)
    }
}

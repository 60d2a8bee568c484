/// One run of a job of the server's own.
struct ServerRun: Sendable {
    let job: BackupServerJob
    let start: Int
    let status: String

    var end: Int { start + job.duration }

    /// Runs that began in a span of time, oldest first.
    static func all(of job: BackupServerJob, from: Int, to now: Int) -> [ServerRun] {
        guard !job.isNew else { return [] }
        var runs: [ServerRun] = []
        var time = job.schedule.next(after: from - 1)
        while time <= now {
            runs.append(run(of: job, at: time + 1))
            time = job.schedule.next(after: time)
        }
        if let failing = job.failingSince, Int(failing) >= from, Int(failing) <= now { runs.append(run(of: job, at: Int(failing))) }
        return runs.sorted { $0.start < $1.start }
    }

    /// The last that has ended. One of eleven copies over the network has something to complain about.
    static func last(of job: BackupServerJob, in world: BackupServerWorld, at now: Double, endedWell: Bool = false) -> ServerRun? {
        let from = Int(now) - 15 * 86_400
        return all(of: job, from: from, to: Int(now)).last { $0.end <= Int(now) && (!endedWell || $0.status == "OK") }
    }

    private static func run(of job: BackupServerJob, at start: Int) -> ServerRun {
        let fails = job.failingSince.map { start >= Int($0) } ?? false
        let warns = job.remote != nil && SplitMix64.mix(UInt64(start), job.id) % 11 == 0
        return ServerRun(job: job, start: start, status: fails ? job.kind.complaint : warns ? "WARNINGS: 1" : "OK")
    }

    func task(in world: BackupServerWorld) -> ServerTask {
        ServerTask(
            server: world.name, type: job.kind.rawValue, id: job.worker, user: "root@pam", start: start, duration: job.duration, status: status)
    }
}

/// A task of a backup server. Its UPID has one field more than that of Proxmox VE.
struct ServerTask: Sendable {
    let server: String
    let type: String
    let id: String?
    let user: String
    let start: Int
    let duration: Int
    let status: String
    var lines: [String] = []

    private var bits: UInt64 { SplitMix64.mix(UInt64(start), server + type + (id ?? "")) }
    var end: Int { start + duration }
    var pid: Int { 700 + Int(bits % 2_000_000) }
    var processStart: Int { Int(SplitMix64.mix(bits, 3) % 900_000_000) }

    /// The worker's name is escaped as systemd escapes units: `main\x3avm-100`.
    var upid: String {
        let number = Int(SplitMix64.mix(bits, 4) % 100_000)
        let id = (id ?? "").replacing(":", with: "\\x3a").replacing("/", with: "-")
        return "UPID:\(server):\(hex(pid)):\(hex(processStart)):\(hex(number)):\(hex(start)):\(type):\(id):\(user):"
    }

    private func hex(_ value: Int) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 8 - digits.count)) + digits
    }

    func status(at now: Int) -> String? { end <= now ? status : nil }

    /// The run that verified an archive.
    static func verification(on server: String, at start: Int) -> ServerTask {
        ServerTask(
            server: server, type: BackupServerJob.Kind.verification.rawValue, id: "main:v-nightly", user: "root@pam", start: start + 1,
            duration: 5_400, status: "OK")
    }
}

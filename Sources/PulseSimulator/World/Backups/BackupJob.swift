/// A job of vzdump as configured for the cluster.
struct BackupJob: Sendable {
    enum Selection: Sendable, Equatable {
        case everything(except: [Int])
        case guests([Int])
    }

    let id: String
    let schedule: BackupSchedule
    let storage: String
    let selection: Selection
    /// Newer servers write the key only when somebody touched it.
    let tellsEnabled: Bool
    var enabled = true
    let keepDaily: Int?

    func covers(_ vmid: Int) -> Bool {
        switch selection {
        case .everything(let except): !except.contains(vmid)
        case .guests(let list): list.contains(vmid)
        }
    }
}

/// Why one guest was not saved, in the words of vzdump.
enum BackupFailure: UInt8, Sendable {
    case locked
    case serverUnreachable
    case noSpace

    var text: String {
        switch self {
        case .locked: "VM is locked (backup)"
        case .serverUnreachable: "backup connect failed: command error: http upgrade request timed out"
        case .noSpace: "backup write data failed: command error: write_data upload error: pipelined request failed: ENOSPC: No space left on device"
        }
    }
}

/// One run of a job on one node: a task of vzdump, and one archive for every guest that did not fail.
struct BackupRun: Sendable {
    struct Piece: Sendable {
        let vmid: Int32
        let duration: Int32
        let start: Int
        /// Into the names of the history: notes keep the name a guest had.
        let name: Int32
        let kind: Guest.Kind
        let failure: BackupFailure?
        let size: Int

        var end: Int { start + Int(duration) }
    }

    let job: String
    let storage: String
    let node: String
    let start: Int
    let pieces: [Piece]
    /// Of a guest that is gone: no job prunes it.
    var isKept = false

    var end: Int { (pieces.last?.end ?? start) + 3 }
    var failures: Int { pieces.count { $0.failure != nil } }
}

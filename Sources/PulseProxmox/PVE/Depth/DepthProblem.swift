import PulseCore

/// Why a section of the ledger is missing or incomplete, for a person: what could not be read, why, and the command that would mend it.
struct DepthProblem {
    let call: DepthCall
    let credentials: ProxmoxCredentials

    func of(_ error: ProxmoxError, at endpoint: ProxmoxEndpoint) -> Problem {
        switch error {
        case .forbidden(let reason): return forbidden(reason)
        case .unsupported:
            return Problem(
                code: "unsupported", sentence: "This version of Proxmox VE does not tell \(title).",
                nextStep: "It is asked again after an upgrade. Proxmox VE 8.4 and newer tell everything Pulse shows.")
        default:
            let problem = ProxmoxProblem.of(error, at: endpoint, credentials: credentials)
            return Problem(code: problem.code, sentence: "Could not read \(title). \(problem.sentence)", nextStep: problem.nextStep)
        }
    }

    private var title: String { call.topic.title(call) }

    private func forbidden(_ reason: String) -> Problem {
        Problem(
            code: "privilege_missing",
            sentence: "\(credentials.user.printable(limit: 80)) may not see \(title)\(reason.isEmpty ? "" : ": “\(reason.printable(limit: 200))”").",
            nextStep: nextStep)
    }

    private var nextStep: String {
        switch call.topic.privilege {
        case .auditor(let path): return "Run on a node: \(PVEPrivilege.command(path: path, role: "PVEAuditor", credentials: credentials))"
        case .backups:
            return "Add the datastores as a Proxmox Backup Server source, which takes no more than reading. "
                + "Backups on other storages are listed only to those who may make them; if you want that for a monitor, run on a node: "
                + PVEFeatures.backupCommand(credentials)
        case .systemModify:
            return
                "Proxmox VE shows updates only to those who may change the node (Sys.Modify). If you want that for a monitor, run on a node: "
                + PVEFeatures.updateCommand(path: "/nodes/\(call.node)", credentials)
        }
    }

    /// Lists leave out silently what may not be seen, so an answer can be less than there is. Nil when it is whole, as far as can be told.
    func ofGap(_ permissions: ProxmoxPermissions?) -> Problem? {
        guard let permissions, let gap = call.topic.leftOut, !gap.isClosed(by: permissions, call) else { return nil }
        return Problem(
            code: Problem.inPart,
            sentence: "\(title.prefix(1).uppercased() + title.dropFirst()) may be incomplete: \(gap.what) "
                + "\(credentials.user.printable(limit: 80)) may not see are left out.",
            nextStep: nextStep)
    }
}

extension DepthProblem {
    static func offline(_ node: String) -> Problem {
        Problem(
            code: "node_offline", sentence: "\(node.printable(limit: 60)) is not online, so it can't be asked.",
            nextStep: "It is asked again as soon as the cluster counts it as online.")
    }

    /// Of a node that the cluster counts as online, and which answers no call.
    static func silent(_ node: String) -> Problem {
        Problem(
            code: "node_unreachable", sentence: "\(node.printable(limit: 60)) is online and has answered nothing for minutes.",
            nextStep: "Look at `systemctl status pveproxy pvedaemon` there, and for a storage that hangs. It is asked again when it answers.")
    }
}

/// What a list leaves out for those who lack a privilege.
struct DepthGap: Sendable {
    let privileges: [String]
    let what: String
    let path: @Sendable (DepthCall) -> String
    /// What makes the list whole by itself, and where.
    var instead: (privileges: [String], path: @Sendable (DepthCall) -> String)?

    func isClosed(by permissions: ProxmoxPermissions, _ call: DepthCall) -> Bool {
        if let instead, permissions.allows(instead.privileges, at: instead.path(call)) { return true }
        return permissions.allows(privileges, everywhereBelow: path(call))
    }

    static let tasks = DepthGap(privileges: PVEPrivilege.system, what: "tasks of others that") { $0.node.isEmpty ? "/nodes" : "/nodes/\($0.node)" }
    /// Backups are listed for those who may make or restore them, or rule the storage; to an auditor Proxmox VE gives an empty list without a word.
    static let archives = DepthGap(
        privileges: ["VM.Backup"], what: "backups of guests that (without VM.Backup)", path: { _ in "/vms" },
        instead: (["Datastore.Allocate"], { "/storage/\($0.subject.name)" }))
    static let guests = DepthGap(privileges: PVEPrivilege.guests, what: "what belongs to guests that") { _ in "/vms" }
}

import FoundationEssentials

/// A fault of a backup server as it is ordered over the control API: `{"fault":"pbs-maintenance","store":"main"}`.
struct BackupServerFaultOrder: Decodable {
    let fault: String
    /// The first when it is not said.
    let server: Int?
    private let store: String?
    private let name: String?
    private let how: String?
    private let seconds: Double?
    private let rate: Double?
    private let count: Int?
    private let job: String?
    private let subject: String?
    private let path: String?
    private let on: Bool?

    /// nil when it is no fault of a backup server.
    static func read(_ json: String) -> BackupServerFaultOrder? {
        let order = try? JSONDecoder().decode(BackupServerFaultOrder.self, from: Data(json.utf8))
        return order.flatMap { $0.fault.hasPrefix("pbs-") ? $0 : nil }
    }

    static let known: [(name: String, fields: String)] = [
        ("pbs-down", "server, how = power-off | refused | hanging"), ("pbs-up", "server"), ("pbs-slow", "server, seconds"),
        ("pbs-error-rate", "server, rate 0…1"), ("pbs-clock-skew", "server, seconds"), ("pbs-certificate-changed", "server"),
        ("pbs-certificate-ends", "server, seconds"), ("pbs-reboot-due", "server, on"), ("pbs-datastore-filling", "server, store, seconds"),
        ("pbs-datastore-emptied", "server, store"), ("pbs-maintenance", "server, store, how = read-only | offline | unmount"),
        ("pbs-maintenance-over", "server, store"), ("pbs-job-fails", "server, job = gc-main | v-nightly | p-daily | s-copies | …"),
        ("pbs-job-works", "server, job"), ("pbs-bad-chunks", "server, store, count"), ("pbs-namespace-forbidden", "server, store, name"),
        ("pbs-namespaces-allowed", "server"), ("pbs-lists-twice", "server, on"), ("pbs-disk-failed", "server, name"),
        ("pbs-disk-worn", "server, name, count = percent left"), ("pbs-disk-replaced", "server, name"),
        ("pbs-token-expired", "server, subject"), ("pbs-token-renewed", "server, subject"), ("pbs-body-html", "server, path"),
        ("pbs-body-truncated", "server, path"), ("pbs-bodies-restored", "server"),
    ]

    func order() throws -> BackupServerFault {
        if let fault = serverFault() ?? storeFault() ?? otherFault() { return fault }
        throw FaultRefused(
            description: "there is no fault called \(fault); known are " + Self.known.map(\.name).joined(separator: ", "))
    }

    private func serverFault() -> BackupServerFault? {
        switch fault {
        case "pbs-down": .down(Fault.NodeFailure(rawValue: how ?? "") ?? .powerOff)
        case "pbs-up": .up
        case "pbs-slow": .slow(.seconds(seconds ?? 2))
        case "pbs-error-rate": .errorRate(rate ?? 0.3)
        case "pbs-clock-skew": .clockSkew(.seconds(seconds ?? 3_600))
        case "pbs-certificate-changed": .certificateChanged
        case "pbs-certificate-ends": .certificateEnds(in: .seconds(seconds ?? 259_200))
        case "pbs-reboot-due": .rebootDue(on ?? true)
        default: nil
        }
    }

    private func storeFault() -> BackupServerFault? {
        let store = store ?? BackupTarget.datastore
        return switch fault {
        case "pbs-datastore-filling": .datastoreFilling(store: store, within: .seconds(seconds ?? 86_400))
        case "pbs-datastore-emptied": .datastoreEmptied(store: store)
        case "pbs-maintenance": .maintenance(store: store, BackupServerFault.Maintenance(rawValue: how ?? "") ?? .offline)
        case "pbs-maintenance-over": .maintenanceOver(store: store)
        case "pbs-bad-chunks": .badChunks(store: store, count ?? 3)
        case "pbs-namespace-forbidden": .namespaceForbidden(store: store, namespace: name ?? "meadow")
        case "pbs-namespaces-allowed": .namespacesAllowed
        default: nil
        }
    }

    private func otherFault() -> BackupServerFault? {
        switch fault {
        case "pbs-job-fails": .jobFails(id: job ?? "gc-main")
        case "pbs-job-works": .jobWorks(id: job ?? "gc-main")
        case "pbs-lists-twice": .listsTwice(on ?? true)
        case "pbs-disk-failed": .diskFailed(name: name ?? "sda")
        case "pbs-disk-worn": .diskWorn(name: name ?? "nvme0n1", remaining: count ?? 4)
        case "pbs-disk-replaced": .diskReplaced(name: name ?? "sda")
        case "pbs-token-expired": .tokenExpired(id: subject ?? AccessControl.backupAuditor)
        case "pbs-token-renewed": .tokenRenewed(id: subject ?? AccessControl.backupAuditor)
        case "pbs-body-html": .body(.html, path: path ?? "/")
        case "pbs-body-truncated": .body(.truncated, path: path ?? "/")
        case "pbs-bodies-restored": .bodiesRestored
        default: nil
        }
    }
}

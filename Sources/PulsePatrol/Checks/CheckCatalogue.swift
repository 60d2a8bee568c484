/// All checks, in the order of their codes. An area adds its own list beside its checks.
package enum CheckCatalogue {
    package static let all: [Check] = areas.flatMap { $0 }.sorted { $0.code < $1.code }

    private static let areas: [[Check]] = [
        nodes, guests, storage, backups, ceph, cluster, disks, upkeep, backupServer, mail, containers, hosts, kubernetes, anomalies, pulse,
    ]

    package static func check(_ code: String) -> Check? { byCode[code] }

    private static let byCode = Dictionary(all.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
}

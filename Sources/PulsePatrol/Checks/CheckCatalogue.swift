/// All checks, in the order of their codes. An area adds its own list beside its checks.
package enum CheckCatalogue {
    package static let all: [Check] = areas.flatMap { $0 }.map(HostRepetitions.told).sorted { $0.code < $1.code }

    private static let areas: [[Check]] = [
        nodes, guests, storage, backups, ceph, cluster, disks, upkeep, backupServer, mail, containers, hosts, kubernetes, anomalies, pulse,
    ]
}

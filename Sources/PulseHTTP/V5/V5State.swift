import PulseAccess
import PulseCore

/// `GET /api/state` in the shape of Pulse v5: for dashboards and scripts that people already have.
///
/// Field names and conventions: lists by kind, `cpu` a ratio, `usage` in percent, ids made of instance, node and number. Times are Unix
/// milliseconds where v5 converts them for its page, and RFC 3339 where it sends its models as they are. Where v5 says 0 for "not known", this
/// says null.
struct V5State {
    private let view: BackupView
    /// What the reader may see of the fleet.
    private let fleet: Fleet

    init(_ view: BackupView) {
        self.view = view
        fleet = view.visibility.part(of: view.fleet)
    }

    func write() -> [UInt8] {
        var json = JSONWriter(capacity: 4096 + fleet.resources.count * 900)
        json.object { json in
            V5Machines(fleet: fleet).writeMembers(into: &json)
            json.name("hosts"); V5Hosts(fleet: fleet).write(into: &json)
            json.name("dockerHosts"); V5DockerHosts(fleet: fleet).write(into: &json)
            json.name("kubernetesClusters"); V5KubernetesClusters(fleet: fleet).write(into: &json)
            V5Hardware(view: view, fleet: fleet).writeMembers(into: &json)
            json.name("pbs"); V5BackupServers(view: view).write(into: &json)
            json.name("pmg"); V5MailGateways(view: view).write(into: &json)
            V5Backups(view).writeStateMembers(into: &json)
            json.name("replicationJobs"); V5ReplicationJobs(view: view).write(into: &json)
            empty(&json)
            json.name("connectionHealth"); json.object(connections)
            json.name("lastUpdate"); json.integer(fleet.at.milliseconds)
            json.name("temperatureMonitoringEnabled"); json.bool(true)
        }
        return json.bytes
    }

    /// What exists in v5 and not here yet. An empty list is `[]`, never null.
    private func empty(_ json: inout JSONWriter) {
        let lists: [StaticString] = ["removedDockerHosts", "removedKubernetesClusters", "activeAlerts"]
        for list in lists {
            json.name(list)
            json.array(EmptyCollection<Int>()) { $0.integer($1) }
        }
        let objects: [StaticString] = ["metrics", "performance", "stats"]
        for object in objects {
            json.name(object)
            json.object { _ in }
        }
    }

    /// Instances of Proxmox VE by their name, everything else with its kind before it.
    private func connections(_ json: inout JSONWriter) {
        for report in fleet.sources.values.sorted(by: { $0.source < $1.source }) {
            json.name(data: name(of: report))
            json.bool(report.isAnswering)
        }
    }

    private func name(of report: SourceReport) -> String {
        switch report.kind {
        case .proxmoxVE: report.name
        case .backupServer, .mailGateway: "\(report.kind.rawValue)-\(report.name)"
        case .thisHost: "host-\(ResourceID.host(report.name))"
        case .agent: "host-\(ResourceID.reported(.host, report.source, path: ""))"
        case .kubernetes: "kubernetes-\(ResourceID.reported(.kubernetesCluster, report.source, path: ""))"
        }
    }
}

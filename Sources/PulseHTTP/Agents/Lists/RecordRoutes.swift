import Hummingbird
import PulseAccess
import PulseCore
import PulseInventory

/// The lists of container engines and Kubernetes clusters, each filtered by source, in pages.
struct RecordRoutes {
    let inventory: InventoryService

    func add(to routes: inout RouteTable) {
        add("containers/images", "Images of container engines", to: &routes) { EngineLists(reader: $0).images() }
        add("containers/volumes", "Volumes of container engines", to: &routes) { EngineLists(reader: $0).volumes() }
        add("containers/networks", "Networks of container engines", to: &routes) { EngineLists(reader: $0).networks() }
        add("containers/swarm-nodes", "Nodes of Docker Swarm", to: &routes) { EngineLists(reader: $0).swarmNodes() }
        add("kubernetes/services", "Services of Kubernetes clusters", to: &routes) { KubernetesLists(reader: $0).services() }
        add("kubernetes/ingresses", "Ingresses of Kubernetes clusters", to: &routes) { KubernetesLists(reader: $0).ingresses() }
        add("kubernetes/volumes", "Volumes of Kubernetes clusters", to: &routes) { KubernetesLists(reader: $0).volumes() }
        add("kubernetes/events", "Warnings of Kubernetes clusters in the last hour", to: &routes) { KubernetesLists(reader: $0).events() }
    }

    private func add(_ path: String, _ summary: String, to routes: inout RouteTable, _ list: @escaping @Sendable (RecordReader) -> RecordList) {
        routes.get("/api/\(path)", .permission(.monitoringRead), summary) { request, context in
            let query = try RecordQuery(request)
            let (fleet, ledger) = inventory.estate
            let reader = RecordReader(fleet: fleet, ledger: ledger, visibility: context.visibility, wanted: query.sources)
            return request.compressed(query.write(list(reader)))
        }
    }
}

import PulseCore
import PulseTransport

/// What a connection test asks a node of Proxmox VE, in this order.
struct PVEConversation: ConnectionConversation {
    private var interview: ProxmoxInterview
    private var membership: PVEMembership?
    private var major = 0

    init(_ interview: ProxmoxInterview) {
        self.interview = interview
    }

    private var endpoint: ProxmoxEndpoint { interview.endpoint }

    mutating func run(_ report: inout ProxmoxConnectionReport) async throws(ProxmoxError) {
        try await interview.signIn(&report)
        try await askVersion(&report)
        try await askMembership(&report)
        try await askResources(&report)
        try await askPermissions(&report)
        try await askNodes(&report)
    }

    private mutating func askVersion(_ report: inout ProxmoxConnectionReport) async throws(ProxmoxError) {
        let body = try await get(.version, &report)
        let value = try decoded(.version, &report) { () throws(JSONError) in try Envelope.value(body).content }
        guard let version = PVEVersion(value) else {
            throw interview.refuse(MainCall.version.path, "an answer without a version", &report)
        }
        major = version.major
        report.version = version.version
        report.add(Self.line(.version), "Proxmox VE \(version.version.printable(limit: 40))", true)
    }

    private mutating func askMembership(_ report: inout ProxmoxConnectionReport) async throws(ProxmoxError) {
        // Without Sys.Audit there is no name and no list of addresses; guests may be visible all the same.
        guard let body = try await getUnlessForbidden(.clusterStatus, &report) else { return }
        let rows = try decoded(.clusterStatus, &report) { () throws(JSONError) in try Envelope.rows(body) { $0 }.content }
        let found = PVEMembership(rows)
        membership = found
        report.clusterName = found.clusterName
        report.nodes = found.members.map(\.name).sorted()
        let text = found.clusterName.map { "cluster \($0.printable(limit: 60)) of \(found.members.count) nodes" } ?? "a node without a cluster"
        report.add(Self.line(.clusterStatus), text, true)
    }

    private mutating func askResources(_ report: inout ProxmoxConnectionReport) async throws(ProxmoxError) {
        let body = try await get(.resources, &report)
        let rows = try decoded(.resources, &report) { () throws(JSONError) in try Envelope.rows(body, PVEResourceRow.init).content }
        if report.nodes.isEmpty { report.nodes = rows.filter { $0.kind == .node }.map(\.node).sorted() }
        let guests = Set(rows.filter { $0.kind == .qemu || $0.kind == .lxc }.map(\.vmid)).count
        report.guests = guests
        report.add(Self.line(.resources), "\(report.nodes.count) nodes, \(guests) guests", true)
    }

    private mutating func askPermissions(_ report: inout ProxmoxConnectionReport) async throws(ProxmoxError) {
        let body = try await get(.permissions, &report)
        let value = try decoded(.permissions, &report) { () throws(JSONError) in try Envelope.value(body).content }
        guard let permissions = ProxmoxPermissions(value) else { return }
        report.missingPrivileges = PVEPrivilege.missing(permissions, major: major, credentials: interview.credentials)
        report.features = PVEFeatures(permissions: permissions, major: major, credentials: interview.credentials).all
        let missing = report.missingPrivileges.map { "\($0.privilege) on \($0.path)" }.joined(separator: ", ")
        report.add(Self.line(.permissions), missing.isEmpty ? "all privileges Pulse needs" : "missing: \(missing)", missing.isEmpty)
    }

    private mutating func askNodes(_ report: inout ProxmoxConnectionReport) async throws(ProxmoxError) {
        let body = try await get(.nodes, &report)
        let rows = try decoded(.nodes, &report) { () throws(JSONError) in try Envelope.rows(body, PVENodeRow.init).content }
        let fingerprints = PVENodeRow.fingerprints(rows)
        var tested = endpoint
        tested.node = membership?.local?.name
        let peers = membership?.peers(fingerprints: fingerprints, port: endpoint.port) ?? []
        report.endpoints = [tested] + peers.filter { $0.node != tested.node && $0.url != tested.url }
        report.add(Self.line(.nodes), "certificates of \(fingerprints.count) nodes", true)
    }

    private static func line(_ call: MainCall) -> String { ProxmoxInterview.line(call.path) }

    private func get(_ call: MainCall, _ report: inout ProxmoxConnectionReport) async throws(ProxmoxError) -> [UInt8] {
        try await interview.get(call.path, &report)
    }

    private func getUnlessForbidden(_ call: MainCall, _ report: inout ProxmoxConnectionReport) async throws(ProxmoxError) -> [UInt8]? {
        try await interview.getUnlessForbidden(call.path, &report)
    }

    private func decoded<Content>(
        _ call: MainCall, _ report: inout ProxmoxConnectionReport, _ body: () throws(JSONError) -> Content
    ) throws(ProxmoxError) -> Content {
        try interview.decoded(call.path, &report, body)
    }
}

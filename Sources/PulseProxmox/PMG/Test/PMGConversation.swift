import PulseCore
import PulseTransport

/// What a connection test asks a mail gateway.
struct PMGConversation: ConnectionConversation {
    private var interview: ProxmoxInterview
    private var forbidden: Set<PMGArea> = []

    init(_ interview: ProxmoxInterview) {
        self.interview = interview
    }

    mutating func run(_ report: inout ProxmoxConnectionReport) async throws(ProxmoxError) {
        try await interview.signIn(&report)
        try await askVersion(&report)
        try await askNodes(&report)
        try await askStatus(&report)
        try await askWhatTheRoleAllows(&report)
        try await askMembers(&report)
        report.missingPrivileges = PMGRole.missing(forbidden, credentials: interview.credentials)
        report.features = PMGArea.allCases.map { area in
            FeatureAccess(area.hides, missing: PMGRole.missing(forbidden.intersection([area]), credentials: interview.credentials).first)
        }
    }

    private func askVersion(_ report: inout ProxmoxConnectionReport) async throws(ProxmoxError) {
        let path = PMGMainCall.version.path
        let body = try await interview.get(path, &report)
        let value = try interview.decoded(path, &report) { () throws(JSONError) in try Envelope.value(body).content }
        guard let version = PMGVersion(value) else { throw interview.refuse(path, "an answer without a version", &report) }
        report.version = version.version
        report.add(ProxmoxInterview.line(path), "version \(version.version)", true)
    }

    private func askNodes(_ report: inout ProxmoxConnectionReport) async throws(ProxmoxError) {
        let body = try await interview.get("/nodes", &report)
        let names = try interview.decoded("/nodes", &report) { () throws(JSONError) in try Envelope.rows(body, PMGNodeNames.name).content }
        guard !names.isEmpty else { throw interview.refuse("/nodes", "no nodes", &report) }
        report.nodes = names.sorted()
        report.add(ProxmoxInterview.line("/nodes"), names.count == 1 ? "a node without a cluster" : "\(names.count) nodes", true)
    }

    /// Only this tells a mail gateway from Proxmox VE, which listens on the same port and has a version and nodes too.
    private mutating func askStatus(_ report: inout ProxmoxConnectionReport) async throws(ProxmoxError) {
        let path = "/nodes/localhost/status"
        guard let body = try await interview.getUnlessForbidden(path, &report) else {
            forbidden.insert(.nodes)
            return
        }
        let value = try interview.decoded(path, &report) { () throws(JSONError) in try Envelope.value(body).content }
        guard let status = PMGNodeStatus(value) else { throw interview.refuse(path, "the status of another product", &report) }
        let sync = status.isInSync == false ? ", its database lags behind the cluster" : ""
        report.add(ProxmoxInterview.line(path), "Proxmox Mail Gateway \(status.version ?? "")\(sync)", true)
    }

    private mutating func askWhatTheRoleAllows(_ report: inout ProxmoxConnectionReport) async throws(ProxmoxError) {
        let questions: [(PMGArea, String)] = [
            (.statistics, PMGMainCall.recent.path), (.queues, "/nodes/localhost/postfix/qshape?queue=deferred"),
            (.health, "/nodes/localhost/services"),
            (.quarantine, "/quarantine/spamstatus"),
        ]
        for (area, path) in questions {
            if try await interview.getUnlessForbidden(path, &report) == nil {
                forbidden.insert(area)
            } else {
                report.add(ProxmoxInterview.line(path), "may be read", true)
            }
        }
    }

    private func askMembers(_ report: inout ProxmoxConnectionReport) async throws(ProxmoxError) {
        report.endpoints = [interview.endpoint]
        let path = PMGCall.members.path(at: interview.now)
        guard let body = try await interview.getUnlessForbidden(path, &report) else { return }
        let members = try interview.decoded(path, &report) { () throws(JSONError) in try Envelope.rows(body, PMGMember.init).content }
        let known = PMGMember.endpoints(members, port: interview.endpoint.port)
        var tested = interview.endpoint
        tested.node =
            known.first { $0.url == tested.url || $0.fingerprint == tested.fingerprint }?.node ?? (report.nodes.count == 1 ? report.nodes[0] : nil)
        report.endpoints = [tested] + known.filter { $0.node != tested.node && $0.url != tested.url }
        report.add(ProxmoxInterview.line(path), members.isEmpty ? "no cluster" : "certificates of \(known.count) nodes", true)
    }
}

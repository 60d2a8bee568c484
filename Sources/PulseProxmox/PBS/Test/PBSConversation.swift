import PulseCore

/// What a connection test asks a backup server.
struct PBSConversation: ConnectionConversation {
    private var interview: ProxmoxInterview

    init(_ interview: ProxmoxInterview) {
        self.interview = interview
    }

    mutating func run(_ report: inout ProxmoxConnectionReport) async throws(ProxmoxError) {
        try await interview.signIn(&report)
        try await askVersion(&report)
        try await askDatastores(&report)
        try await askPermissions(&report)
        report.endpoints = [interview.endpoint]
    }

    private func askVersion(_ report: inout ProxmoxConnectionReport) async throws(ProxmoxError) {
        let path = PBSMainCall.version.path
        let body = try await interview.get(path, &report)
        let value = try interview.decoded(path, &report) { () throws(JSONError) in try Envelope.value(body).content }
        guard let version = PBSVersion(value) else {
            throw interview.refuse(path, "the version of another product, or none", &report)
        }
        report.version = version.version
        report.add(ProxmoxInterview.line(path), "Proxmox Backup Server \(version.version.printable(limit: 40))", true)
    }

    private func askDatastores(_ report: inout ProxmoxConnectionReport) async throws(ProxmoxError) {
        let path = PBSMainCall.usage.path
        let body = try await interview.get(path, &report)
        let rows = try interview.decoded(path, &report) { () throws(JSONError) in try Envelope.rows(body, PBSUsageRow.init).content }
        report.datastores = rows.map(\.store).sorted()
        report.add(ProxmoxInterview.line(path), "\(rows.count) datastores", true)
    }

    private func askPermissions(_ report: inout ProxmoxConnectionReport) async throws(ProxmoxError) {
        let path = PBSMainCall.permissions.path
        let body = try await interview.get(path, &report)
        let value = try interview.decoded(path, &report) { () throws(JSONError) in try Envelope.value(body).content }
        guard let permissions = ProxmoxPermissions(value) else { return }
        report.missingPrivileges = PBSPrivilege.missing(permissions, credentials: interview.credentials)
        report.features = PBSPrivilege.features(permissions, credentials: interview.credentials)
        let missing = report.missingPrivileges.map { "\($0.privilege) on \($0.path)" }.joined(separator: ", ")
        report.add(ProxmoxInterview.line(path), missing.isEmpty ? "all privileges Pulse needs" : "missing: \(missing)", missing.isEmpty)
    }
}

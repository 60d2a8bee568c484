import PulseCore
import PulseTransport

/// The questions of a connection test, in their order, each with its line in the report.
struct PVEConversation {
    let client: PVEClient
    let endpoint: PVEEndpoint
    let credentials: PVECredentials
    let now: Timestamp
    private var proof: PVEClient.Proof = (name: "", value: Redacted(""))
    private var membership: PVEMembership?
    private var major = 0

    init(client: PVEClient, endpoint: PVEEndpoint, credentials: PVECredentials, now: Timestamp) {
        self.client = client
        self.endpoint = endpoint
        self.credentials = credentials
        self.now = now
    }

    mutating func signIn(_ report: inout PVEConnectionReport) async throws(PVEError) {
        var session = PVESession(credentials)
        if case .signIn(let user, let password) = session.step(at: now) {
            do throws(PVEError) {
                let ticket = try await client.signIn(user: user, password: password, at: endpoint, deadline: PVEConnectionTest.deadline)
                session.signedIn(ticket, at: now)
                report.add("POST /access/ticket", "signed in as \(user)", true)
            } catch {
                report.add("POST /access/ticket", error.line, false)
                throw error
            }
        }
        if case .send(let name, let value) = session.step(at: now) { proof = (name, value) }
    }

    mutating func askVersion(_ report: inout PVEConnectionReport) async throws(PVEError) {
        let body = try await get(.version, &report)
        let value = try decoded(.version, &report) { () throws(JSONError) in try Envelope.value(body).content }
        guard let version = PVEVersion(value) else {
            report.add(Self.line(.version), "an answer without a version", false)
            throw .notProxmox
        }
        major = version.major
        report.version = version.version
        report.add(Self.line(.version), "Proxmox VE \(version.version.printable(limit: 40))", true)
    }

    mutating func askMembership(_ report: inout PVEConnectionReport) async throws(PVEError) {
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

    mutating func askResources(_ report: inout PVEConnectionReport) async throws(PVEError) {
        let body = try await get(.resources, &report)
        let rows = try decoded(.resources, &report) { () throws(JSONError) in try Envelope.rows(body, PVEResourceRow.init).content }
        if report.nodes.isEmpty { report.nodes = rows.filter { $0.kind == .node }.map(\.node).sorted() }
        let guests = Set(rows.filter { $0.kind == .qemu || $0.kind == .lxc }.map(\.vmid)).count
        report.guests = guests
        report.add(Self.line(.resources), "\(report.nodes.count) nodes, \(guests) guests", true)
    }

    mutating func askPermissions(_ report: inout PVEConnectionReport) async throws(PVEError) {
        let body = try await get(.permissions, &report)
        let value = try decoded(.permissions, &report) { () throws(JSONError) in try Envelope.value(body).content }
        guard let permissions = PVEPermissions(value) else { return }
        report.missingPrivileges = PVEPrivilege.missing(permissions, major: major, credentials: credentials)
        let missing = report.missingPrivileges.map { "\($0.privilege) on \($0.path)" }.joined(separator: ", ")
        report.add(Self.line(.permissions), missing.isEmpty ? "all privileges Pulse needs" : "missing: \(missing)", missing.isEmpty)
    }

    mutating func askNodes(_ report: inout PVEConnectionReport) async throws(PVEError) {
        let body = try await get(.nodes, &report)
        let rows = try decoded(.nodes, &report) { () throws(JSONError) in try Envelope.rows(body, PVENodeRow.init).content }
        let fingerprints = PVENodeRow.fingerprints(rows)
        var tested = endpoint
        tested.node = membership?.local?.name
        let peers = membership?.peers(fingerprints: fingerprints, port: endpoint.port) ?? []
        report.endpoints = [tested] + peers.filter { $0.node != tested.node && $0.url != tested.url }
        report.add(Self.line(.nodes), "certificates of \(fingerprints.count) nodes", true)
    }

    private static func line(_ call: MainCall) -> String { "GET \(call.path)" }

    private func get(_ call: MainCall, _ report: inout PVEConnectionReport) async throws(PVEError) -> [UInt8] {
        do throws(PVEError) {
            return try await client.get(call.path, at: endpoint, proof: proof, deadline: PVEConnectionTest.deadline)
        } catch {
            report.add(Self.line(call), error.line, false)
            throw error
        }
    }

    private func getUnlessForbidden(_ call: MainCall, _ report: inout PVEConnectionReport) async throws(PVEError) -> [UInt8]? {
        do throws(PVEError) {
            return try await get(call, &report)
        } catch {
            guard case .forbidden = error else { throw error }
            return nil
        }
    }

    private func decoded<Content>(
        _ call: MainCall, _ report: inout PVEConnectionReport, _ body: () throws(JSONError) -> Content
    ) throws(PVEError) -> Content {
        do throws(PVEError) {
            return try PVEClient.decode(body)
        } catch {
            report.add(Self.line(call), error.line, false)
            throw error
        }
    }
}

extension PVEError {
    /// A few words for a line of the report.
    fileprivate var line: String {
        switch self {
        case .unauthorised(let reason): "401 \(reason)"
        case .forbidden(let reason): "403 \(reason)"
        case .refused(let status, let reason), .nodeUnreachable(let status, let reason): "\(status) \(reason)"
        case .unsupported: "501 not known to this server"
        case .redirected(let target): "sent on to \(target)"
        case .notProxmox: "not an answer of Proxmox VE"
        case .invalid: "not valid JSON"
        default: shortName
        }
    }
}

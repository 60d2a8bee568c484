import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import PulseAccess
import PulseCore
import PulseInventory
import Testing

@testable import PulseHTTP

/// The whole state as Pulse v5 tells it, with a source of every product.
@Suite("The state in the shape of Pulse v5", .timeLimit(.minutes(5)))
struct V5StateTests {
    private let server: TestServer
    private let headers: HTTPFields

    init() async throws {
        server = try TestServer()
        try server.inventory.tick(EveryProduct.observations, at: TestServer.start)
        try await server.access.addUser(name: "admin", password: Redacted("correct horse battery"), at: TestServer.start)
        let session = try server.access.openSession(for: "admin", method: .password, from: "a", at: TestServer.start)
        headers = [.cookie: "pulse_session=\(session.cookie.reveal())"]
    }

    private func get(_ headers: HTTPFields) async throws -> TestResponse {
        try await server.application.test(.router) { try await $0.executeRequest(uri: "/api/state", method: .get, headers: headers, body: nil) }
    }

    private func state() async throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(try await get(headers).body.readableBytesView)) as? [String: Any])
    }

    private static func rows(_ state: [String: Any], _ path: [String]) -> [[String: Any]] {
        let parent = path.dropLast().reduce(state) { $0[$1] as? [String: Any] ?? [:] }
        return path.last.flatMap { parent[$0] as? [[String: Any]] } ?? []
    }

    private func row(_ path: String...) async throws -> [String: Any] { try #require(Self.rows(try await state(), path).first) }

    // MARK: Against what v5 answers

    private static let recorded = try? Data(
        contentsOf: URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../shared/fixtures/pulse-v5-api/default/api_state.json").standardizedFileURL)

    private func theirs() throws -> JSONTree { try JSONDecoder().decode(JSONTree.self, from: #require(Self.recorded)) }

    private func ours() async throws -> JSONTree {
        try JSONDecoder().decode(JSONTree.self, from: Data(try await get(headers).body.readableBytesView))
    }

    private static let lists = [
        ["pbs"], ["pbs", "datastores"], ["pmg"], ["pmg", "nodes"], ["pmg", "mailCount"], ["pbsBackups"], ["pmgBackups"], ["cephClusters"],
        ["cephClusters", "pools"], ["cephClusters", "services"], ["physicalDisks"], ["replicationJobs"], ["pveBackups", "storageBackups"],
        ["pveBackups", "guestSnapshots"], ["backups", "pve", "storageBackups"], ["backups", "pbs"], ["backups", "pmg"],
        ["hosts"], ["dockerHosts"], ["dockerHosts", "containers"], ["dockerHosts", "services"], ["kubernetesClusters"],
        ["kubernetesClusters", "nodes"], ["kubernetesClusters", "pods"], ["kubernetesClusters", "deployments"],
    ]

    /// What no source tells us, where v5 leaves it out as well when it does not know.
    private static let absent: [String: Set<String>] = [
        "pmg": ["spamDistribution"], "pmg/nodes": ["role"],
        "replicationJobs": ["sourceStorage", "targetStorage", "rateLimitMbps"],
        // The name of the system holds its version; reports are signed, and need no token.
        "hosts": ["osVersion", "tokenId", "tokenName", "tokenHint", "tokenLastUsedAt"],
        "dockerHosts": ["tasks"], "dockerHosts/containers": ["podman"], "dockerHosts/services": ["labels", "completedTasks"],
        "kubernetesClusters": ["server", "context"],
        "kubernetesClusters/nodes": ["capacityCpuCores", "capacityMemoryBytes", "capacityPods"],
        "kubernetesClusters/pods": ["labels"], "kubernetesClusters/deployments": ["labels"],
    ]

    @Test(
        "each row has the members of the recorded one, of the same types",
        .enabled(if: recorded != nil, "the recordings of Pulse v5 lie in ../shared/fixtures, outside the repository"), arguments: lists)
    func members(path: [String]) async throws {
        let (theirs, ours) = (Self.members(try self.theirs(), path), Self.members(try await self.ours(), path))
        #expect(!theirs.isEmpty && !ours.isEmpty)
        let missing = Set(theirs.keys).subtracting(ours.keys)
        #expect(missing == Self.absent[path.joined(separator: "/")] ?? [], "\(path)")
        for (name, type) in theirs {
            // Null on either side says nothing about the type.
            if let mine = ours[name], mine != "null", type != "null" { #expect(mine == type, "\(path) \(name)") }
        }
    }

    /// The members of all rows of a list, or of the lists within its rows, with their types.
    private static func members(_ state: JSONTree, _ path: [String]) -> [String: String] {
        var types: [String: String] = [:]
        for row in state.rows(path[...]) {
            for (name, value) in row where types[name] ?? "null" == "null" { types[name] = value.type }
        }
        return types
    }

    @Test(
        "all lists of v5 are there", .enabled(if: recorded != nil, "the recordings of Pulse v5 lie in ../shared/fixtures, outside the repository"))
    func top() async throws {
        #expect(Set(Self.members(try theirs(), []).keys).subtracting(try await state().keys) == [])
    }

    // MARK: Values

    @Test("models that v5 sends as they are have times of RFC 3339, those of its page milliseconds, and ctime seconds")
    func times() async throws {
        let start = TestServer.start
        #expect(try await row("pbs")["lastSeen"] as? String == start.description)
        #expect(try await row("physicalDisks")["lastChecked"] as? String == start.description)
        #expect(try await row("pbsBackups")["backupTime"] as? String == (start - .seconds(1800)).description)
        #expect(try await row("pmgBackups")["backupTime"] as? String == (start - .seconds(86_400)).description)
        #expect(try await row("pveBackups", "storageBackups")["ctime"] as? Int64 == start.seconds - 3600)
        #expect(try await row("cephClusters")["lastUpdated"] as? Int64 == start.milliseconds)
        #expect(try await row("replicationJobs")["lastSyncTime"] as? Int64 == start.milliseconds - 60_000)
        #expect(try await row("replicationJobs")["lastSyncUnix"] as? Int64 == start.seconds - 60)
    }

    @Test("what is not known is null, and what follows from what is known is worked out")
    func values() async throws {
        let disk = try await row("physicalDisks")
        #expect(disk["wearout"] as? Double == 75 && disk["temperature"] is NSNull && disk["rpm"] is NSNull)
        let ceph = try await row("cephClusters")
        #expect(ceph["usagePercent"] as? Double == 25 && ceph["healthMessage"] as? String == "1 osds down")
        #expect((ceph["pools"] as? [[String: Any]])?.first?["availableBytes"] as? Int == 60)
        let server = try await row("pbs")
        #expect(server["memory"] as? Double == 25 && server["cpu"] as? Double == 25 && server["uptime"] as? Int == 7200)
        let store = try #require((server["datastores"] as? [[String: Any]])?.first)
        #expect(store["usage"] as? Double == 40 && store["deduplicationFactor"] as? Double == 5)
        #expect((store["namespaces"] as? [[String: Any]])?.first?["parent"] as? String == "lab")
        #expect((server["verifyJobs"] as? [[String: Any]])?.first?["error"] as? String == "bad chunk")
        let job = try await row("replicationJobs")
        #expect(job["lastSyncDurationHuman"] as? String == "00:03:39" && job["status"] as? String == "error" && job["jobNumber"] as? Int == 0)
    }

    @Test("of mail the sum of a day is unknown where an hour does not tell it")
    func mail() async throws {
        let gateway = try await row("pmg")
        let sums = try #require(gateway["mailStats"] as? [String: Any])
        #expect(sums["countTotal"] as? Int == 70 && sums["spamIn"] as? Int == 9 && sums["bouncesIn"] is NSNull && sums["bytesIn"] is NSNull)
        let quarantine = try #require(gateway["quarantine"] as? [String: Any])
        #expect(quarantine["spam"] as? Int == 19 && quarantine["virus"] is NSNull)
        let queues = try #require((gateway["nodes"] as? [[String: Any]])?.first?["queueStatus"] as? [String: Any])
        #expect(queues["total"] as? Int == 6 && queues["oldestAge"] as? Int == 900)
    }

    @Test("every source is in the health of connections, and machines of other products are no nodes of Proxmox VE")
    func sources() async throws {
        let state = try await state()
        #expect(
            Set((state["connectionHealth"] as? [String: Any] ?? [:]).keys) == [
                "Homelab", "pbs-Vault", "pmg-Post", "host-host:nas", "kubernetes-k8s-cluster:prod",
            ])
        #expect(Self.rows(state, ["nodes"]).compactMap { $0["name"] as? String } == ["pve-1"])
    }

    // MARK: Freshness and size

    @Test("a list that changes while no figure does is a new answer")
    func ledgerAlone() async throws {
        let before = try await get(headers)
        let sequence = server.inventory.fleet.sequence
        try server.inventory.tick([EveryProduct.cluster(archives: 2, revision: 3)], at: TestServer.start)
        #expect(server.inventory.fleet.sequence == sequence)
        var asked = headers
        asked[.ifNoneMatch] = before.headers[.eTag]
        let after = try await get(asked)
        #expect(after.status == .ok && after.headers[.eTag] != before.headers[.eTag])
        #expect(Self.rows(try await state(), ["pveBackups", "storageBackups"]).count == 2)
    }

    @Test("of very many archives the newest are listed, and how many are left out is said")
    func limit() async throws {
        try server.inventory.tick([EveryProduct.cluster(archives: V5Backups.limit + 500, revision: 3)], at: TestServer.start)
        let state = try await state()
        let (storage, server) = (Self.rows(state, ["pveBackups", "storageBackups"]), Self.rows(state, ["pbsBackups"]))
        #expect(storage.count + server.count == V5Backups.limit)
        #expect(state["backupsLeftOut"] as? Int == 501)
        #expect(storage.first?["ctime"] as? Int64 == TestServer.start.seconds - 3600)
    }
}

/// JSON with its types, which `JSONSerialization` mixes up: its booleans are numbers too.
private enum JSONTree: Decodable {
    case null
    case bool
    case number
    case string
    case array([JSONTree])
    case object([String: JSONTree])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if (try? container.decode(Bool.self)) != nil {
            self = .bool
        } else if (try? container.decode(Double.self)) != nil {
            self = .number
        } else if (try? container.decode(String.self)) != nil {
            self = .string
        } else if let elements = try? container.decode([JSONTree].self) {
            self = .array(elements)
        } else {
            self = .object(try container.decode([String: JSONTree].self))
        }
    }

    var type: String {
        switch self {
        case .null: "null"
        case .bool: "bool"
        case .number: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }

    /// The rows of a list, or of the lists of that name within rows; a name may also lead through an object.
    func rows(_ path: ArraySlice<String>) -> [[String: JSONTree]] {
        switch self {
        case .array(let elements): elements.flatMap { $0.rows(path) }
        case .object(let members):
            if let name = path.first { members[name]?.rows(path.dropFirst()) ?? [] } else { [members] }
        default: []
        }
    }
}

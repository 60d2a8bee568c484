import Foundation
import PulseCore
import Testing

@testable import PulseProxmox

/// A folder of `Cases`: answers of Proxmox VE, and in `expected.txt` the observation that follows from them.
///
/// An answer's file is named after the second in which it comes and the call it answers: `000.resources.json`, `010.guest.101.filesystems.json`,
/// `000.node.pve1.status.json`, `001.depth.zfs_pool.pve1.rpool.json` (topic, node, subject). One that ends in `.error` holds a status and a reason phrase instead of a body: `500 VM 101 is not running`.
struct TranslationCase: Sendable, CustomTestStringConvertible {
    let folder: URL

    var testDescription: String { folder.lastPathComponent }

    static let start = Timestamp(seconds: 1_790_000_000)

    static let all: [TranslationCase] = {
        let cases = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Cases").standardizedFileURL
        let names = (try? FileManager.default.contentsOfDirectory(atPath: cases.path)) ?? []
        return names.filter { !$0.hasPrefix(".") }.sorted().map { TranslationCase(folder: cases.appending(path: $0)) }
    }()

    var expectedFile: URL { folder.appending(path: "expected.txt") }

    /// What is wrong with a file of a case.
    struct Misnamed: Error { let file: String }

    /// One file, taken apart.
    private struct Answer {
        let second: Int
        let words: [String]
        let isError: Bool
        var body: [UInt8]

        init(_ file: URL) throws {
            let parts = file.lastPathComponent.split(separator: ".").map(String.init)
            guard parts.count >= 3, let second = Int(parts[0]), let kind = parts.last else { throw Misnamed(file: file.lastPathComponent) }
            self.second = second
            words = Array(parts.dropFirst().dropLast())
            isError = kind == "error"
            body = [UInt8](try Data(contentsOf: file))
        }
    }

    func bodies() throws -> [[UInt8]] { try answers().filter { !$0.isError }.map(\.body) }

    /// - Parameters:
    ///   - tolerant: what cannot be taken is passed over, as a source does.
    ///   - change: applied to every body.
    func observation(tolerant: Bool = false, _ change: ([UInt8]) -> [UInt8] = { $0 }) throws -> Observation {
        let token = ProxmoxCredentials.token(id: "pulse@pve!monitor", secret: Redacted("secret"))
        let endpoint = ProxmoxEndpoint(url: "https://10.1.1.1:8006")
        var state = PVESourceState(
            ProxmoxSourceConfiguration(slug: SourceSlug("lab")!, name: "Lab", endpoints: [endpoint], credentials: token))
        var way = SourceWay(pool: EndpointPool([endpoint]), standing: .answered)
        for var answer in try answers() {
            let now = Self.start + .seconds(answer.second)
            answer.body = change(answer.body)
            do {
                try Self.apply(answer, to: &state, at: now)
            } catch {
                guard tolerant else { throw error }
                continue
            }
            way.lastAnswerAt = now
            if let local = state.picture.membership?.value.local { way.pool.identified(endpoint.url, as: local.name) }
        }
        way.pool.succeeded(endpoint, at: way.lastAnswerAt ?? Self.start)
        return state.observation(at: way.lastAnswerAt ?? Self.start, answered: true, way)
    }

    /// In the order in which a source would take them: by time, the rows first.
    private func answers() throws -> [Answer] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0 != "expected.txt" && !$0.hasPrefix(".") }
        func rank(_ answer: Answer) -> (Int, Int, String) {
            let order = ["resources", "status", "nodes", "permissions", "version"]
            return (answer.second, order.firstIndex(of: answer.words.joined(separator: ".")) ?? order.count, answer.words.joined(separator: "."))
        }
        return try names.map { try Answer(folder.appending(path: $0)) }.sorted { rank($0) < rank($1) }
    }

    private static func apply(_ answer: Answer, to state: inout PVESourceState, at now: Timestamp) throws {
        let calls = ["status": MainCall.clusterStatus, "nodes": .nodes, "permissions": .permissions, "version": .version]
        if answer.words == ["resources"] {
            state.apply(resources: try Envelope.rows(answer.body, PVEResourceRow.init), at: now)
        } else if let call = answer.words.count == 1 ? calls[answer.words[0]] : nil {
            try state.apply(call, answer.body, at: now)
        } else if answer.words.first == "depth" {
            try apply(answer, depth: try depthCall(answer.words, state), to: &state, at: now)
        } else {
            try apply(answer, detail: try call(answer.words, state), to: &state, at: now)
        }
    }

    private static func apply(_ answer: Answer, detail call: DetailCall, to state: inout PVESourceState, at now: Timestamp) throws {
        var outcome = DetailOutcome.answered
        if answer.isError {
            let text = String(decoding: answer.body, as: UTF8.self).prefix { $0 != "\n" }
            let (status, reason) = (Int(text.prefix(3)) ?? 0, String(text.dropFirst(4)))
            outcome = call.outcome(of: status == 403 ? .forbidden(reason) : .refused(status: status, reason: reason))
        } else {
            try state.apply(call, answer.body, at: now)
        }
        if call.kind.asksAgent { state.picture.apply(agent: outcome, to: call, at: now) }
    }

    private static func apply(_ answer: Answer, depth call: DepthCall, to state: inout PVESourceState, at now: Timestamp) throws {
        guard !answer.isError else {
            let text = String(decoding: answer.body, as: UTF8.self).prefix { $0 != "\n" }
            let (status, reason) = (Int(text.prefix(3)) ?? 0, String(text.dropFirst(4)))
            _ = state.missed(
                call, status == 403 ? .forbidden(reason) : status == 501 ? .unsupported : .refused(status: status, reason: reason),
                at: state.configuration.endpoints[0], now: now)
            return
        }
        try state.apply(call, try DepthAnswer(of: call, answer.body, at: now))
    }

    /// `depth.zfs_pool.pve1.rpool`: topic, node (`-` for the cluster), subject; a device without its slashes.
    private static func depthCall(_ words: [String], _ state: PVESourceState) throws -> DepthCall {
        guard words.count >= 2, let topic = DepthTopic.all.first(where: { $0.name == words[1] }) else {
            throw Misnamed(file: words.joined(separator: "."))
        }
        let node = words.count > 2 && words[2] != "-" ? words[2] : ""
        let text = words.dropFirst(3).joined(separator: ".").replacing("_dev_", with: "/dev/")
        guard topic != .snapshots, topic != .guestConfig else {
            let vmid = Int(text) ?? 0
            let subject = DepthSubject.guest(vmid: vmid, isContainer: state.picture.guests[vmid]?.kind == .lxc)
            return DepthCall(DepthKey(topic, subject), node: node)
        }
        let isShared = topic == .archives && state.picture.storages.first { $0.name == text }?.shared == true
        return DepthCall(DepthKey(topic, place: isShared ? "" : node, text.isEmpty ? .whole : .named(text)), node: node)
    }

    private static func call(_ words: [String], _ state: PVESourceState) throws -> DetailCall {
        let kinds: [String: DetailCall.Kind] = [
            "node.status": .nodeStatus, "node.storage": .nodeStorage, "guest.status": .guestStatus, "guest.filesystems": .filesystems,
            "guest.interfaces": .agentInterfaces, "guest.os": .osInfo, "container.interfaces": .containerInterfaces,
        ]
        guard words.count == 3, let kind = kinds["\(words[0]).\(words[2])"] else { throw Misnamed(file: words.joined(separator: ".")) }
        guard !kind.isAboutNode, let vmid = Int(words[1]) else { return DetailCall(kind, node: words[1]) }
        return DetailCall(kind, node: state.picture.guests[vmid]?.node ?? "", vmid: vmid)
    }
}

import Foundation
import Testing

/// An answer that a real server once gave. The bodies live beside the repository, in `../shared/fixtures`, and not in it.
struct Recording: Decodable, Sendable, CustomTestStringConvertible {
    let file: String
    let product: String
    let method: String
    let path: String
    let template: String
    let status: Int
    let kind: String
    let query: String?
    let reason: String?

    var testDescription: String { file }
    /// Recordings of one server stand in one folder.
    var server: String { file.split(separator: "/").dropLast().joined(separator: "/") }
    var phrase: String { reason ?? (status == 200 ? "OK" : "") }

    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../../shared/fixtures").standardizedFileURL

    /// Everything recorded from Proxmox VE, in the order of the index.
    static let all = entries.filter { $0.product == "pve" && $0.kind == "recorded" }

    /// All there is of mail gateways: few were recorded whole, so those put together by hand count too.
    static let mailGateway = entries.filter { $0.product == "pmg" }

    /// The same of backup servers.
    static let backupServer = entries.filter { $0.product == "pbs" }

    /// Of Proxmox VE, put together by hand or shortened.
    static let mixed = entries.filter { $0.product == "pve" && $0.kind != "recorded" }

    private static let entries: [Recording] = {
        guard let index = try? Data(contentsOf: folder.appending(path: "index.json")) else { return [] }
        return (try? JSONDecoder().decode([Recording].self, from: index)) ?? []
    }()

    static let missing: Comment = "the recordings are not there: \(folder.path)"

    func body() throws -> [UInt8] { [UInt8](try Data(contentsOf: Self.folder.appending(path: file))) }
    func text() throws -> String { String(decoding: try body(), as: UTF8.self) }
}

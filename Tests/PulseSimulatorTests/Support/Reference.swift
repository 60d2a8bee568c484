import Foundation
import Testing

/// The schemas and recordings, which lie beside the checkout and are no part of it.
enum Reference {
    static let folder: String = {
        let package = #filePath.components(separatedBy: "/Tests/PulseSimulatorTests").first ?? ""
        return URL(fileURLWithPath: package).deletingLastPathComponent().appendingPathComponent("shared").path
    }()

    static var isThere: Bool { FileManager.default.fileExists(atPath: folder + "/schema/pve-9.2.json") }

    static let missing: Comment = "skipped: ../shared with schemas and recordings is not beside this checkout"

    static func json(_ path: String) throws -> JSONValue {
        guard let data = FileManager.default.contents(atPath: folder + "/" + path) else { throw JSONError(description: "no file \(path)") }
        return try JSONValue(Array(data))
    }
}

import Foundation

/// A folder that goes when nobody has it any more.
final class TemporaryFolder: Sendable {
    let path = NSTemporaryDirectory() + "pulse-history-\(UUID().uuidString)"

    func make() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

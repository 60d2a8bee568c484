import Foundation
import PulseCore
package import PulseStorage

/// `license.enc`: the text of the key, sealed with the key of this installation, so that a copy of the file is worth nothing elsewhere.
///
/// One line, `pulse-licence 1 ` and base64 of the sealed bytes. The file of the same name that Pulse v5 wrote is sealed with another key and
/// unreadable here; like every unreadable file it is never overwritten, but set aside when its name is needed.
package struct LicenceFile: Sendable {
    package static let name = "license.enc"
    private static let head = "pulse-licence 1 "
    private static let context = "licence"
    /// A key has at most 8 KiB; sealed, in base64 and with its head a third more.
    private static let largest = 16 * 1024

    private let path: String
    private let sealer: Sealer

    package init(directory: String, sealer: Sealer) {
        path = "\(directory)/\(Self.name)"
        self.sealer = sealer
    }

    enum Content {
        case missing
        case key(Redacted<String>)
        case unreadable(reason: String)
    }

    func read() -> Content {
        guard FileManager.default.fileExists(atPath: path) else { return .missing }
        guard let handle = FileHandle(forReadingAtPath: path), let data = try? handle.read(upToCount: Self.largest + 1) else {
            return .unreadable(reason: "it cannot be opened")
        }
        guard data.count <= Self.largest, let text = String(data: data, encoding: .utf8), text.hasPrefix(Self.head),
            let sealed = Data(base64Encoded: text.dropFirst(Self.head.count).trimmingCharacters(in: .whitespacesAndNewlines))
        else { return .unreadable(reason: "it is not a licence file of this Pulse; one of Pulse v5 cannot be taken over") }
        guard let key = try? sealer.open(sealed, for: Self.context) else {
            return .unreadable(reason: "it was sealed with another .encryption.key, or is damaged")
        }
        return .key(key)
    }

    /// - Parameter now: names an unreadable file that stands in the way.
    func write(_ key: Redacted<String>, at now: Timestamp) throws {
        try setUnreadableAside(at: now)
        let sealed = try sealer.seal(key, for: Self.context)
        try AtomicFile.write(Data("\(Self.head)\(sealed.base64EncodedString())\n".utf8), to: path)
    }

    func remove(at now: Timestamp) throws {
        try setUnreadableAside(at: now)
        guard FileManager.default.fileExists(atPath: path) else { return }
        do { try FileManager.default.removeItem(atPath: path) } catch {
            throw StorageError.notWritable(path: path, reason: (error as NSError).localizedDescription)
        }
    }

    private func setUnreadableAside(at now: Timestamp) throws {
        guard case .unreadable = read() else { return }
        do { try FileManager.default.moveItem(atPath: path, toPath: "\(path).unreadable-\(now.seconds)") } catch {
            let reason = (error as NSError).localizedDescription
            throw StorageError.notWritable(path: path, reason: "it cannot be read, and cannot be set aside: \(reason)")
        }
    }
}

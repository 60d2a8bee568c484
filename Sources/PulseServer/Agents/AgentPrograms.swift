import Crypto
import Foundation
import Glibc
import PulseCore
import PulseHTTP
import Synchronization

/// The agents that lie beside this server: files `pulse-agent-linux-amd64` and `-arm64` in the folder of the package, and for its own machine the
/// `pulse-agent` that was built with it.
final class AgentPrograms: AgentDownloads {
    static let packageFolder = "/usr/lib/pulse/agents"

    /// Tells whether a file is still the one that was hashed.
    private struct Stamp: Equatable {
        let size: Int
        let seconds: Int
        let nanoseconds: Int

        /// Nil unless there is a file. Of FileManager this would be asked with every report, and it looks up the owner's name each time.
        init?(of path: String) {
            var status = stat()
            guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
            (size, seconds, nanoseconds) = (Int(status.st_size), status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
        }
    }

    private struct Seen {
        let stamp: Stamp
        let program: AgentProgram
    }

    private let folders: [String]
    /// Hashing thirty megabytes for every download would be dear.
    private let seen = Mutex<[String: Seen]>([:])

    /// - Parameter folders: looked through in order.
    init(folders: [String] = AgentPrograms.usualFolders) {
        self.folders = folders
    }

    /// Beside this program first, so that a newer build serves its own agent.
    static var usualFolders: [String] {
        let own = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().path
        return [own, packageFolder]
    }

    var version: String? { AgentPlatform.allCases.contains { program(for: $0) != nil } ? PulseVersion.current : nil }

    var installScript: String? { version == nil ? nil : InstallScript.text }

    func program(for platform: AgentPlatform) -> AgentProgram? {
        for folder in folders {
            for name in names(of: platform) {
                if let program = program(at: "\(folder)/\(name)") { return program }
            }
        }
        return nil
    }

    private func names(of platform: AgentPlatform) -> [String] {
        let named = "pulse-agent-\(platform.rawValue)"
        return platform == Self.own ? [named, "pulse-agent"] : [named]
    }

    private static var own: AgentPlatform? {
        #if arch(x86_64)
            .intel
        #elseif arch(arm64)
            .arm
        #else
            nil
        #endif
    }

    private func program(at path: String) -> AgentProgram? {
        guard let stamp = Stamp(of: path) else { return nil }
        if let known = seen.withLock({ $0[path] }), known.stamp == stamp { return known.program }
        guard let sum = Self.sum(path) else { return nil }
        let program = AgentProgram(version: PulseVersion.current, sha256: sum, size: stamp.size) { range in try Self.read(path, range) }
        seen.withLock { $0[path] = Seen(stamp: stamp, program: program) }
        return program
    }

    private static func sum(_ path: String) -> String? {
        guard let file = FileHandle(forReadingAtPath: path) else { return nil }
        defer { try? file.close() }
        var hash = SHA256()
        while let piece = try? file.read(upToCount: 1 << 20), !piece.isEmpty { hash.update(data: piece) }
        return Hex.text(hash.finalize())
    }

    private static func read(_ path: String, _ range: Range<Int>) throws -> [UInt8] {
        let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        defer { try? file.close() }
        try file.seek(toOffset: UInt64(range.lowerBound))
        return Array(try file.read(upToCount: range.count) ?? Data())
    }
}

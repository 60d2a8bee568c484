import Foundation

/// Where Pulse keeps its data when nobody says: under systemd what it gives, in a container `/data`, else `./.pulse`.
enum DefaultDataDirectory {
    static func choose(
        environment: [String: String] = ProcessInfo.processInfo.environment,
        exists: (String) -> Bool = { FileManager.default.fileExists(atPath: $0) }
    ) -> String {
        // systemd's StateDirectory=; the first of several.
        if let state = environment["STATE_DIRECTORY"]?.split(separator: ":").first {
            // An installation that was made the way of v5 goes on where its data is.
            return exists("/etc/pulse/pulse.db") ? "/etc/pulse" : String(state)
        }
        if exists("/.dockerenv") || exists("/run/.containerenv") { return "/data" }
        return "./.pulse"
    }
}

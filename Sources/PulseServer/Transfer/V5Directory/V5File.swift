import PulseCore

/// What the names in a data directory of Pulse v5 are, and why most of them are not taken over.
enum V5File {
    static let (key, nodes) = (".encryption.key", "nodes.enc")
    static let (guests, tokens, alerts) = ("guest_metadata.json", "api_tokens.json", "alerts.json")
    /// One of them is in every directory that v5 has run on.
    static let marks = [nodes, guests, tokens, alerts, "system.json"]
    /// That are named one by one in a report; the rest is counted.
    static let mostNamed = 200

    private static let taken = [key, nodes, guests, tokens, alerts]
    /// Of this Pulse, where it has moved into the directory of v5.
    private static let ours = ["pulse.db", "lock", "admin.sock", "pulse.db-wal", "pulse.db-shm", "metrics.db-wal", "metrics.db-shm"]

    /// A line for each thing that has content and is not taken over.
    static func leftOut(of entries: [V5Files.Entry]) -> [ConfigurationLine] {
        let others = entries.filter { !taken.contains($0.name) && !ours.contains($0.name) && !isEmpty($0) }
        let lines = others.prefix(mostNamed).map { ConfigurationLine(section: $0.name, sentence: "Not taken over. \(reason($0.name))") }
        guard others.count > mostNamed else { return lines }
        return lines + [ConfigurationLine(section: "others", sentence: "\(others.count - mostNamed) more files are not taken over.")]
    }

    /// `{}`, `null` and the like say nothing, and neither does what is sealed when there is nothing in it: 28 bytes are nonce and tag.
    private static func isEmpty(_ entry: V5Files.Entry) -> Bool {
        guard case .file(let bytes) = entry.kind else { return false }
        if entry.name.hasSuffix(".enc") { return bytes <= 28 + 4 }
        return entry.name.hasSuffix(".json") ? bytes <= 5 : bytes == 0
    }

    private static func reason(_ name: String) -> String {
        switch name {
        case "email.enc", "webhooks.enc", "apprise.enc", "notifications": return "This version of Pulse sends no notifications yet."
        case "system.json": return "Settings of the server come from its environment; see the page 'Configure' of the documentation."
        case ".env": return "Settings come from the environment of this Pulse, and its users are made with 'pulse user add'."
        case "oidc.enc", "sso.enc": return "Enter the sign-in provider anew: its address, roles and secret are checked when they are."
        case "ai.enc", "baselines.json", "knowledge": return "This version of Pulse has no assistant yet."
        case "docker_metadata.json", "host_metadata.json", "agent_profiles.json", "agent_profile_assignments.json":
            return "This version of Pulse has no agents yet."
        case "license.enc", ".license-key", "license": return "Enter the licence key itself again, with 'pulse license activate'."
        case "audit": return "The audit log stays where it was signed; keep the directory for it."
        case "alerts": return "These are alerts of the past, and no settings."
        case "metrics.db": return "History begins anew."
        case "sessions.json", "csrf_tokens.json", "recovery_tokens.json", ".bootstrap_token", ".auth_recovery": return "People sign in anew."
        default: return otherReason(name)
        }
    }

    private static func otherReason(_ name: String) -> String {
        if name.hasPrefix("ai_") { return "This version of Pulse has no assistant yet." }
        if ["\(nodes).", "\(tokens)."].contains(where: name.hasPrefix) {
            return "It is an older copy of another file; a directory that has it in the place of that file can be given instead."
        }
        return "There is no place for it here."
    }
}

/// One thing that is not taken over, as the command line tells the server.
struct ConfigurationLine: Codable, Equatable, Sendable {
    let section: String
    let sentence: String
}

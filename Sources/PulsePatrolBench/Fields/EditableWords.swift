import PulseCore

extension Status: EditableWord {}
extension Reason: EditableWord {}
extension GuestType: EditableWord {}
extension GuestAgentState: EditableWord {}
extension HostDisk.Answer: EditableWord {}
extension ImageUpdate.Verdict: EditableWord {}
extension PoolFacts.Kind: EditableWord {}
extension BackupType: EditableWord {}
extension Verification: EditableWord {}
extension DatastoreJob.Kind: EditableWord {}

/// Proxmox's own words: `OK`, `WARNINGS: 3`, `running`, or the error.
extension WorkOutcome: Editable {
    static func make(_ value: ScenarioValue, _ moments: Moments) throws -> WorkOutcome {
        let text = try value.text()
        return WorkOutcome(status: text == "running" ? nil : text)
    }
}

/// `all`, `all except 100 101`, `guests 100 101`, `pool infra`.
extension BackupSelection: Editable {
    static func make(_ value: ScenarioValue, _ moments: Moments) throws -> BackupSelection {
        let words = try value.text().split(separator: " ").map(String.init)
        switch words.first {
        case "all": return .all(except: try numbers(words.dropFirst(2)))
        case "guests": return .guests(try numbers(words.dropFirst()))
        case "pool" where words.count == 2: return .pool(words[1])
        default: throw Unreadable("a selection is “all”, “all except 100 101”, “guests 100 101” or “pool infra”")
        }
    }

    private static func numbers(_ words: ArraySlice<String>) throws -> Set<Int> {
        try words.reduce(into: []) { $0.insert(try Int(key: $1)) }
    }
}
extension KubernetesCertificate.Owner: EditableWord {}

import Crypto
import Foundation

/// A data directory as Pulse v5 leaves it, made by the test: a key, what is sealed with it, and plain files.
struct V5Installation {
    let path: String
    private let key: SymmetricKey

    /// - Parameter files: what is written beside key and `nodes.enc`, in addition to ``files`` or in its place; nil leaves one out.
    init(nodes: String? = Self.nodes, _ files: [String: String?] = [:]) throws {
        path = NSTemporaryDirectory() + "pulse-v5-\(UUID().uuidString)"
        key = SymmetricKey(size: .bits256)
        try FileManager.default.createDirectory(atPath: "\(path)/alerts", withIntermediateDirectories: true)
        try write(Data(key.withUnsafeBytes { Data($0) }.base64EncodedString().utf8), ".encryption.key")
        if let nodes { try write(try sealed(nodes), "nodes.enc") }
        for (name, text) in Self.files.mapValues(Optional.some).merging(files, uniquingKeysWith: { $1 }) {
            if let text { try write(Data(text.utf8), name) }
        }
    }

    func write(_ content: Data, _ name: String) throws { try content.write(to: URL(fileURLWithPath: "\(path)/\(name)")) }

    func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: "\(path)/\(name)") }

    /// Nonce first, tag last.
    func sealed(_ text: String, with other: SymmetricKey? = nil) throws -> Data {
        try AES.GCM.seal(Data(text.utf8), using: other ?? key).combined ?? Data()
    }

    /// Everything in it, with the times of the files: a reader changes none of it.
    func everything() throws -> [String: String] {
        var found: [String: String] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: path) {
            let about = try FileManager.default.attributesOfItem(atPath: "\(path)/\(name)")
            let content = FileManager.default.contents(atPath: "\(path)/\(name)")?.base64EncodedString() ?? ""
            found[name] = "\(about[.modificationDate] ?? "") \(about[.posixPermissions] ?? "") \(content)"
        }
        return found
    }

    static let nodes = #"""
        {"pveInstances":[{"Name":"Homelab","Host":"https://10.0.0.1:8006","TokenName":"pulse-monitor@pam!pulse","TokenValue":"v5-secret",
        "VerifySSL":false,"IsCluster":true,"ClusterName":"homelab","ClusterEndpoints":[{"NodeName":"pve-1","Host":"https://10.0.0.1:8006"},
        {"NodeName":"pve-2","Host":"","IP":"10.0.0.2","LastSeen":"0001-01-01T00:00:00Z"}]}],
        "pbsInstances":[{"Name":"backup","Host":"https://pbs.lan:8007","User":"root@pam","Password":"v5-password"}],"pmgInstances":null}
        """#

    static let token = "a-token-that-v5-made"
    static let files: [String: String] = [
        "guest_metadata.json":
            #"{"Homelab:pve-1:101":{"id":"Homelab:pve-1:101","customUrl":"https://web.lan","description":"the web server","tags":null,"notes":null}}"#,
        "api_tokens.json":
            #"[{"id":"1","name":"grafana","hash":"\#(SHA256.hash(data: Data(token.utf8)).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined())","prefix":"a-toke","suffix":"made","createdAt":"2025-12-01T10:00:00Z","scopes":["monitoring:read"]}]"#,
        "alerts.json": alerts,
        "system.json": #"{"pvePollingInterval":10}"#, "email.enc": "forty bytes of something that is sealed…", "ai_findings.json": "{}",
        "sessions.json": #"[{"key":"x"}]"#, "docker_metadata.json": "{}\n", ".env": "PULSE_AUTH_USER=admin\n",
        "nodes.enc.backup": "older", "metrics.db": "SQLite format 3", "thing.of.the.owner": "mine",
    ]

    static let alerts = #"""
        {"enabled":true,"activationState":"active","guestDefaults":{"cpu":{"trigger":80,"clear":75},"memory":85,"diskLegacy":90,
        "poweredOffSeverity":"warning"},"storageDefault":{"trigger":85,"clear":80},
        "overrides":{"Homelab:pve-1:101":{"cpu":{"trigger":95,"clear":90},"note":"builds at night"},"homelab-pve-2":{"disableConnectivity":true},
        "Homelab-pve-1-local":{"usage":{"trigger":95,"clear":93}}},
        "customRules":[{"id":"1","name":"databases","enabled":true,"priority":3,"filterConditions":{"logicalOperator":"AND","filters":[
        {"type":"metric","field":"cpu","operator":">","value":50},{"type":"text","field":"name","value":"db"}]},
        "thresholds":{"memory":{"trigger":70,"clear":60}}}],
        "schedule":{"quietHours":{"enabled":true,"start":"22:00","end":"6:30","timezone":"Europe/Berlin","days":{"monday":true,"sunday":false},
        "suppress":{"performance":true}},"cooldown":5,"escalation":{"enabled":false,"levels":null}},
        "timeThresholds":{"guest":5},"metricTimeThresholds":{"guest":{"cpu":60}},"disableAllPMG":true,"futureMember":{"a":1}}
        """#
}

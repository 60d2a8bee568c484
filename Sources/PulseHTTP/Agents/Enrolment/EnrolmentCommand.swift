import PulseAccess
import PulseCore

/// The line that a person pastes into a root shell of a machine that is to be watched.
struct EnrolmentCommand: Sendable {
    private let code: Redacted<String>
    private let url: String
    /// SHA-256 of the public key of Pulse's own certificate, base64; nil where the system's trust is enough.
    private let publicKey: String?
    /// Nil when this server offers none: then the agent has to be there already.
    private let script: String?

    init(code: Redacted<String>, url: String, publicKey: String?, script: String?) {
        (self.code, self.url, self.publicKey, self.script) = (code, url, publicKey, script)
    }

    /// Over TLS the script goes straight into a shell. In plain text anybody on the way could put another in its place, and root would run it: so it
    /// is fetched first and held against the hash in the command, which came another way.
    var text: String {
        guard let script else { return "pulse-agent install \(words)" }
        let fetch = "curl -fsS --globoff\(trust) '\(url)/install.sh'"
        guard url.hasPrefix("http://") else { return "\(fetch) | sh -s -- \(words)\(pin)" }
        return "\(fetch) -o pulse-install.sh && echo '\(SecretText.digest(script))  pulse-install.sh' | sha256sum -c --quiet"
            + " && sh pulse-install.sh \(words)"
    }

    /// Puts address and code where the manifest of packaging/kubernetes looks for them; the manifest makes the namespace.
    var kubernetes: String {
        "kubectl apply -f pulse-agent.yaml && kubectl -n pulse create secret generic pulse-agent"
            + " --from-literal=url='\(url)' --from-literal=code=\(code.reveal())"
    }

    private var words: String { "--url '\(url)' --code \(code.reveal())" }

    /// `-k` leaves aside who signed the certificate; the key is compared all the same, and another one ends the connection.
    private var trust: String { publicKey.map { " -k --pinnedpubkey 'sha256//\($0)'" } ?? "" }

    private var pin: String { publicKey.map { " --pin '\($0)'" } ?? "" }
}

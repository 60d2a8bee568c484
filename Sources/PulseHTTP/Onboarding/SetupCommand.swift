package import PulseAccess
package import PulseCore

/// The line that a person pastes into a root shell of a Proxmox server.
package struct SetupCommand: Sendable {
    private let code: Redacted<String>
    private let entry: SetupCodeBook.Entry

    package init(code: Redacted<String>, entry: SetupCodeBook.Entry) {
        self.code = code
        self.entry = entry
    }

    /// Where the script is; the code is no part of it.
    package var url: String { "\(entry.order.address.url)/api/setup-script?type=\(entry.order.product.rawValue)" }

    /// Over TLS the script goes straight into bash. In plain text anybody on the way could put another in its place, and root would run it: so it is
    /// fetched first and held against the hash in the command, which came another way.
    package func text(script: String) -> String {
        let fetch = "curl -fsS --globoff\(pin) -H 'X-Setup-Code: \(code.reveal())' '\(url)'"
        guard entry.order.address.isPlainText else { return "\(fetch) | PULSE_SETUP_CODE=\(code.reveal()) bash" }
        return "\(fetch) -o pulse-setup.sh && echo '\(SecretText.digest(script))  pulse-setup.sh' | sha256sum -c --quiet"
            + " && PULSE_SETUP_CODE=\(code.reveal()) bash pulse-setup.sh"
    }

    /// `-k` leaves aside who signed the certificate; the key is compared all the same, and another one ends the connection.
    private var pin: String { entry.order.address.publicKey.map { " -k --pinnedpubkey 'sha256//\($0)'" } ?? "" }
}

import HTTPTypes
import Hummingbird
import PulseAccess

/// Where servers find this Pulse, as far as a request tells.
struct SetupPlace: Sendable {
    /// `PULSE_PUBLIC_URL`.
    let publicURL: String?
    /// SHA-256 of the public key of Pulse's own certificate, base64; nil when Pulse does not speak TLS itself.
    let publicKey: String?

    /// - Throws: when what the browser calls this Pulse could not stand in a command.
    func address(_ request: Request, _ context: PulseContext) throws -> SetupAddress {
        let asked = "\(context.client.isSecure ? "https" : "http")://\(request.head.authority ?? "localhost")"
        let url = publicURL ?? asked
        guard let address = SetupAddress(url, publicKey: showsOwnKey(at: url, asked: asked, context) ? publicKey : nil) else {
            throw APIError(
                .badRequest, "invalid_public_url",
                "The address of this Pulse could not be put into a command. Set PULSE_PUBLIC_URL to the address at which servers reach it.")
        }
        return address
    }

    /// Our own key is shown where the browser came to us directly, and at the address that it used; a proxy shows its own.
    private func showsOwnKey(at url: String, asked: String, _ context: PulseContext) -> Bool {
        guard asked.hasPrefix("https://"), context.client.address == context.client.peer else { return false }
        let shown = url.hasSuffix("/") ? String(url.dropLast()) : url
        return shown.lowercased() == asked.lowercased()
    }
}

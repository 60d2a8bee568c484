import ArgumentParser
import Crypto
import FoundationEssentials
import PulseAgentProtocol
import PulseAgentRuntime
import PulseCore
import PulseHostProbe
import PulseTransport

/// `pulse-agent enrol`
struct Enrol: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Make this machine known to a server, with a code from Settings > Agents.")

    @OptionGroup var places: PlaceOptions
    @OptionGroup var server: ServerOptions
    @OptionGroup var settings: SettingOptions

    @Option(help: "The code (PULSE_TOKEN). It is better kept out of the command line: --code-file, or - to be asked.")
    var code: String?

    @Option(help: "A file that holds the code.")
    var codeFile: String?

    @Option(help: "The name of this machine, when it is not its own (PULSE_HOSTNAME).")
    var hostname: String?

    @Flag(help: "Enrol again although this machine is enrolled.")
    var again = false

    func run() async throws {
        try await explaining(about: server.url ?? World.environment("PULSE_URL") ?? "the server") {
            let folder = places.state
            try folder.make()
            if try AgentIdentity(in: folder) != nil, !again {
                throw OptionError("This machine is enrolled already. --again gives it a new key, with a new code.")
            }
            let enrolment = Enrolment(
                server: try ServerAddress(server), code: try enteredCode(), hostname: hostname ?? World.environment("PULSE_HOSTNAME"),
                tags: try settings.configuration(places).settings.tags ?? [])
            let (identity, name) = try await enrolment.run()
            try identity.save(in: folder)
            Console.say("This machine is known to \(identity.server) as “\(name.printable())”. Start it with: pulse-agent run")
        }
    }

    private func enteredCode() throws -> String {
        if let path = codeFile {
            guard let bytes = try StateFolder.read(path: path) else { throw OptionError("--code-file: there is no file \(path).") }
            return String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace).joined()
        }
        if code == "-" {
            Console.complain("Code: ")
            return readLine() ?? ""
        }
        guard let code = code ?? World.environment("PULSE_TOKEN") else {
            throw OptionError("A code is needed: make one in the page under Settings > Agents, and give it with --code.")
        }
        return code
    }
}

/// Where the server is, and why its certificate is trusted.
struct ServerAddress {
    let url: String
    let trust: Trust
    /// Take what is shown at the first contact.
    let pinsFirst: Bool
    /// What is shown at the first contact has to have this key.
    let keyDigest: [UInt8]?

    init(_ options: ServerOptions) throws {
        guard let text = options.url ?? World.environment("PULSE_URL") else {
            throw OptionError("The address of the server is needed: --url https://pulse.lan:7655")
        }
        guard text.hasPrefix("https://") || text.hasPrefix("http://") else {
            throw OptionError("--url is “\(text.printable(limit: 80))”; it begins with https:// or http://.")
        }
        url = text.hasSuffix("/") ? String(text.dropLast()) : text
        if let given = options.fingerprint ?? World.environment("PULSE_FINGERPRINT") {
            guard let fingerprint = Fingerprint(given) else { throw OptionError("--fingerprint is not a SHA-256: 64 hexadecimal digits.") }
            trust = .pinned(fingerprint)
        } else {
            trust = .system
        }
        keyDigest = try options.pin.map { text throws(OptionError) -> [UInt8] in
            guard let bytes = Data(base64Encoded: text), bytes.count == 32 else {
                throw OptionError("--pin is not a SHA-256 in base64: 44 characters.")
            }
            return Array(bytes)
        }
        let said = World.environment("PULSE_INSECURE_SKIP_VERIFY")?.lowercased()
        pinsFirst = url.hasPrefix("https://") && trust == .system && (options.insecure || options.pin != nil || ["true", "1"].contains(said))
    }
}

extension ServerAddress {
    /// Of the authority (RFC 3986 section 3.2): `pulse.lan:7655`, `[::1]:7655`.
    var place: (host: String, port: Int)? {
        guard let slashes = url.firstRange(of: "://") else { return nil }
        let authority = url[slashes.upperBound...].prefix { $0 != "/" }
        let port = authority.lastIndex(of: ":").flatMap { authority[$0...].contains("]") ? nil : $0 }
        let host = authority[..<(port ?? authority.endIndex)].filter { $0 != "[" && $0 != "]" }
        let number = port.map { Int(authority[authority.index(after: $0)...]) } ?? (url.hasPrefix("https") ? 443 : 80)
        return host.isEmpty ? nil : number.map { (host, $0) }
    }
}

/// Makes a key, tells the server its public half, and gets a name.
struct Enrolment {
    let server: ServerAddress
    let code: String
    let hostname: String?
    let tags: [String]

    func run() async throws -> (AgentIdentity, name: String) {
        let client = OutboundClient()
        do {
            let result = try await run(client)
            await client.shutdown()
            return result
        } catch {
            await client.shutdown()
            throw error
        }
    }

    private func run(_ client: OutboundClient) async throws -> (AgentIdentity, name: String) {
        let key = Curve25519.Signing.PrivateKey()
        let machine = HostReader().read().identity
        let request = EnrolmentRequest(
            code: code, publicKey: Hex.text(key.publicKey.rawRepresentation), hostname: hostname ?? machine.hostname ?? "localhost",
            machineID: machine.machineID, version: AgentVersion.current, platform: "linux", architecture: machine.architecture ?? "unknown",
            tags: tags)
        let trust = try await trusted(client)
        let reply = try await ServerConnection(client: client, server: server.url, trust: trust).enrol(request)
        guard let bytes = Hex.bytes(reply.serverKey), let serverKey = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes) else {
            throw OptionError("\(server.url) gave no key to check its profiles with.")
        }
        var pinned: Fingerprint?
        if case .pinned(let fingerprint) = trust { pinned = fingerprint }
        return (
            AgentIdentity(agentID: reply.agentID, server: server.url, serverKey: serverKey, fingerprint: pinned, key: Redacted(key)), reply.name
        )
    }

    private func trusted(_ client: OutboundClient) async throws -> Trust {
        guard server.pinsFirst, let place = server.place else { return server.trust }
        let shown = try await client.certificate(host: place.host, port: place.port)
        if let wanted = server.keyDigest, shown.publicKeyDigest != wanted {
            throw OptionError("\(server.url) shows a certificate with another key than the one that --pin names. Nothing was sent to it.")
        }
        Console.say("Trusting the certificate with the fingerprint \(shown.fingerprint)")
        return .pinned(shown.fingerprint)
    }
}

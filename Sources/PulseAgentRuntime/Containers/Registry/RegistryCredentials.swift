import FoundationEssentials
import PulseCore

/// What `docker login` wrote into its `config.json`.
struct RegistryCredentials: Sendable {
    private let byHost: [String: Redacted<String>]

    static let none = RegistryCredentials(byHost: [:])

    /// - Parameter json: `{"auths":{"ghcr.io":{"auth":"base64 of user:password"}}}`. Helpers that would have to be run are not.
    init?(json: [UInt8]) {
        guard let file = try? JSONDecoder().decode(File.self, from: Data(json)) else { return nil }
        var byHost: [String: Redacted<String>] = [:]
        for (address, entry) in file.auths?.prefix(256) ?? [:].prefix(0) {
            guard let auth = entry.wrappedValue?.auth?.unlessEmpty, let bytes = Data(base64Encoded: auth), bytes.contains(0x3A) else { continue }
            byHost[Self.host(of: address)] = Redacted(auth)
        }
        self.byHost = byHost
    }

    private init(byHost: [String: Redacted<String>]) {
        self.byHost = byHost
    }

    /// Base64 of `user:password`.
    func credential(for host: String) -> Redacted<String>? { byHost[host] }

    /// `https://index.docker.io/v1/` -> `docker.io`
    private static func host(of address: String) -> String {
        var rest = address[...]
        if let colon = rest.firstIndex(of: ":"), rest[colon...].hasPrefix("://") { rest = rest[colon...].dropFirst(3) }
        let host = rest.prefix { $0 != "/" }.lowercased()
        return host == "index.docker.io" || host == "registry-1.docker.io" ? ImageReference.hub : host
    }

    private struct File: Decodable {
        struct Entry: Decodable, Sendable {
            @Lenient var auth: String?
        }

        @Lenient var auths: [String: Lenient<Entry>]?
    }
}

import Foundation
import Logging
import PulseAccess
import PulseCore
import Testing

@testable import PulseServer

@Suite("Settings", .timeLimit(.minutes(5)))
struct SettingsTests {
    private func configuration(_ environment: [String: String], flags: [String: String] = [:], file: String? = nil) async throws
        -> ServerConfiguration
    {
        try ServerConfiguration(try await SettingsReader.make(flags: flags, environment: environment, file: file))
    }

    @Test("without any setting the defaults of the documentation hold")
    func defaults() async throws {
        let settings = try await configuration([:])
        #expect(settings.port == 7655 && settings.bindAddress == "0.0.0.0" && settings.tls == .off && settings.pollInterval == .seconds(10))
    }

    @Test("a flag wins over the environment, the environment over the file")
    func precedence() async throws {
        let file = NSTemporaryDirectory() + "pulse-\(UUID().uuidString).env"
        try "PULSE_PORT=1001\nPULSE_BIND=127.0.0.9\n".write(toFile: file, atomically: true, encoding: .utf8)
        #expect(try await configuration([:], file: file).port == 1001)
        #expect(try await configuration(["PULSE_PORT": "1002"], file: file).port == 1002)
        let all = try await configuration(["PULSE_PORT": "1002"], flags: ["PULSE_PORT": "1003"], file: file)
        #expect(all.port == 1003 && all.bindAddress == "127.0.0.9")
    }

    @Test("the names of v5 are understood")
    func otherNames() async throws {
        #expect(try await configuration(["FRONTEND_PORT": "7000"]).port == 7000)
        #expect(try await configuration(["LOG_LEVEL": "DEBUG"]).logLevel == .debug)
    }

    @Test(
        "a bad value is an error that names the key",
        arguments: [
            ("PULSE_PORT", "http"), ("PULSE_PORT", "0"), ("PULSE_PORT", "70000"), ("PULSE_TLS_SELF_SIGNED", "maybe"), ("PULSE_LOG_LEVEL", "loud"),
            ("PULSE_POLL_INTERVAL", "10"), ("PULSE_POLL_INTERVAL", "1s"), ("PULSE_TRUSTED_PROXY_CIDRS", "10.0.0.0/40"), ("API_TOKENS", "short"),
        ])
    func badValue(key: String, value: String) async {
        await #expect { try await configuration([key: value]) } throws: { ($0 as? ConfigurationError)?.key == key }
    }

    @Test(
        "half a pair names the missing half",
        arguments: [("PULSE_AUTH_USER", "PULSE_AUTH_PASS"), ("PULSE_AUTH_PASS", "PULSE_AUTH_USER"), ("PULSE_TLS_CERT", "PULSE_TLS_KEY")])
    func halves(given: String, missing: String) async {
        await #expect { try await configuration([given: "x"]) } throws: { ($0 as? ConfigurationError)?.key == missing }
    }

    @Test("the names of v5 for an OpenID provider make one, with roles by names of ours; without them the page has it")
    func provider() async throws {
        #expect(try await configuration(["OIDC_CLIENT_ID": "pulse"]).provider == nil)
        let few = try #require(try await configuration(["OIDC_ISSUER_URL": "https://id.example.org/", "OIDC_CLIENT_ID": "pulse"]).provider)
        #expect(few.settings.isEnabled && few.settings.defaultRole == "viewer" && few.secret == nil && few.redirectURI == nil)
        #expect(few.settings.issuer == "https://id.example.org/" && few.settings.scopes == ["openid", "profile", "email"])
        let bundle = NSTemporaryDirectory() + "pulse-\(UUID().uuidString).pem"
        try "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n".write(toFile: bundle, atomically: true, encoding: .utf8)
        let all = try #require(
            try await configuration([
                "OIDC_ENABLED": "true", "OIDC_ISSUER_URL": "https://id.example.org", "OIDC_CLIENT_ID": "pulse", "OIDC_CLIENT_SECRET": "the secret",
                "OIDC_REDIRECT_URL": "https://pulse.example.org/api/oidc/callback", "OIDC_LOGOUT_URL": "https://id.example.org/out",
                "OIDC_SCOPES": "openid groups", "OIDC_USERNAME_CLAIM": "sub", "OIDC_EMAIL_CLAIM": "mail", "OIDC_GROUPS_CLAIM": "roles",
                "OIDC_ALLOWED_GROUPS": "IT Staff, noc", "OIDC_ALLOWED_DOMAINS": "@Example.org", "OIDC_ALLOWED_EMAILS": "Kim@example.org",
                "OIDC_CA_BUNDLE": bundle, "PULSE_OIDC_ROLE_MAPPING": "IT Staff=administrator,noc=operator", "PULSE_OIDC_DEFAULT_ROLE": "none",
                "PULSE_AUTH_HIDE_LOCAL_LOGIN": "true",
            ]).provider)
        let settings = all.settings
        #expect(all.secret?.reveal() == "the secret" && all.redirectURI == "https://pulse.example.org/api/oidc/callback" && all.logoutURL != nil)
        #expect(
            settings.scopes == ["openid", "groups"]
                && [settings.usernameClaim, settings.emailClaim, settings.groupsClaim] == ["sub", "mail", "roles"])
        #expect(
            settings.allowedGroups == ["IT Staff", "noc"] && settings.allowedDomains == ["example.org"]
                && settings.allowedEmails == ["kim@example.org"])
        #expect(settings.roleMapping.map { "\($0.group)=\($0.role)" } == ["IT Staff=administrator", "noc=operator"])
        #expect(settings.defaultRole == nil && settings.hidesLocalSignIn && settings.certificateAuthority?.contains("BEGIN CERTIFICATE") == true)
        #expect(try await configuration(["OIDC_ENABLED": "false", "PULSE_AUTH_HIDE_LOCAL_LOGIN": "true"]).provider?.settings.isEnabled == false)
    }

    @Test(
        "a mistake in the settings of an OpenID provider names the setting",
        arguments: [
            ("OIDC_ISSUER_URL", ""), ("OIDC_ISSUER_URL", "http://id.example.org"), ("OIDC_CLIENT_ID", ""), ("OIDC_ENABLED", "maybe"),
            ("OIDC_REDIRECT_URL", "https://pulse.example.org/callback"), ("OIDC_CA_BUNDLE", "/nowhere.pem"), ("OIDC_CA_BUNDLE", "/etc/hostname"),
            ("PULSE_OIDC_ROLE_MAPPING", "admins"), ("PULSE_OIDC_DEFAULT_ROLE", "No Role"), ("OIDC_SCOPES", "a\"b"),
        ])
    func badProvider(key: String, value: String) async {
        let settings = ["OIDC_ENABLED": "true", "OIDC_ISSUER_URL": "https://id.example.org", "OIDC_CLIENT_ID": "pulse"].merging([key: value]) { $1 }
        await #expect { try await configuration(settings) } throws: { ($0 as? ConfigurationError)?.key == key }
    }

    @Test("a short token in the list is not repeated in the message")
    func secretNotRepeated() async {
        await #expect { try await configuration(["API_TOKENS": "hunter2"]) } throws: { !"\($0)".contains("hunter2") }
    }

    @Test("a proxy signs people in with a long secret from a named network only; the names of v5 are understood")
    func proxy() async throws {
        let secret = "correct horse battery staple"
        #expect(try await configuration([:]).proxyAuthentication == nil)
        let proxy = try #require(
            try await configuration([
                "PROXY_AUTH_SECRET": secret, "PULSE_PROXY_AUTH_NETWORKS": "10.1.0.0/16", "PROXY_AUTH_ROLE_HEADER": "X-Roles",
                "PROXY_AUTH_ADMIN_ROLE": "admin", "PULSE_PROXY_AUTH_ROLE_MAPPING": "ops=operator",
            ]).proxyAuthentication)
        func roles(_ text: String?) -> ProxyAuthentication.Verdict {
            proxy.verdict(peer: "10.1.0.1") { ["X-Proxy-Secret": secret, "Remote-User": "kim", "X-Roles": text ?? ""][$0] }
        }
        #expect(roles("ops|admin") == .user("kim", roles: [.administrator, .operator], first: [.administrator, .operator]))
        #expect(roles(nil) == .user("kim", roles: [.viewer], first: [.viewer]))
        for (environment, key) in [
            (["PULSE_PROXY_AUTH_SECRET": secret], "PULSE_PROXY_AUTH_NETWORKS"),
            (["PULSE_PROXY_AUTH_NETWORKS": "10.0.0.1"], "PULSE_PROXY_AUTH_SECRET"),
            (["PULSE_PROXY_AUTH_SECRET": "short", "PULSE_PROXY_AUTH_NETWORKS": "10.0.0.1"], "PULSE_PROXY_AUTH_SECRET"),
            (
                ["PULSE_PROXY_AUTH_SECRET": secret, "PULSE_PROXY_AUTH_NETWORKS": "10.0.0.1", "PULSE_PROXY_AUTH_ROLE_MAPPING": "x"],
                "PULSE_PROXY_AUTH_ROLE_MAPPING"
            ),
            (
                ["PULSE_PROXY_AUTH_SECRET": secret, "PULSE_PROXY_AUTH_NETWORKS": "10.0.0.1", "PULSE_PROXY_AUTH_USER_HEADER": "a b"],
                "PULSE_PROXY_AUTH_USER_HEADER"
            ),
        ] {
            await #expect { try await configuration(environment) } throws: { ($0 as? ConfigurationError)?.key == key && !"\($0)".contains(secret) }
        }
        #expect(throws: ConfigurationError.self) { try ProxySettings.check(proxy, Array(Role.builtIn.prefix(1))) }
        try ProxySettings.check(proxy, Role.builtIn)
    }

    @Test("what Kubernetes puts into the environment is not ours")
    func kubernetes() async throws {
        let links = [
            "PULSE_PORT": "tcp://10.0.0.1:7655", "PULSE_SERVICE_HOST": "10.0.0.1", "PULSE_SERVICE_PORT": "7655",
            "PULSE_PORT_7655_TCP_ADDR": "10.0.0.1",
        ]
        #expect(try await configuration(links).port == 7655)
        #expect(UnknownSettings.sentences(in: links).isEmpty)
    }

    @Test("an unknown name is one sentence with the nearest known one")
    func unknown() {
        #expect(
            UnknownSettings.sentences(in: ["PULSE_PROT": "1", "PULSE_BIND": "x", "HOME": "/"]) == [
                "PULSE_PROT is not a setting of Pulse; did you mean PULSE_PORT?"
            ])
    }

    @Test(
        "the data directory is where systemd or the container says",
        arguments: [
            (["STATE_DIRECTORY": "/var/lib/pulse"], [], "/var/lib/pulse"),
            (["STATE_DIRECTORY": "/var/lib/pulse"], ["/etc/pulse/pulse.db"], "/etc/pulse"),
            ([:], ["/.dockerenv"], "/data"), ([:], [], "./.pulse"),
        ] as [([String: String], [String], String)])
    func dataDirectory(environment: [String: String], files: [String], expected: String) {
        #expect(DefaultDataDirectory.choose(environment: environment, exists: { files.contains($0) }) == expected)
    }

    @Test("the program says the version of the file VERSION")
    func version() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("VERSION")
        #expect(try String(contentsOf: file, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines) == PulseVersion.current)
    }
}

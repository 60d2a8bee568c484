import PulseCore
import Testing

@testable import PulseAgentRuntime

@Suite("Names of images and versions", .timeLimit(.minutes(1)))
struct ImageReferenceTests {
    @Test(
        "a name is read as the tools read it",
        arguments: [
            ("nginx", "docker.io/library/nginx:latest"), ("nginx:1.27", "docker.io/library/nginx:1.27"), ("owner/web", "docker.io/owner/web:latest"),
            ("docker.io/nginx", "docker.io/library/nginx:latest"), ("index.docker.io/owner/web:2", "docker.io/owner/web:2"),
            ("ghcr.io/owner/web:v1", "ghcr.io/owner/web:v1"), ("localhost:5000/web", "localhost:5000/web:latest"),
            ("127.0.0.1:5000/a/b/c:1", "127.0.0.1:5000/a/b/c:1"), ("localhost/local/bb:1", "localhost/local/bb:1"),
            ("GHCR.io/x/y", "ghcr.io/x/y:latest"),
        ])
    func names(text: String, expected: String) {
        #expect(ImageReference(text)?.description == expected)
    }

    @Test("a pinned one has its digest, and its tag only where there is one")
    func pinned() throws {
        let digest = "sha256:" + String(repeating: "a", count: 64)
        let reference = try #require(ImageReference("nginx@\(digest)"))
        #expect((reference.tag, reference.digest) == (nil, digest))
        #expect(ImageReference("nginx:1@\(digest)")?.tag == "1")
    }

    @Test(
        "what is no name is refused",
        arguments: [
            "", "sha256:4f569ac6e76903930dbc0633570a4403943a7434c38db59c8a158cee4df74f2a", String(repeating: "a", count: 64), "a//b", "/a", "a/", "A",
            "nginx:", "nginx@sha256:xyz", "nginx:1/2:", "ngi nx", "ngi\u{0}nx", "../../etc/passwd", "a/..", "nginx:../../v2", "host.com/../x",
            "a?b=c",
            "evil.com#x/web", "user@host.com/web", "nginx:-x", String(repeating: "a/", count: 400),
        ] as [String])
    func refused(text: String) {
        #expect(ImageReference(text) == nil)
    }

    @Test(
        "the newest tag of the same shape",
        arguments: [
            ("1.2", ["1.3", "1.10", "1.9"], "1.10"), ("1.2", ["1.3.1", "2", "v1.5", "1.3-alpine"], nil),
            ("1.2-alpine", ["1.3", "1.3-alpine"], "1.3-alpine"),
            ("v2.0", ["2.1", "v2.0", "v1.9"], nil), ("v2.0", ["v10.0"], "v10.0"), ("16", ["17", "20240101"], "17"),
            ("1.2.3", ["1.2.4-rc1", "1.2.3"], nil),
            ("2024.01", ["2024.02", "2025.01"], "2025.01"), ("latest", ["1.0"], nil), ("3f9a2c1", ["4"], nil), ("1.2.3.4.5", ["1.2.3.4.6"], nil),
            ("1.2", ["99999999999999999999.1", "..", "1.", ".1", ""], nil), ("1.2_build", ["1.3_build"], nil),
        ] as [(String, [String], String?)])
    func versions(tag: String, tags: [String], expected: String?) {
        #expect(VersionTag.newest(after: tag, among: tags) == expected)
    }

    @Test(
        "whom a registry's password is shown to",
        arguments: [
            ("https://auth.docker.io/token", "registry-1.docker.io", true), ("https://ghcr.io/token", "ghcr.io", true),
            ("https://gitlab.com/jwt/auth", "registry.gitlab.com", true), ("https://git.example.org/jwt", "registry.git.example.org", true),
            ("https://evil.com/token", "registry-1.docker.io", false), ("https://docker.io.evil.com/t", "registry-1.docker.io", false),
            ("https://evildocker.io/t", "registry-1.docker.io", false), ("http://auth.docker.io/token", "registry-1.docker.io", false),
            ("http://ghcr.io/token", "ghcr.io", false), ("https://evil.io/t", "ghcr.io", false), ("https://evil.co.uk/t", "registry.co.uk", false),
            ("https://user@ghcr.io/t", "ghcr.io", false), ("http://127.0.0.1:5001/t", "127.0.0.1:5000", true),
            ("https://10.0.0.5/t", "10.0.0.4", false),
            ("not a url", "ghcr.io", false), ("https://ghcr.io@evil.com/t", "ghcr.io", false),
        ] as [(String, String, Bool)])
    func realm(realm: String, registry: String, allowed: Bool) {
        #expect(RealmRule.allows(realm: realm, registry: registry) == allowed)
    }

    @Test("challenges are read")
    func challenges() {
        #expect(
            RegistryChallenge(header: #"Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:a/b:pull""#)
                == .bearer(realm: "https://auth.docker.io/token", service: "registry.docker.io", scope: "repository:a/b:pull"))
        #expect(RegistryChallenge(header: "Basic realm=\"x\"") == .basic)
        #expect(RegistryChallenge(header: "bearer realm=https://a/t, service=s") == .bearer(realm: "https://a/t", service: "s", scope: nil))
        for text in ["", "Bearer", "Bearer service=\"x\"", "Digest realm=\"x\"", "Bearer realm", "Bearer =,=,="] {
            #expect(RegistryChallenge(header: text) == nil, "\(text)")
        }
    }

    @Test("credentials of docker login, by the host that they are for")
    func credentials() {
        let file = #"""
            {"auths":{"https://index.docker.io/v1/":{"auth":"dXNlcjpwYXNz"},"ghcr.io":{"auth":"bWU6dG9rZW4="},"helped.io":{},"odd.io":{"auth":"bm9uZQ=="},
             "host:5000":{"auth":"YTpi"}},"credsStore":"desktop"}
            """#
        let credentials = RegistryCredentials(json: Array(file.utf8))
        #expect(credentials?.credential(for: "docker.io")?.reveal() == "dXNlcjpwYXNz")
        #expect(credentials?.credential(for: "ghcr.io")?.reveal() == "bWU6dG9rZW4=")
        #expect(credentials?.credential(for: "host:5000")?.reveal() == "YTpi")
        #expect(credentials?.credential(for: "helped.io") == nil)
        #expect(credentials?.credential(for: "odd.io") == nil)
        #expect(RegistryCredentials(json: Array("[]".utf8)) == nil)
    }
}

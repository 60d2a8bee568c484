import Crypto
import NIOHTTP1
import PulseCore
import PulseTestPrograms
import PulseTransport
import Testing

@testable import PulseAgentRuntime

@Suite("Asking a registry", .timeLimit(.minutes(2)))
struct ImageUpdateCheckTests {
    private static func digest(_ letter: Character) -> String { "sha256:" + String(repeating: letter, count: 64) }

    private static let local = digest("a")
    private static let newer = digest("b")
    private static let credentials = #"{"auths":{"HOST":{"auth":"dXNlcjpwYXNz"}}}"#

    private typealias Answer = LoopbackReceiver.Answer
    private typealias Got = LoopbackReceiver.Got

    /// What a look at `127.0.0.1:PORT/owner/web:TAG` finds.
    private static func check(
        tag: String = "1.2", digests: [String] = [local], imageID: String = "sha256:image", signedIn: Bool = false,
        _ answer: @escaping @Sendable (Got) -> Answer
    ) async throws -> (finding: UpdateFinding, got: [Got]) {
        try await LoopbackReceiver(answer).run { receiver in
            let http = OutboundClient()
            let host = "127.0.0.1:\(receiver.port)"
            let subject = UpdateSubject(image: "\(host)/owner/web:\(tag)", imageID: imageID, digests: digests, architecture: "amd64")
            let json = credentials.replacing("HOST", with: host)
            let credentials = signedIn ? RegistryCredentials(json: Array(json.utf8)) ?? .none : .none
            let finding = await ImageUpdateCheck(http: http).check(subject, credentials: credentials)
            await http.shutdown()
            return (finding, receiver.got)
        }
    }

    private static func head(_ digest: String) -> Answer { .status(200, headers: [("Docker-Content-Digest", digest)]) }

    private static func tags(_ tags: [String], next: String? = nil) -> Answer {
        let list = tags.map { "\"\($0)\"" }.joined(separator: ",")
        return .status(200, headers: next.map { [("Link", "<\($0)>; rel=\"next\"")] } ?? [], body: "{\"name\":\"owner/web\",\"tags\":[\(list)]}")
    }

    @Test("the same digest is current, and only the head of the manifest was asked for")
    func current() async throws {
        let (finding, got) = try await Self.check { $0.head.uri.contains("/manifests/") ? Self.head(Self.local) : Self.tags(["1.1", "1.2"]) }
        #expect((finding.update.verdict, finding.update.latestDigest, finding.update.problem) == (.current, Self.local, nil))
        #expect(
            got.map { "\($0.head.method.rawValue) \($0.head.uri)" } == ["HEAD /v2/owner/web/manifests/1.2", "GET /v2/owner/web/tags/list?n=1000"])
        #expect(got.first?.header("accept")?.contains("application/vnd.oci.image.index.v1+json") == true)
    }

    @Test("another digest is a new one, also when there is a newer tag")
    func newDigest() async throws {
        let (finding, _) = try await Self.check { got in
            if got.head.uri.contains("tags") { return Self.tags(["1.2", "1.3"]) }
            return got.head.method == .HEAD
                ? Self.head(Self.newer) : .status(200, body: "{\"config\":{\"digest\":\"sha256:other\"}}")
        }
        #expect((finding.update.verdict, finding.update.latestDigest, finding.update.latestTag) == (.newDigest, Self.newer, "1.3"))
    }

    @Test("a newer tag is looked for on all pages, and never elsewhere than at the registry")
    func newTag() async throws {
        let (finding, got) = try await Self.check { got in
            if got.head.uri.contains("/manifests/") { return Self.head(Self.local) }
            return got.head.uri.contains("last=1.3")
                ? Self.tags(["1.10", "2"]) : Self.tags(["1.2", "1.3"], next: "https://evil.example/v2/owner/web/tags/list?last=1.3&n=1000")
        }
        #expect((finding.update.verdict, finding.update.latestTag) == (.newTag, "1.10"))
        #expect(got.last?.head.uri == "/v2/owner/web/tags/list?last=1.3&n=1000")
    }

    @Test(
        "an index that changed for another platform is no update",
        arguments: [
            // The engine remembers the digest of its own platform's manifest.
            #"{"manifests":[{"digest":"LOCAL","platform":{"architecture":"amd64","os":"linux"}}]}"#,
            // The manifest of our platform has the same configuration, which is the image's id.
            #"{"manifests":[{"digest":"OTHER","platform":{"architecture":"amd64","os":"linux"}},{"digest":"X","platform":{"architecture":"arm64","os":"linux"}}]}"#,
            // No index at all.
            #"{"config":{"digest":"sha256:image"}}"#,
        ])
    func otherPlatform(index: String) async throws {
        let other = Self.digest("c")
        let body = index.replacing("LOCAL", with: Self.local).replacing("OTHER", with: other)
        let (finding, _) = try await Self.check(tag: "latest") { got in
            if got.head.method == .HEAD { return Self.head(Self.newer) }
            return .status(200, body: got.head.uri.hasSuffix(other) ? #"{"config":{"digest":"sha256:image"}}"# : body)
        }
        #expect((finding.update.verdict, finding.update.latestDigest) == (.current, Self.local))
    }

    @Test("without the header, the digest is that of the body")
    func missingHeader() async throws {
        let body = #"{"schemaVersion":2,"config":{"digest":"sha256:x"}}"#
        let digest = "sha256:" + Hex.text(SHA256.hash(data: Array(body.utf8)))
        let (finding, _) = try await Self.check(tag: "latest", digests: [digest]) {
            $0.head.method == .HEAD ? .status(200) : .status(200, body: body)
        }
        #expect(finding.update.verdict == .current)
    }

    private static func challenge(_ got: Got, realm: String? = nil) -> Answer {
        let host = got.header("host") ?? ""
        return .status(
            401,
            headers: [("WWW-Authenticate", "Bearer realm=\"\(realm ?? "http://\(host)/token")\",service=\"reg\",scope=\"repository:owner/web:pull\"")]
        )
    }

    @Test(
        "a token is fetched where the registry says, with the credential of that registry, and used for all that follows", arguments: [true, false])
    func token(signedIn: Bool) async throws {
        let (finding, got) = try await Self.check(signedIn: signedIn) { got in
            if got.head.uri.hasPrefix("/token") { return .status(200, body: "{\"token\":\"tok-1\",\"expires_in\":300}") }
            guard got.header("authorization") == "Bearer tok-1" else { return Self.challenge(got) }
            return got.head.uri.contains("/manifests/") ? Self.head(Self.local) : Self.tags(["1.2"])
        }
        #expect(finding.update.verdict == .current)
        let asked = try #require(got.first { $0.head.uri.hasPrefix("/token") })
        #expect(asked.head.uri == "/token?service=reg&scope=repository%3Aowner%2Fweb%3Apull")
        #expect(asked.header("authorization") == (signedIn ? "Basic dXNlcjpwYXNz" : nil))
        #expect(got.count { $0.head.uri.hasPrefix("/token") } == 1)
    }

    @Test("a realm that is not the registry's gets no credential")
    func foreignRealm() async throws {
        let realm = LoopbackReceiver { _ in .status(200, body: "{\"access_token\":\"tok-2\"}") }
        try await realm.run { realm in
            let port = realm.port
            let (finding, got) = try await Self.check(tag: "latest", signedIn: true) { got in
                got.header("authorization") == nil ? Self.challenge(got, realm: "http://localhost:\(port)/token") : Self.head(Self.local)
            }
            #expect(finding.update.verdict == .current)
            #expect(realm.got.count == 1)
            #expect(realm.got.allSatisfy { $0.header("authorization") == nil })
            #expect(!got.contains { $0.header("authorization")?.hasPrefix("Basic") == true })
        }
    }

    @Test("a registry that asks for the password itself gets it")
    func basic() async throws {
        let (finding, _) = try await Self.check(tag: "latest", signedIn: true) { got in
            got.header("authorization") == "Basic dXNlcjpwYXNz"
                ? Self.head(Self.local) : .status(401, headers: [("WWW-Authenticate", "Basic realm=\"r\"")])
        }
        #expect(finding.update.verdict == .current)
    }

    @Test("a redirection takes no authorization along")
    func redirection() async throws {
        let mirror = LoopbackReceiver { _ in Self.head(Self.local) }
        try await mirror.run { mirror in
            let port = mirror.port
            // Only TLS is followed to another server, and this one has none.
            let (finding, got) = try await Self.check(tag: "latest", signedIn: true) { _ in
                .status(307, headers: [("Location", "http://127.0.0.1:\(port)/v2/owner/web/manifests/latest")])
            }
            #expect(finding.update.verdict == .unknown)
            #expect(mirror.got.isEmpty)
            #expect(got.count == 1)
        }
        let (loop, got) = try await Self.check(tag: "latest") { _ in .status(302, headers: [("Location", "/v2/again")]) }
        #expect(loop.update.problem?.hasSuffix("leads from one address to another without end.") == true)
        #expect(got.count == 3)
    }

    @Test(
        "what stands in the way is said",
        arguments: [
            (401, [:], nil, "credentials"), (404, [:], nil, "does not know"), (429, ["Retry-After": "120"], Duration.seconds(120), "too often"),
            (429, [:], .seconds(3600), "too often"), (429, ["Retry-After": "99999999"], .seconds(86_400), "too often"),
            (503, [:], nil, "answered 503"),
        ] as [(Int, [String: String], Duration?, String)])
    func problems(status: Int, headers: [String: String], pause: Duration?, word: String) async throws {
        let (finding, _) = try await Self.check { _ in .status(status, headers: headers.map { ($0.key, $0.value) }) }
        #expect((finding.update.verdict, finding.pause) == (.unknown, pause))
        #expect(finding.update.problem?.contains(word) == true)
    }

    @Test("a limit that is used up is not overrun")
    func remaining() async throws {
        let (finding, _) = try await Self.check(tag: "latest") { _ in
            .status(200, headers: [("Docker-Content-Digest", Self.local), ("RateLimit-Remaining", "0;w=21600")])
        }
        #expect((finding.update.verdict, finding.pause) == (.current, .seconds(3600)))
    }

    @Test("answers that make no sense", arguments: ["", "[]", "{\"tags\":7}", "\u{0}"])
    func nonsense(body: String) async throws {
        let (finding, _) = try await Self.check { $0.head.method == .HEAD ? Self.head("sha256:short") : .status(200, body: body) }
        #expect([.unknown, .newDigest].contains(finding.update.verdict))
    }

    @Test("a cloud's metadata is not asked, whatever an image is called")
    func metadata() async throws {
        let http = OutboundClient()
        let subject = UpdateSubject(image: "169.254.169.254/latest/meta:1", imageID: "x", digests: [Self.local], architecture: "amd64")
        let finding = await ImageUpdateCheck(http: http).check(subject, credentials: .none)
        #expect(finding.update.problem?.contains("not allowed") == true)
        await http.shutdown()
    }
}

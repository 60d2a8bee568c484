import Crypto
import FoundationEssentials
import PulseCore
import PulseTransport

/// A manifest, or an index of manifests for several platforms (OCI Image Specification; Docker's manifest version 2, schema 2).
struct ManifestAnswer: Decodable, Sendable {
    struct Entry: Decodable, Sendable {
        struct Platform: Decodable, Sendable {
            @Lenient var architecture: String?
            @Lenient var os: String?
        }

        @Lenient var digest: String?
        @Lenient var platform: Platform?
    }

    struct Configuration: Decodable, Sendable {
        @Lenient var digest: String?
    }

    @Lenient private var manifests: LenientList<Entry>?
    @Lenient var config: Configuration?

    /// Nil for a manifest of one platform.
    var entries: [Entry]? { manifests?.rows }
}

extension RegistrySession {
    private static let manifests = [
        "application/vnd.oci.image.index.v1+json", "application/vnd.docker.distribution.manifest.list.v2+json",
        "application/vnd.oci.image.manifest.v1+json", "application/vnd.docker.distribution.manifest.v2+json",
    ].joined(separator: ", ")
    /// More tags than that are not looked through.
    private static let mostTags = 10_000

    /// What a tag points to now. Asked without the body, which registries do not count.
    mutating func digest(of tag: String) async throws(RegistryProblem) -> String {
        let head = try await ask(.head, "\(reference.path)/manifests/\(tag)", accept: Self.manifests, byteLimit: 4 << 20)
        if let digest = head.header("docker-content-digest"), ImageReference.isDigest(digest) { return digest }
        // The header is not required: the digest is that of the body.
        return "sha256:" + Hex.text(SHA256.hash(data: try await manifestBytes(tag)))
    }

    /// - Parameter name: a tag or a digest.
    mutating func manifest(_ name: String) async throws(RegistryProblem) -> ManifestAnswer {
        let bytes = try await manifestBytes(name)
        guard let answer = try? JSONDecoder().decode(ManifestAnswer.self, from: Data(bytes)) else {
            throw RegistryProblem(.other, "\(reference.registryHost) gave a manifest of \(reference.repositoryName) that cannot be read.")
        }
        return answer
    }

    private mutating func manifestBytes(_ name: String) async throws(RegistryProblem) -> [UInt8] {
        try await ask(.get, "\(reference.path)/manifests/\(name)", accept: Self.manifests).body
    }

    /// The tags, as many as fit within the limits.
    mutating func tags() async throws(RegistryProblem) -> [String] {
        struct Page: Decodable { @Lenient var tags: [String]? }
        var tags: [String] = []
        var path = "\(reference.path)/tags/list?n=1000"
        for _ in 0..<10 {
            let response = try await ask(.get, path, accept: "application/json")
            let page = (try? JSONDecoder().decode(Page.self, from: Data(response.body)))?.tags ?? []
            tags += page.prefix(Self.mostTags - tags.count)
            guard tags.count < Self.mostTags, !page.isEmpty, let next = response.header("link").flatMap(Self.next) else { break }
            path = next
        }
        return tags
    }

    /// `</v2/owner/web/tags/list?last=1.2&n=1000>; rel="next"`; only what stays under `/v2/`.
    private static func next(_ link: String) -> String? {
        guard link.hasPrefix("<"), link.contains("rel=\"next\"") || link.contains("rel=next"), let end = link.firstIndex(of: ">") else { return nil }
        var target = link[link.index(after: link.startIndex)..<end]
        if let colon = target.firstIndex(of: ":"), target[colon...].hasPrefix("://") {
            let host = target[colon...].dropFirst(3)
            target = host.firstIndex(of: "/").map { host[$0...] } ?? ""
        }
        return target.hasPrefix("/v2/") ? String(target.dropFirst(4)) : nil
    }
}

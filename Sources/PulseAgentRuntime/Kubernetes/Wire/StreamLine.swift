import FoundationEssentials

/// A line of a stream of changes. Source: Kubernetes, "API Concepts", watch events.
enum StreamLine<Object: Decodable & Sendable>: Sendable {
    case put(Object)
    case removed(ObjectMetadata)
    case bookmark(version: String)
    case error(KubernetesFailure)
}

extension StreamLine: Decodable {
    private enum Key: String, CodingKey {
        case type, object
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        switch try container.decode(String.self, forKey: .type) {
        case "ADDED", "MODIFIED": self = .put(try container.decode(Object.self, forKey: .object))
        case "DELETED": self = .removed(try container.decode(MetadataOnly.self, forKey: .object).metadata)
        case "BOOKMARK":
            let metadata = try container.decode(MetadataOnly.self, forKey: .object).metadata
            self = .bookmark(version: metadata.resourceVersion ?? "")
        case "ERROR": self = .error(try container.decode(StatusAnswer.self, forKey: .object).failure)
        case let other:
            throw DecodingError.dataCorruptedError(forKey: .type, in: container, debugDescription: "“\(other.prefix(40))” is no type of event.")
        }
    }
}

/// A value of a YAML document: as much of YAML 1.2 as configuration files of kubectl are written in. Everything that is not a list or a mapping is
/// a text; what the text means is decided by who reads it.
enum YAMLNode: Equatable, Sendable {
    case text(String)
    case null
    case list([YAMLNode])
    /// In the order of the file, each key once.
    case mapping([Pair])

    struct Pair: Equatable, Sendable {
        let key: String
        let value: YAMLNode
    }

    subscript(key: String) -> YAMLNode? {
        guard case .mapping(let pairs) = self else { return nil }
        return pairs.first { $0.key == key }?.value
    }

    var text: String? {
        guard case .text(let text) = self else { return nil }
        return text
    }

    /// Nothing and null are an empty list; nil when it is something else than a list.
    static func list(_ node: YAMLNode?) -> [YAMLNode]? {
        switch node {
        case .list(let nodes): nodes
        case nil, .null: []
        case .text, .mapping: nil
        }
    }
}

/// Why a text could not be read as YAML, with the line of it from 1.
struct YAMLError: Error, Equatable {
    let line: Int
    let problem: String
}

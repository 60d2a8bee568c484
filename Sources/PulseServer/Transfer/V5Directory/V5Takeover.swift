import Foundation
import PulseStorage

/// What was found in a data directory of Pulse v5, as it goes from the command line, which may read the directory, to whoever holds our own.
struct V5Takeover: Codable, Sendable {
    /// JSON of a ``V5Export``, with its secrets in the clear: it passes through the admin socket only.
    let content: Data
    let leftOut: [ConfigurationLine]
}

extension V5Takeover {
    /// Bytes of each file that is read. v5 itself reads no larger ones of most.
    private static let largestKey = 1 << 10
    private static let (largestNodes, largestGuests, largestTokens) = (1 << 20, 4 << 20, 1 << 20)

    /// Reads the directory, and changes nothing in it.
    ///
    /// - Throws: ``V5DirectoryError``
    init(directory: String) throws {
        self = try V5Files.reading(directory) { files in
            let entries = try files.entries()
            guard entries.contains(where: { V5File.marks.contains($0.name) }) else { throw V5DirectoryError.notOfV5(path: directory) }
            let (alerts, problem) = try Self.alerts(files)
            let export = V5Export(
                nodes: try Self.nodes(files) ?? V5Export.Nodes(), guests: try Self.guests(files), tokens: try Self.tokens(files), alerts: alerts)
            let content = Data(try EntryReader.write(export).utf8)
            guard content.count <= ExportContainer.largestContent else {
                throw V5DirectoryError.tooLarge(path: directory, limit: ExportContainer.largestContent)
            }
            return V5Takeover(content: content, leftOut: problem + V5File.leftOut(of: entries))
        }
    }

    private static func nodes(_ files: V5Files) throws -> V5Export.Nodes? {
        guard let sealed = try files.read(V5File.nodes, limit: largestNodes) else { return nil }
        let (place, keyPlace) = ("\(files.path)/\(V5File.nodes)", "\(files.path)/\(V5File.key)")
        guard let key = try files.read(V5File.key, limit: largestKey) else { throw V5DirectoryError.keyMissing(path: keyPlace) }
        guard let seal = V5Seal(keyFile: key) else { throw V5DirectoryError.keyUnusable(path: keyPlace) }
        guard let opened = seal.open(sealed) else { throw V5DirectoryError.sealBroken(path: place, key: keyPlace) }
        return try decoded(V5Export.Nodes.self, opened, place)
    }

    private static func guests(_ files: V5Files) throws -> [String: V5Export.Guest] {
        guard let content = try files.read(V5File.guests, limit: largestGuests) else { return [:] }
        return try decoded([String: V5Export.Guest].self, content, "\(files.path)/\(V5File.guests)") ?? [:]
    }

    private static func tokens(_ files: V5Files) throws -> [V5Export.Token] {
        guard let content = try files.read(V5File.tokens, limit: largestTokens) else { return [] }
        return try decoded([V5Export.Token].self, content, "\(files.path)/\(V5File.tokens)") ?? []
    }

    /// Alerts that cannot be understood are left out: nothing stands on them yet.
    private static func alerts(_ files: V5Files) throws -> (V5Alerts?, [ConfigurationLine]) {
        guard let content = try files.read(V5File.alerts, limit: V5Alerts.largest) else { return (nil, []) }
        do { return (try decoded(V5Alerts.self, content, V5File.alerts), []) } catch V5DirectoryError.notAsWritten(_, let place) {
            return (nil, [ConfigurationLine(section: V5File.alerts, sentence: "Not taken over: its \(place) is not as v5 writes it.")])
        }
    }

    /// Go writes `null` for what is empty, and an empty file holds nothing either.
    private static func decoded<Value: Decodable>(_ type: Value.Type, _ content: Data, _ place: String) throws -> Value? {
        guard !content.isEmpty else { return nil }
        do { return try JSONDecoder().decode(Value?.self, from: content) } catch let error as DecodingError {
            throw V5DirectoryError.notAsWritten(path: place, place: error.place)
        }
    }
}

package import Foundation

/// What is inside an export. The text of a section is understood by the section alone.
package struct ExportDocument: Codable, Sendable, Equatable {
    package struct Section: Codable, Sendable, Equatable {
        package let name: String
        /// A JSON array, as text.
        package let entries: String

        package init(name: String, entries: String) {
            self.name = name
            self.entries = entries
        }
    }

    static let currentFormat = 1
    private static let mostSections = 100

    package let format: Int
    /// Of Pulse, for whoever looks into an old file.
    package let madeBy: String
    package let exportedAt: String
    package let sections: [Section]

    package init(madeBy: String, exportedAt: String, sections: [Section]) {
        format = Self.currentFormat
        self.madeBy = madeBy
        self.exportedAt = exportedAt
        self.sections = sections
    }

    package init(json: Data) throws {
        struct Version: Decodable { let format: Int }
        guard let version = try? JSONDecoder().decode(Version.self, from: json) else {
            throw ExportError.contentUnreadable(reason: "it does not say its format")
        }
        guard version.format == Self.currentFormat else { throw ExportError.newerVersion("\(version.format)") }
        guard let document = try? JSONDecoder().decode(ExportDocument.self, from: json), document.sections.count <= Self.mostSections,
            Set(document.sections.map(\.name)).count == document.sections.count
        else { throw ExportError.contentUnreadable(reason: "its sections are not as they should be") }
        self = document
    }

    package func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self)
    }
}

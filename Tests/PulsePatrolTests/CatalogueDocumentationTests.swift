import Foundation
import PulsePatrol
import Testing

/// The page of every check, which is also a page of the documentation.
@Suite("The documentation of checks", .timeLimit(.minutes(1)))
struct CatalogueDocumentationTests {
    private static let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../docs/patrol-checks.md").path

    @Test("docs/patrol-checks.md says of every check what the catalogue says")
    func page() throws {
        let written = CheckCatalogue.markdown
        if ProcessInfo.processInfo.environment["PULSE_RECORD"] != nil { try written.write(toFile: Self.page, atomically: true, encoding: .utf8) }
        #expect(try String(contentsOfFile: Self.page, encoding: .utf8) == written)
    }
}

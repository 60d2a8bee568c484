import Testing

@testable import PulseAgents

@Suite("Texts of one-time codes", .timeLimit(.minutes(1)))
struct CodeTextTests {
    @Test("a code has three groups of four letters and digits that are not mistaken for each other")
    func form() {
        let text = CodeText.text(Array(0..<12).map { UInt8($0 * 21) })
        #expect(text.utf8.count == 14)
        #expect(text.split(separator: "-").map(\.count) == [4, 4, 4])
        #expect(text.allSatisfy { !"IO01".contains($0) })
    }

    @Test("how a code is typed does not matter", arguments: ["ABCD-EFGH-JKLM", "abcdefghjklm", " abcd efgh jklm "])
    func typed(text: String) {
        #expect(CodeText.digest(text) == CodeText.digest("ABCD-EFGH-JKLM"))
    }
}

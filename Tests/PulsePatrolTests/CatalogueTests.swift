import PulsePatrol
import Testing

@Suite("The catalogue of checks", .timeLimit(.minutes(1)))
struct CatalogueTests {
    @Test("codes and pages are there once each, and well formed")
    func wellFormed() {
        let codes = CheckCatalogue.all.map(\.code)
        #expect(Set(codes).count == codes.count)
        for check in CheckCatalogue.all {
            #expect(check.code.allSatisfy { $0.isUppercase || $0.isNumber || $0 == "-" }, "\(check.code)")
            #expect(check.key.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" }, "\(check.code)")
            #expect(!check.kinds.isEmpty && !check.needs.isEmpty, "\(check.code)")
            for text in [check.page.why, check.page.decides, check.page.advice] { #expect(text.hasSuffix("."), "\(check.code): \(text)") }
            #expect(!check.title.hasSuffix("."), "\(check.code)")
        }
    }
}

import Foundation
import Testing

@testable import PulseProxmox

/// `PULSE_RECORD=1 swift test --filter TranslationTests` writes what is expected anew; the difference is for you to read.
@Suite("Translation of Proxmox VE's answers", .timeLimit(.minutes(5)))
struct TranslationTests {
    @Test("a folder's answers give its observation", arguments: TranslationCase.all)
    func translates(found: TranslationCase) throws {
        let text = ObservationText.of(try found.observation(), since: TranslationCase.start)
        if ProcessInfo.processInfo.environment["PULSE_RECORD"] != nil {
            try text.write(to: found.expectedFile, atomically: true, encoding: .utf8)
        }
        let expected = try String(contentsOf: found.expectedFile, encoding: .utf8)
        let (now, before) = (text.split(separator: "\n"), expected.split(separator: "\n"))
        #expect(now == before, "\(found.testDescription) \(now.difference(from: before).map(String.init(describing:)))")
    }

    @Test("there are cases")
    func thereAreCases() {
        #expect(TranslationCase.all.count >= 20)
    }
}

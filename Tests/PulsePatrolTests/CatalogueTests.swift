import PulseCore
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

    @Test("metrics and reasons are said in words")
    func words() {
        let metrics = Metric.allCases.map { ($0.rawValue, $0.words) }
        for (name, words) in metrics where name != "temperature" && name != "wear" && name != "restarts" && name != "uptime" {
            #expect(words != name, "\(name)")
        }
        let needs = CheckCatalogue.all.flatMap { $0.needs.map(\.words) }
        let said = metrics.map(\.1) + Reason.allCases.map(\.words) + needs
        for words in said { #expect(!words.contains("_") && words.firstMatch(of: /[a-z][A-Z]/) == nil, "\(words)") }
    }

    @Test("what a check repeats is in the catalogue, and looks at what a node has")
    func repetitions() {
        let kinds = Dictionary(uniqueKeysWithValues: CheckCatalogue.all.map { ($0.code, $0.kinds) })
        for check in CheckCatalogue.all where !check.role.repeats.isEmpty {
            #expect(check.kinds.contains(.host), "\(check.code)")
            for code in check.role.repeats {
                #expect(kinds[code]?.isDisjoint(with: [.node, .pool, .disk]) == false, "\(check.code) repeats \(code)")
            }
        }
        #expect(CheckCatalogue.all.count { !$0.role.repeats.isEmpty } == 24)
    }

    @Test("a check tells whose consequence it may be: what can stand below it, and nothing of another product")
    func possibleCauses() throws {
        func causes(_ code: String) throws -> Set<String> {
            let check = try #require(CheckCatalogue.all.first { $0.code == code })
            return Set(CheckCatalogue.all.possibleCauses(of: check).map(\.code))
        }
        let backup = try causes("PVE-BACKUP-FAILED")
        #expect(backup.isSuperset(of: ["PVE-NODE-OFFLINE", "PVE-STORAGE-FILL", "PBS-DATASTORE-FILL"]))
        #expect(backup.isDisjoint(with: ["PVE-BACKUP-FAILED", "PMG-NODE-DISK", "HOST-DISK-FILL"]))
        #expect(try causes("PVE-NODE-OFFLINE").allSatisfy { !$0.hasPrefix("K8S") && !$0.hasPrefix("DOCKER") })
        #expect(try causes("PULSE-CLOCK").isEmpty)
    }
}

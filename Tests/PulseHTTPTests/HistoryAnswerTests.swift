import PulseCore
import PulseHistory
import PulseInventory
import Testing

@testable import PulseHTTP

@Suite("History as a table and as metrics", .timeLimit(.minutes(5)))
struct HistoryAnswerTests {
    private static let slug = SourceSlug(naming: "homelab", avoiding: [])

    private static func series(part: String) -> SeriesHistory {
        let values = HistoryPoint.Values(least: 0.1, average: 0.25, greatest: 0.5, count: 6)
        return SeriesHistory(
            key: SeriesKey(.guest(slug, vmid: 101), .cpu, part: part), cadence: 10, tiers: [.raw],
            points: [
                HistoryPoint(start: Timestamp(seconds: 1_790_000_040), values: values),
                HistoryPoint(start: Timestamp(seconds: 1_790_000_100), values: nil),
            ])
    }

    @Test(
        "a table for a spreadsheet has no formulas and no broken cells",
        arguments: [("", ""), ("/srv,data", "\"/srv,data\""), ("=HYPERLINK(1)", "'=HYPERLINK(1)"), ("a\"b", "\"a\"\"b\"")])
    func csv(part: String, cell: String) {
        let text = String(decoding: HistoryAnswer.csv([Self.series(part: part)]), as: UTF8.self)
        let expected =
            "time,resource,metric,part,avg,min,max,count\r\n2026-09-21T14:14:00.000Z,guest:homelab/101,cpu,\(cell),0.25,0.1,0.5,6\r\n"
        #expect(text == expected)
    }

    @Test("names of guests cannot break out of a label, and unknown is left out")
    func exposition() throws {
        let server = try TestServer()
        var exposition = Exposition()
        exposition.add(server.inventory.fleet)
        let text = String(decoding: exposition.bytes, as: UTF8.self)
        #expect(text.contains("pulse_cpu_ratio{resource=\"guest:homelab/101\",kind=\"guest\",source=\"homelab\",name=\"web\"} 0.125\n"))
        #expect(text.contains("\\\"\"} 0\n"))
        #expect(!text.contains("pulse_disk_used_bytes{resource=\"guest:homelab/101\""))
    }
}

import Foundation
import PulseCore
import Testing

@Suite("Timestamp", .timeLimit(.minutes(5)))
struct TimestampTests {
    @Test(
        "prints RFC 3339 in UTC",
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"),
            (1_790_000_000_250, "2026-09-21T14:13:20.250Z"),
            (951_782_399_999, "2000-02-28T23:59:59.999Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
            (-1, "1969-12-31T23:59:59.999Z"),
            (-62_135_596_800_000, "0001-01-01T00:00:00.000Z"),
        ] as [(Int64, String)])
    func prints(milliseconds: Int64, text: String) {
        #expect(Timestamp(milliseconds: milliseconds).description == text)
    }

    @Test("moves by durations and measures between moments")
    func arithmetic() {
        let noon = Timestamp(seconds: 43_200)
        #expect(noon + .milliseconds(1500) == Timestamp(milliseconds: 43_201_500))
        #expect((noon - .seconds(60)).since(noon) == .seconds(-60))
    }

    @Test("a moment from which sums would overflow is not decoded", arguments: [Int64.min, -8_640_000_000_000_001, 8_640_000_000_000_001, .max])
    func decoding(milliseconds: Int64) throws {
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(Timestamp.self, from: Data("\(milliseconds)".utf8)) }
        #expect(try JSONDecoder().decode(Timestamp.self, from: Data("-62135596800000".utf8)) == Timestamp(milliseconds: -62_135_596_800_000))
    }
}

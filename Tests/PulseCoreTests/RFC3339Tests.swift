import PulseCore
import Testing

@Suite("Times as text", .timeLimit(.minutes(5)))
struct RFC3339Tests {
    @Test("what is written is read back", arguments: [0, 1, 951_827_696_789, 1_795_564_800_250, 253_402_300_799_999] as [Int64])
    func roundTrip(milliseconds: Int64) {
        let time = Timestamp(milliseconds: milliseconds)
        #expect(Timestamp(rfc3339: time.description) == time)
    }

    @Test("other spellings of the same moment")
    func spellings() {
        let moment = Timestamp(milliseconds: 1_795_564_800_250)
        for text in ["2026-11-25T00:00:00.25Z", "2026-11-25T01:30:00.250999+01:30", "2026-11-24T19:00:00.250-05:00"] {
            #expect(Timestamp(rfc3339: text) == moment, "\(text)")
        }
        #expect(Timestamp(rfc3339: "2016-12-31T23:59:60Z") == Timestamp(rfc3339: "2017-01-01T00:00:00Z"))
    }

    @Test(
        "what is none",
        arguments: [
            "", "2026-11-25", "2026-11-25T00:00Z", "2026-11-25 00:00:00Z", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-11-25T24:00:00Z",
            "2026-11-25T00:00:00", "2026-11-25T00:00:00.Z", "2026-11-25T00:00:00+1:00", "2026-11-25T00:00:00Zx", "1969-12-31T23:59:59Z",
            "２０２６-11-25T00:00:00Z",
        ])
    func none(text: String) { #expect(Timestamp(rfc3339: text) == nil) }
}

import PulseDelivery
import Testing

@Suite("What came of an attempt", .timeLimit(.minutes(5)))
struct OutcomeTests {
    @Test("a refusal for good is not a failure to be repeated")
    func gone() {
        #expect(DeliveryOutcome.gone(reason: "410") != .failed(status: 410, reason: "410", retryAfter: nil))
    }
}

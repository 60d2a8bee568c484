/// How far virtual time moves at once: small steps around what happens and before looks, long strides elsewhere.
struct Pace {
    /// Polls of the product are ten seconds apart; what patrol waits for is told in minutes.
    static let step = Duration.seconds(30)
    /// For so long after something happened, and at the beginning, time goes in small steps.
    private static let attention = Duration.seconds(600)
    /// Patrol does nothing for two minutes after a pause.
    private static let approach = Duration.seconds(180)

    private let ends: Duration
    private let stride: Duration
    private let events: [Duration]

    /// - Parameter events: when something happens, counted from the beginning.
    init(length: Duration, stride: Duration, events: [Duration]) {
        (ends, self.stride) = (length, max(stride, Self.step))
        self.events = [.zero] + events.sorted()
    }

    /// - Parameter look: when patrol is to look next, counted likewise; nil when it does not by itself.
    func next(after passed: Duration, look: Duration?) -> Duration {
        let last = events.last { $0 <= passed } ?? .zero
        let next = events.first { $0 > passed } ?? ends
        let marks = [ends, next] + [ends - Self.approach, look.map { $0 - Self.approach }].compactMap { $0 }.filter { $0 > passed }
        let isAttentive = passed < last + Self.attention || passed >= ends - Self.approach || look.map { passed >= $0 - Self.approach } ?? false
        let reach = (marks.min() ?? ends) - passed
        return min(isAttentive ? Self.step : stride, reach)
    }
}

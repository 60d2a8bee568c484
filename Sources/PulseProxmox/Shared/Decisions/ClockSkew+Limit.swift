import PulseCore

extension ClockSkew {
    /// What machines may differ without anybody having to look.
    static let tolerance = Duration.seconds(30)

    /// Off by more than the time the question took could explain.
    var isOff: Bool { magnitude > uncertainty + Self.tolerance }

    var magnitude: Duration { ahead < .zero ? .zero - ahead : ahead }
}

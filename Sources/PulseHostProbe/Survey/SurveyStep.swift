/// One of the slow things that a machine is asked.
package enum SurveyStep: String, Hashable, Sendable, CaseIterable {
    case units
    case pools
    case disks
    case packages

    /// From one beginning to the next.
    package var interval: Duration {
        switch self {
        case .units: .seconds(60)
        case .pools: .seconds(300)
        case .disks: .seconds(30 * 60)
        case .packages: .seconds(6 * 3600)
        }
    }

    /// A start of a machine is busy enough: what takes long waits a little.
    var firstDelay: Duration {
        switch self {
        case .units, .pools: .zero
        case .disks: .seconds(2)
        case .packages: .seconds(15)
        }
    }
}

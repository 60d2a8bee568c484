package import PulseCore

/// Which resources somebody may know of: the one decision behind every reading.
package enum Visibility: Hashable, Sendable {
    case everything
    /// What fits one of these; nothing when there is none.
    case limited(Set<AccessLimits>)

    package static let nothing = Visibility.limited([])

    init(of limits: [AccessLimits]) {
        self = limits.contains(where: \.isUnlimited) ? .everything : .limited(Set(limits))
    }

    package var isLimited: Bool { self != .everything }

    package func shows(_ resource: Resource) -> Bool {
        switch self {
        case .everything: true
        case .limited(let all): all.contains { $0.fits(resource) }
        }
    }

    /// True when nothing of the source is hidden.
    package func showsAll(of source: SourceSlug) -> Bool {
        switch self {
        case .everything: true
        case .limited(let all): all.contains { $0.fitsAll(of: source) }
        }
    }
}

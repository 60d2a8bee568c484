import PulseCore
import Synchronization

/// The names under which agents and clusters are shown: each is given once, and none that another source has.
final class SlugRegister: Sendable {
    private let own: Mutex<Set<SourceSlug>>
    private let others: @Sendable () -> Set<SourceSlug>

    init(_ own: Set<SourceSlug>, others: @escaping @Sendable () -> Set<SourceSlug>) {
        self.own = Mutex(own)
        self.others = others
    }

    var all: Set<SourceSlug> { own.withLock { $0 } }

    /// Gives a name. Whoever could not keep it gives it back.
    func give(_ name: String) -> SourceSlug {
        let others = others()
        return own.withLock { own in
            let slug = SourceSlug(naming: Self.short(name), avoiding: own.union(others))
            own.insert(slug)
            return slug
        }
    }

    func takeBack(_ slug: SourceSlug) { own.withLock { _ = $0.remove(slug) } }

    /// A host's name without its domain; of an address all of it.
    private static func short(_ name: String) -> String {
        let first = name.prefix { $0 != "." }
        return first.isEmpty || first.allSatisfy(\.isNumber) ? name : String(first)
    }
}

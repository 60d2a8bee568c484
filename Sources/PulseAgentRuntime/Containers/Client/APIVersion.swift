/// A version of the Docker Engine API, `1.41`.
struct APIVersion: Hashable, Comparable, Sendable, CustomStringConvertible {
    let major: Int
    let minor: Int

    /// Docker 18.09.
    static let oldest = APIVersion(major: 1, minor: 39)
    /// The last one with the lists as they have been for years. Docker 29 still serves it.
    static let newest = APIVersion(major: 1, minor: 51)
    /// Where one sample of statistics can be had without waiting for a second.
    static let oneShot = APIVersion(major: 1, minor: 41)

    init(major: Int, minor: Int) {
        self.major = major
        self.minor = minor
    }

    init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let major = Int(parts[0]), let minor = Int(parts[1]), (0...9_999).contains(major), (0...9_999).contains(minor) else {
            return nil
        }
        self.init(major: major, minor: minor)
    }

    /// What both sides speak: our newest, or the engine's when that is older, but never below what the engine still takes.
    static func agreed(engine: APIVersion, minimum: APIVersion?) -> APIVersion { max(min(engine, newest), min(minimum ?? oldest, engine)) }

    var description: String { "\(major).\(minor)" }

    static func < (left: Self, right: Self) -> Bool { (left.major, left.minor) < (right.major, right.minor) }
}

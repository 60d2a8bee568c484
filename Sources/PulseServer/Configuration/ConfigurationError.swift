/// A setting that cannot be used: which, what it is, what it should be.
struct ConfigurationError: Error, Equatable, CustomStringConvertible {
    let key: String
    let problem: String

    var description: String { "\(key): \(problem)" }
}

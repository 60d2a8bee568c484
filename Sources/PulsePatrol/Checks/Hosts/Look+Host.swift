import PulseCore

extension Look {
    /// What the machine says of itself.
    ///
    /// - Throws: ``NotEvaluable`` when nobody vouches for it at the moment.
    func host() throws -> HostFacts {
        guard case .host(let facts) = resource.facts else { throw NotEvaluable("It is no host.") }
        guard resource.state.status != .unknown, resource.state.status != .offline else { throw NotEvaluable("It does not report at the moment.") }
        return facts
    }

    /// A part of it that only a probe with the rights and the programs sees.
    func host<Part>(_ part: KeyPath<HostFacts, Part?>, _ name: String) throws -> Part {
        guard let value = try host()[keyPath: part] else { throw NotEvaluable("Its agent does not tell of \(name).") }
        return value
    }

    /// How long ago something was, when that is known.
    func age(_ moment: Timestamp?) -> Duration? { moment.map { now.since($0) } }
}

extension Duration {
    static func days(_ days: Int) -> Duration { .seconds(days * 86_400) }
    static func hours(_ hours: Int) -> Duration { .seconds(hours * 3600) }
}

extension FindingSeverity {
    /// As the first word of a sentence.
    var atStart: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }
}

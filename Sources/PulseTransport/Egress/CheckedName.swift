package import PulseCore

/// Resolves a name and answers only with addresses that the rules allow; the connection then goes to one of exactly these.
package struct CheckedName: Sendable {
    private let rules: EgressRules
    private let resolver: any NameResolver

    /// A name with more addresses than that is tried at its first ones.
    static let mostAddresses = 4

    package init(rules: EgressRules, resolver: any NameResolver) {
        self.rules = rules
        self.resolver = resolver
    }

    /// - Throws: ``TransportError/refusedAddress(_:_:)`` when none of the name's addresses may be called.
    package func addresses(of host: String) async throws(TransportError) -> [IPAddress] {
        let all = try await resolver.addresses(of: host)
        let allowed = all.filter { rules.refusal(of: $0) == nil }
        if let first = all.first, allowed.isEmpty, let kind = rules.refusal(of: first) { throw .refusedAddress(first, kind) }
        guard !allowed.isEmpty else { throw .nameNotFound }
        return Array(allowed.prefix(Self.mostAddresses))
    }
}

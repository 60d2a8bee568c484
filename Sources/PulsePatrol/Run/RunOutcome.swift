package import PulseCore

/// What one look at the estate brought, before it meets what was known.
package struct RunOutcome: Sendable {
    package let at: Timestamp
    /// In the order of check, resource and instance.
    package var candidates: [Candidate] = []
    package var unjudged: [Unjudged] = []
    /// Conditions that another check's finding says better.
    package var superseded: Set<FindingIdentity> = []
    /// Checks that went over all resources in scope.
    package var checks: Set<String> = []
    /// Checks that threw something that is no reason: their code, and what they said.
    package var failures: [String: String] = [:]
    package var resources: Set<ResourceID> = []
    /// Everything that any check concerns was looked at, whatever the scope said.
    package var isWhole = false
    /// Resources looked at, by kind.
    package var coverage: [ResourceKind: Int] = [:]
    /// How many times a check judged a resource.
    package var judged = 0

    package init(at: Timestamp) { self.at = at }
}

/// A condition that a run saw, on its way to become a finding.
package struct Candidate: Sendable {
    package let check: Check
    package let resource: Resource
    package let raised: Raised

    package init(check: Check, resource: Resource, raised: Raised) {
        (self.check, self.resource, self.raised) = (check, resource, raised)
    }

    package var identity: FindingIdentity { FindingIdentity(check: check.code, resource: resource.id.description, instance: raised.instance) }
}

/// What makes a finding the same one in every run.
package struct FindingIdentity: Hashable, Sendable, Comparable {
    package let check: String
    package let resource: String
    package let instance: String

    package init(check: String, resource: String, instance: String) {
        (self.check, self.resource, self.instance) = (check, resource, instance)
    }

    package static func < (left: FindingIdentity, right: FindingIdentity) -> Bool {
        (left.check, left.resource, left.instance) < (right.check, right.resource, right.instance)
    }
}

/// A check could not judge a resource, or one part of it.
package struct Unjudged: Hashable, Sendable {
    package let check: String
    package let resource: ResourceID
    package let instance: String?
    package let reason: String
}

/// Which resources a run looks at.
package enum RunScope: Hashable, Sendable {
    case everything
    /// These and what stands on them.
    case resources(Set<ResourceID>)
}

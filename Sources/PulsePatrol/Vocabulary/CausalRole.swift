/// How a check takes part in the search for causes: what it breaks elsewhere, and what of its own may be somebody else's doing.
package struct CausalRole: Sendable, Hashable {
    /// What goes wrong because of this finding, and how far it reaches.
    package let explains: [Explanation]
    /// What kind of trouble this finding is, if something else caused it. Empty: always its own matter.
    package let symptoms: Set<Symptom>

    /// It says of a figure that it is unusual, and nothing when another check has a finding that rests on the same figure.
    package var isGeneral = false

    /// Checks that ask the same of the same thing as another source tells of it: `PVE-ZFS-HEALTH` of a pool that the agent on the node sees too.
    package var repeats: Set<String> = []

    package init(explains: [Explanation] = [], symptoms: Set<Symptom> = []) {
        (self.explains, self.symptoms) = (explains, symptoms)
    }
}

package struct Explanation: Sendable, Hashable {
    package let symptom: Symptom
    package let reach: Reach
    /// A milder finding explains nothing: what is nearly full breaks nothing yet.
    package let from: FindingSeverity

    package init(_ symptom: Symptom, _ reach: Reach, from: FindingSeverity = .info) {
        (self.symptom, self.reach, self.from) = (symptom, reach, from)
    }
}

package enum Symptom: String, Sendable, Hashable, CaseIterable {
    /// It does not run, or does not answer.
    case unavailable
    /// Nobody can say how it is.
    case unseen
    /// It cannot write.
    case writesFail
    case slow
    /// It waits for its disks.
    case waits
    /// It has no room left. What lies on something full has none either.
    case full
    /// With one failure more it stops.
    case weakened
    /// A job on it or onto it fails or is late.
    case jobFails
    /// It lacks a copy that it should have.
    case unprotected
    /// What should have come of it by now has not come.
    case overdue
    /// Parts of it count errors.
    case errors
}

package enum Reach: String, Sendable, Hashable, CaseIterable {
    /// What runs on it or is part of it: guests of a node, containers of a host, pods of a Kubernetes node; all the way down.
    case placed
    /// What keeps its data on it: guests with volumes there, and jobs that write to it.
    case stored
    /// Another finding of the same thing, and of the same part of it, or of a part that it rests on.
    case itself
    /// What names it as a thing that it depends on, and nothing else.
    case named
    /// Everything its source tells of.
    case source
}

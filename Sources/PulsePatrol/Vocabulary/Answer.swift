package import PulseCore

/// What a check says of one resource.
package struct Answer: Sendable {
    package var raised: [Raised] = []
    /// What could not be judged. What was raised there before stays as it was.
    package var hidden: [Hidden] = []

    package init(raised: [Raised] = [], hidden: [Hidden] = []) {
        (self.raised, self.hidden) = (raised, hidden)
    }

    /// The condition is not there, or the question does not concern this resource.
    package static var clear: Answer { Answer() }

    package static func raised(_ raised: Raised) -> Answer { Answer(raised: [raised]) }

    /// Of each part by itself: one that cannot be judged hides no other.
    static func each<Part>(
        of parts: some Sequence<Part>, named instance: (Part) -> String, _ judge: (Part) throws -> Raised?
    ) throws -> Answer {
        var answer = Answer()
        for part in parts {
            do {
                if let raised = try judge(part) { answer.raised.append(raised) }
            } catch let reason as NotEvaluable {
                answer.hidden.append(Hidden(reason.reason, instance: instance(part)))
            }
        }
        return answer
    }

    package static func hidden(_ reason: String) -> Answer { Answer(hidden: [Hidden(reason)]) }
}

/// A condition that is there.
package struct Raised: Hashable, Sendable {
    /// Which of several of one resource: a mount point, a job. Empty where there can be one only. Part of the finding's identity, so it must be stable.
    package var instance: String
    package var severity: FindingSeverity
    /// `Storage nearing capacity`, without a full stop and without the resource's name.
    package var title: String
    /// One or two sentences: what is so, of what, since when. Names the resource.
    package var description: String
    /// What a person should do, imperative, specific.
    package var recommendation: String
    /// One sentence with the numbers.
    package var evidence: String
    package var items: [Evidence]
    /// Things this one depends on beyond its place in the topology: the storage that a job writes to.
    package var dependsOn: [ResourceID]
    package var moment = Moment.state(since: nil)
    /// Instances of findings of the same resource that it may follow from: the disks of an array. Nil: its own instance.
    package var restsOn: Set<String>?

    package init(
        instance: String = "", _ severity: FindingSeverity, _ title: String, description: String, recommendation: String, evidence: String,
        items: [Evidence], dependsOn: [ResourceID] = []
    ) {
        (self.instance, self.severity, self.title, self.description) = (instance, severity, title, description)
        (self.recommendation, self.evidence, self.items, self.dependsOn) = (recommendation, evidence, items, dependsOn)
    }

    /// The same, with when it is known to be so.
    func at(_ moment: Moment) -> Raised {
        var raised = self
        raised.moment = moment
        return raised
    }
}

/// When a condition is there, for the search for causes: no cause comes after its effect.
package enum Moment: Hashable, Sendable {
    /// It is so now. Since when is as Pulse knows it, and never earlier than the truth; nil where nobody tells.
    case state(since: Timestamp?)
    /// It was so at a moment that is past, and what is so now may have nothing to do with it: the end of a task that failed.
    case event(Timestamp)

    var began: Timestamp? {
        switch self {
        case .state(let since): since
        case .event(let moment): moment
        }
    }
}

/// Something that could not be judged, and why. Without an instance it stands for all of the resource.
package struct Hidden: Hashable, Sendable {
    package let instance: String?
    /// A sentence: what is missing.
    package let reason: String

    package init(_ reason: String, instance: String? = nil) {
        (self.instance, self.reason) = (instance, reason)
    }
}

/// Thrown by a check that cannot judge a resource at all. Not a failure: the same as ``Answer/hidden(_:)``.
package struct NotEvaluable: Error, Hashable, Sendable {
    package let reason: String

    package init(_ reason: String) { self.reason = reason }
}

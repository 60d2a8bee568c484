package import PulseCore

/// One number or word that a finding rests on, with the place where it is kept: it can be looked up again and drawn.
package struct Evidence: Hashable, Sendable, Codable {
    package enum Kind: String, Hashable, Sendable, Codable {
        /// A current figure of a resource: `name` is the metric.
        case measurement
        /// A stretch of history: `name` is the metric, `from` and `to` its ends, `marks` the numbers used.
        case series
        /// Something a source says of a resource: `name` is the property.
        case fact
        /// A row of a ledger, a task, a job, a certificate: `name` is its kind, `reference` its own id.
        case record
        /// What the check compares with.
        case limit
    }

    /// A number of a series that the decision used.
    package struct Mark: Hashable, Sendable, Codable {
        /// `now`, `median`, `full`.
        package let label: String
        package let value: Double
        package let at: Timestamp?

        package init(_ label: String, _ value: Double, at: Timestamp? = nil) {
            (self.label, self.value, self.at) = (label, value, at)
        }
    }

    package let kind: Kind
    /// The canonical id of the resource it is about; nil of a limit.
    package let resource: String?
    package let name: String
    /// The part of a series: a file system, a sensor; empty for the whole.
    package var part = ""
    package var reference: String?
    /// In words, with its unit: `87.2 %`, `DEGRADED`.
    package let text: String
    /// In the unit of the metric.
    package var value: Double?
    package var at: Timestamp?
    package var from: Timestamp?
    package var to: Timestamp?
    package var marks: [Mark] = []

    private init(_ kind: Kind, _ resource: ResourceID?, _ name: String, text: String) {
        self.kind = kind
        self.resource = resource?.description
        self.name = name
        self.text = text
    }

    package static func measurement(_ resource: ResourceID, _ metric: Metric, _ value: Double, at: Timestamp?) -> Evidence {
        var evidence = Evidence(.measurement, resource, metric.rawValue, text: Words.figure(value, metric.unit))
        (evidence.value, evidence.at) = (value, at)
        return evidence
    }

    package static func series(
        _ resource: ResourceID, _ metric: Metric, part: String = "", from: Timestamp, to: Timestamp, marks: [Mark], text: String
    ) -> Evidence {
        var evidence = Evidence(.series, resource, metric.rawValue, text: text)
        (evidence.part, evidence.from, evidence.to, evidence.marks) = (part, from, to, marks)
        return evidence
    }

    package static func fact(_ resource: ResourceID, _ name: String, _ text: String, at: Timestamp? = nil) -> Evidence {
        var evidence = Evidence(.fact, resource, name, text: text.printable())
        evidence.at = at
        return evidence
    }

    package static func record(_ resource: ResourceID?, _ kind: String, _ reference: String, _ text: String, at: Timestamp? = nil) -> Evidence {
        var evidence = Evidence(.record, resource, kind, text: text.printable())
        (evidence.reference, evidence.at) = (reference, at)
        return evidence
    }

    package static func limit(_ name: String, _ text: String, value: Double? = nil) -> Evidence {
        var evidence = Evidence(.limit, nil, name, text: text)
        evidence.value = value
        return evidence
    }
}

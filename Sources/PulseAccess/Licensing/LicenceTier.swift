package import PulseCore

/// What was bought. Keys name it with a word; a word that this version does not know turns on nothing by itself.
///
/// The overview of the product sells all seven features as Pulse Pro, so every paid tier has all of them: there is no paid tier without the audit
/// log or reports, and none has more. What a key names in `features` comes on top.
package struct LicenceTier: Sendable, Hashable {
    /// As the key says it.
    package let name: String

    package static let free = LicenceTier(name: "free")
    private static let paid: Set<String> = ["pro", "pro_annual", "lifetime", "msp", "enterprise"]

    package init(name: String) {
        self.name = name
    }

    package var features: Set<Feature> { Self.paid.contains(name) ? Set(Feature.allCases) : [] }

    /// For a person.
    package var displayName: String {
        switch name {
        case "free": "Free"
        case "pro": "Pulse Pro (monthly)"
        case "pro_annual": "Pulse Pro (annual)"
        case "lifetime": "Pulse Pro (lifetime)"
        case "msp": "Pulse Pro for service providers"
        case "enterprise": "Pulse Pro Enterprise"
        default: name
        }
    }
}

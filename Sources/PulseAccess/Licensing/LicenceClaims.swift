import Foundation
package import PulseCore

/// What a licence says: the middle part of a key (JSON; names and meaning as those of Pulse v5).
package struct LicenceClaims: Sendable, Equatable {
    package let id: String
    package let email: String
    package let tier: LicenceTier
    package let issuedAt: Timestamp?
    /// Nil: never ends.
    package let expiresAt: Timestamp?
    /// Features named beside those of the tier; names that this version does not know are left out.
    package let extraFeatures: Set<Feature>
    package let mostNodes: Int?
    package let mostGuests: Int?

    package init(
        id: String, email: String, tier: LicenceTier, issuedAt: Timestamp?, expiresAt: Timestamp?, extraFeatures: Set<Feature> = [],
        mostNodes: Int? = nil, mostGuests: Int? = nil
    ) {
        self.id = id
        self.email = email
        self.tier = tier
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
        self.extraFeatures = extraFeatures
        self.mostNodes = mostNodes
        self.mostGuests = mostGuests
    }

    package var features: Set<Feature> { tier.features.union(extraFeatures) }
}

extension LicenceClaims {
    /// Names and e-mail addresses, characters (RFC 5321 allows 254 for an address).
    private static let longestText = 254
    private static let mostFeatures = 64
    /// The end of the year 9999, seconds: what can be written as a date.
    private static let latest: Int64 = 253_402_300_799

    private struct Wire: Codable {
        var lid: String?
        var email: String?
        var tier: String?
        var iat: Int64?
        var exp: Int64?
        var features: [String]?
        var mostNodes: Int?
        var mostGuests: Int?

        enum CodingKeys: String, CodingKey {
            case lid, email, tier, iat, exp, features
            case mostNodes = "max_nodes"
            case mostGuests = "max_guests"
        }
    }

    init(json: Data) throws(LicenceKeyError) {
        guard let wire = try? JSONDecoder().decode(Wire.self, from: json) else { throw .malformed(.claims) }
        guard (wire.features ?? []).count <= Self.mostFeatures else { throw .claimUnusable("features") }
        self.init(
            id: try Self.text(wire.lid, "lid"), email: try Self.text(wire.email, "email"),
            tier: LicenceTier(name: try Self.text(wire.tier, "tier")), issuedAt: try Self.moment(wire.iat, "iat"),
            expiresAt: try Self.moment(wire.exp, "exp"), extraFeatures: Set((wire.features ?? []).compactMap(Feature.init(rawValue:))),
            mostNodes: try Self.count(wire.mostNodes, "max_nodes"), mostGuests: try Self.count(wire.mostGuests, "max_guests"))
    }

    /// The claims as a key carries them.
    func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(
            Wire(
                lid: id, email: email, tier: tier.name, iat: issuedAt?.seconds, exp: expiresAt?.seconds,
                features: extraFeatures.isEmpty ? nil : extraFeatures.map(\.rawValue).sorted(), mostNodes: mostNodes, mostGuests: mostGuests))
    }

    private static func text(_ text: String?, _ name: String) throws(LicenceKeyError) -> String {
        guard let text, !text.isEmpty else { throw .claimMissing(name) }
        // They are shown and logged, so they must be what they look like.
        guard text.count <= longestText, text == text.printable(limit: longestText) else { throw .claimUnusable(name) }
        return text
    }

    /// 0 counts as absent, as in v5.
    private static func moment(_ seconds: Int64?, _ name: String) throws(LicenceKeyError) -> Timestamp? {
        guard let seconds, seconds != 0 else { return nil }
        guard (1...latest).contains(seconds) else { throw .claimUnusable(name) }
        return Timestamp(seconds: seconds)
    }

    private static func count(_ count: Int?, _ name: String) throws(LicenceKeyError) -> Int? {
        guard let count, count != 0 else { return nil }
        guard count > 0 else { throw .claimUnusable(name) }
        return count
    }
}

import HTTPTypes
import PulseCore

/// A body that says which members it knows.
protocol StrictBody: Decodable {
    associatedtype CodingKeys: CodingKey, CaseIterable
}

/// Refuses a member that is not known, by its name: a misspelt one would be passed over in silence.
struct Strict<Body: StrictBody>: Decodable {
    let body: Body

    private struct Member: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        let known = Body.CodingKeys.allCases.map(\.stringValue)
        let names = try decoder.container(keyedBy: Member.self).allKeys.map(\.stringValue).sorted()
        if let unknown = names.first(where: { !known.contains($0) }) {
            let name = unknown.printable(limit: 64)
            throw APIError(
                .badRequest, "unknown_member", "There is no member '\(name)' here. Known are \(known.joined(separator: ", ")).",
                details: ["field": name])
        }
        body = try Body(from: decoder)
    }
}

/// A number of Kubernetes with its unit: `7800m`, `31731556Ki`, `805051918n`, `1e3`. Source: Kubernetes, "Quantity (resource.k8s.io)".
struct Quantity: Hashable, Sendable, Decodable {
    let value: Double

    /// Nil unless it is one, and finite.
    init?(_ text: some StringProtocol) {
        let digits = text.prefix { "+-.0123456789".contains($0) }
        let suffix = text[digits.endIndex...]
        guard digits.contains(where: \.isNumber), digits.utf8.count <= 40, let number = Double(digits), let factor = Self.factor(suffix),
            (number * factor).isFinite
        else { return nil }
        // Divided where the unit is a part: 3800m is 3.8 then, and not a little more.
        value = factor < 1 ? number / (1 / factor).rounded() : number * factor
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(Double.self) {
            value = number
            return
        }
        let text = try container.decode(String.self)
        guard let quantity = Quantity(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "“\(text.prefix(40))” is no quantity.")
        }
        self = quantity
    }

    /// Whole bytes; nil when it is too large or negative.
    var bytes: Int64? { value >= 0 && value < 9e18 ? Int64(value.rounded()) : nil }

    private static func factor(_ suffix: some StringProtocol) -> Double? {
        switch suffix {
        case "": 1
        case "n": 1e-9
        case "u": 1e-6
        case "m": 1e-3
        case "k": 1e3
        case "M": 1e6
        case "G": 1e9
        case "T": 1e12
        case "P": 1e15
        case "E": 1e18
        case "Ki": 1024
        case "Mi": 1_048_576
        case "Gi": 1_073_741_824
        case "Ti": 1_099_511_627_776
        case "Pi": 1_125_899_906_842_624
        case "Ei": 1_152_921_504_606_846_976
        default: exponent(suffix)
        }
    }

    private static func exponent(_ suffix: some StringProtocol) -> Double? {
        guard let first = suffix.first, first == "e" || first == "E", let power = Int(suffix.dropFirst()), abs(power) <= 30 else { return nil }
        return Double("1e\(power)")
    }
}

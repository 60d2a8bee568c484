import PulseCore

/// `/nodes/{node}/disks/smart`: attributes of an ATA disk, or for NVMe and SAS the text smartctl writes (`facts.md`, section 19).
struct SmartReading: Sendable, Hashable {
    private static let mostAttributes = 64

    var health: String?
    var temperature: Double?
    /// 0…1
    var wear: Double?
    var powerOnTime: Duration?
    var mediaErrors: Int?
    var attributes: [DiskFacts.Attribute] = []

    init?(_ object: JSONObject) {
        guard object["health"] != nil || object["type"] != nil else { return nil }
        health = object.text("health")
        wear = object.number("wearout").flatMap { (0...100).contains($0) ? 1 - $0 / 100 : nil }
        for case .object(let row) in object.array("attributes") ?? [] where attributes.count < Self.mostAttributes { take(row) }
        for line in (object.text("text") ?? "").split(whereSeparator: \.isNewline).prefix(500) { take(line) }
    }

    private mutating func take(_ row: JSONObject) {
        guard let name = row.text("name") else { return }
        var attribute = DiskFacts.Attribute(name: name.printable(limit: 60))
        // Padded: `"  5"`.
        attribute.id = row.text("id").flatMap { Int($0.filter { $0 != " " }) }
        (attribute.value, attribute.worst, attribute.threshold) = (row.tally("value"), row.tally("worst"), row.tally("threshold"))
        attribute.raw = row.text("raw")?.printable(limit: 60)
        attribute.failure = row.text("fail").flatMap { $0 == "-" ? nil : $0.printable(limit: 30) }
        attributes.append(attribute)
        interpret(attribute)
    }

    /// The few attributes whose meaning every maker shares.
    private mutating func interpret(_ attribute: DiskFacts.Attribute) {
        let number = attribute.raw.flatMap { Self.number($0[...]) }
        switch attribute.id {
        case 194: temperature = number.flatMap(Self.temperature) ?? temperature
        case 190: temperature = temperature ?? number.flatMap(Self.temperature)
        case 9: powerOnTime = number.flatMap(Self.hours)
        case 187, 198: mediaErrors = number.flatMap { Self.count($0) }.map { max($0, mediaErrors ?? 0) } ?? mediaErrors
        default: return
        }
    }

    /// `Temperature:                        41 Celsius`
    private mutating func take(_ line: Substring) {
        guard let colon = line.firstIndex(of: ":") else { return }
        let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
        switch line[..<colon] {
        case "Temperature", "Current Drive Temperature": temperature = Self.number(value).flatMap(Self.temperature)
        case "Percentage Used": wear = wear ?? Self.number(value).map { min(1, $0 / 100) }
        // SAS.
        case "Percentage used endurance indicator": wear = wear ?? Self.number(value).map { min(1, $0 / 100) }
        case "Power On Hours": powerOnTime = Self.number(value).flatMap(Self.hours)
        case "Media and Data Integrity Errors": mediaErrors = Self.number(value).flatMap(Self.count)
        case "Accumulated power on time, hours": powerOnTime = Self.number(value).flatMap(Self.hours)
        default: return
        }
    }

    /// The number a text begins with, `21,300` and `35 (Min/Max 21/50)` and `18344h+20m`.
    private static func number(_ text: Substring) -> Double? {
        let digits = text.prefix { $0.isNumber && $0.isASCII || $0 == "," || $0 == "." }.filter { $0 != "," }
        return digits.isEmpty ? nil : Double(digits)
    }

    private static func temperature(_ value: Double) -> Double? { (1...150).contains(value) ? value : nil }
    private static func hours(_ value: Double) -> Duration? { (0...1_000_000).contains(value) ? .seconds(Int64(value) * 3600) : nil }
    private static func count(_ value: Double) -> Int? { (0...1e12).contains(value) ? Int(value) : nil }
}

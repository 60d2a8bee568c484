import PulseCore

/// `/nodes/{node}/disks/smart`: attributes of an ATA disk, or for NVMe and SAS the text smartctl writes (`facts.md`, section 19). A backup server
/// makes attributes of that text, without numbers.
struct SmartReading: Sendable, Hashable {
    private static let mostAttributes = 64

    var health: String?
    var temperature: Double?
    /// 0…1
    var wear: Double?
    var powerOnTime: Duration?
    var mediaErrors: Int?
    var reallocatedSectors: Int?
    var pendingSectors: Int?
    var linkErrors: Int?
    var attributes: [DiskFacts.Attribute] = []

    init?(_ object: JSONObject) {
        guard object["health"] != nil || object["type"] != nil || object["status"] != nil else { return nil }
        health = object.text("health") ?? object.text("status")?.uppercased()
        wear = object.number("wearout").flatMap { (0...100).contains($0) ? 1 - $0 / 100 : nil }
        for case .object(let row) in object.array("attributes") ?? [] where attributes.count < Self.mostAttributes { take(row) }
        for line in (object.text("text") ?? "").split(whereSeparator: \.isNewline).prefix(500) { take(line) }
    }

    private mutating func take(_ row: JSONObject) {
        guard let name = row.text("name") else { return }
        var attribute = DiskFacts.Attribute(name: name.printable(limit: 60))
        // Padded: `"  5"`.
        attribute.id = row.text("id").flatMap { Int($0.filter { $0 != " " }) }
        // A backup server repeats the raw value as `value`.
        attribute.value = Self.level(row, "normalized") ?? (attribute.id == nil ? nil : Self.level(row, "value"))
        (attribute.worst, attribute.threshold) = (Self.level(row, "worst"), Self.level(row, "threshold"))
        attribute.raw = row.text("raw")?.printable(limit: 60)
        attribute.failure = row.text("fail").flatMap { $0 == "-" ? nil : $0.printable(limit: 30) }
        attributes.append(attribute)
        interpret(attribute)
    }

    /// A whole number, also where it is written with a fraction.
    private static func level(_ row: JSONObject, _ key: String) -> Int? { row.number(key).flatMap { (0...1e9).contains($0) ? Int($0) : nil } }

    /// The few attributes whose meaning every maker shares.
    private mutating func interpret(_ attribute: DiskFacts.Attribute) {
        guard let id = attribute.id else { return take(named: attribute.name[...], attribute.raw?[...] ?? "") }
        let number = attribute.raw.flatMap { Self.number($0[...]) }
        switch id {
        case 194: temperature = number.flatMap(Self.temperature) ?? temperature
        case 190: temperature = temperature ?? number.flatMap(Self.temperature)
        case 9: powerOnTime = number.flatMap(Self.hours)
        case 5: reallocatedSectors = number.flatMap(Self.count)
        case 187: mediaErrors = Self.larger(number, mediaErrors)
        case 197: pendingSectors = Self.larger(number, pendingSectors)
        case 198: (mediaErrors, pendingSectors) = (Self.larger(number, mediaErrors), Self.larger(number, pendingSectors))
        case 199: linkErrors = number.flatMap(Self.count)
        default: return
        }
    }

    private static func larger(_ number: Double?, _ known: Int?) -> Int? { [number.flatMap(count), known].compactMap(\.self).max() }

    /// What it counts up in its life. A counter that it does not have is missing.
    var counts: [Metric: Int] {
        [.reallocatedSectors: reallocatedSectors, .pendingSectors: pendingSectors, .mediaErrors: mediaErrors, .linkErrors: linkErrors]
            .compactMapValues(\.self)
    }

    /// `Temperature:                        41 Celsius`
    private mutating func take(_ line: Substring) {
        guard let colon = line.firstIndex(of: ":") else { return }
        take(named: line[..<colon], line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" })
    }

    private mutating func take(named name: Substring, _ value: Substring) {
        switch name {
        case "Temperature", "Current Drive Temperature": temperature = Self.number(value).flatMap(Self.temperature)
        case "Percentage Used": wear = wear ?? Self.number(value).map { min(1, $0 / 100) }
        // SAS.
        case "Percentage used endurance indicator": wear = wear ?? Self.number(value).map { min(1, $0 / 100) }
        case "Power On Hours": powerOnTime = Self.number(value).flatMap(Self.hours)
        case "Media and Data Integrity Errors": mediaErrors = Self.number(value).flatMap(Self.count)
        case "Elements in grown defect list": reallocatedSectors = Self.number(value).flatMap(Self.count)
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

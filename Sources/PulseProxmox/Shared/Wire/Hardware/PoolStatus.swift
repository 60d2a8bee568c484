import PulseCore

/// `/nodes/{node}/disks/zfs/{pool}`: what `zpool status` shows.
struct PoolStatus: Sendable, Hashable {
    private static let mostDevices = 500

    var state: String?
    var scan: String?
    var errors: String?
    /// What is wrong and what to do, in the words of ZFS.
    var action: String?
    var devices: [PoolDevice] = []

    init?(_ object: JSONObject) {
        guard object.text("name") ?? object.text("state") != nil else { return nil }
        state = object.text("state")
        scan = Self.line(object.text("scan"))
        errors = Self.line(object.text("errors"))
        action = Self.line([object.text("status"), object.text("action")].compactMap { $0 }.joined(separator: " "))
        take(object.array("children") ?? [], depth: 0)
    }

    private mutating func take(_ rows: [JSON], depth: Int) {
        for row in rows.lazy.compactMap(\.object) where devices.count < Self.mostDevices && depth < 16 {
            guard let name = row.text("name") else { continue }
            var device = PoolDevice(name: name.printable(limit: 120), depth: depth)
            device.state = row.text("state")
            (device.readErrors, device.writeErrors) = (row.tally("read"), row.tally("write"))
            device.checksumErrors = row.tally("cksum")
            device.message = row.text("msg")?.printable(limit: 200)
            devices.append(device)
            take(row.array("children") ?? [], depth: depth + 1)
        }
    }

    /// Without the line breaks and tabs of a terminal.
    private static func line(_ text: String?) -> String? {
        let words = (text ?? "").split { $0.isWhitespace }.joined(separator: " ")
        return words.isEmpty ? nil : words.printable(limit: 500)
    }

    /// `scrub repaired 0B in 00:10:02 with 0 errors on Sun Nov 10 00:34:05 2024`, in the node's own time. Nil while one runs, and when there
    /// never was one.
    ///
    /// - Parameter offset: of the node's time zone, seconds east of Greenwich.
    func scrubbedAt(offset: Int64) -> Timestamp? {
        guard let scan, scan.hasPrefix("scrub repaired"), let on = scan.firstRange(of: " on ") else { return nil }
        let words = scan[on.upperBound...].split(separator: " ")
        guard words.count >= 5, let month = Self.months.firstIndex(of: String(words[1])), let day = Int(words[2]), let year = Int(words[4]) else {
            return nil
        }
        let date = "\(Self.padded(year, 4))-\(Self.padded(month + 1, 2))-\(Self.padded(day, 2))T\(words[3])Z"
        return Timestamp(rfc3339: date).map { $0 - .seconds(offset) }
    }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(max(0, number))
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

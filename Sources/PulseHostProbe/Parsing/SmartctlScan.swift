import FoundationEssentials

/// `smartctl --scan --json`: the devices that smartctl would ask.
struct SmartctlScan: Decodable {
    struct Row: Decodable {
        var name: Loose<String>?
        var type: Loose<String>?
    }

    /// A disk behind a controller, which no device file of its own stands for: `/dev/bus/0` with `megaraid,8`.
    struct HiddenDisk: Hashable, Sendable {
        var path: String
        var type: String
    }

    private static let limit = 128

    private var devices: Loose<[Row]>?

    static func hiddenDisks(_ output: Bytes) -> [HiddenDisk] {
        guard let scan = try? JSONDecoder().decode(SmartctlScan.self, from: Data(output)) else { return [] }
        let disks = scan.devices?.value?.compactMap { row -> HiddenDisk? in
            guard let path = row.name?.value, let type = row.type?.value, type.contains(","), isPlain(path), isPlain(type), path.hasPrefix("/dev/")
            else { return nil }
            return HiddenDisk(path: path, type: type)
        }
        return Array((disks ?? []).prefix(limit))
    }

    /// They become arguments of the next call.
    private static func isPlain(_ text: String) -> Bool {
        text.utf8.count <= 64
            && text.utf8.allSatisfy { byte in
                byte.isDigit || (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || "/,+_-.".utf8.contains(byte)
            }
    }
}

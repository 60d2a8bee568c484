import PulseCore
import PulseInventory
import PulseStorage

/// What was written about guests in Pulse v5, as notes. Its ids hold the node (`instance:node:vmid`, `instance-node-vmid`); ours do not.
struct V5Notes {
    private(set) var entries: [AnnotationEntry] = []
    private(set) var leftOut: [ConfigurationChange] = []

    init(_ guests: [String: V5Export.Guest], _ names: V5Names) {
        var seen: Set<ResourceID> = []
        for (name, guest) in guests.sorted(by: { $0.key < $1.key }) {
            let note = Self.note(of: guest)
            guard !note.isEmpty else { continue }
            guard let id = names.guest(name) else {
                leftOut.append(.leftOut(AnnotationSection.name, name, "Not taken over: it belongs to no Proxmox VE source of the file."))
                continue
            }
            // v5 knows a guest once for each node it ever ran on.
            guard seen.insert(id).inserted else {
                leftOut.append(.leftOut(AnnotationSection.name, name, "Not taken over: \(id) has another note in the file already."))
                continue
            }
            entries.append(AnnotationEntry(resource: id.description, displayName: nil, note: note))
        }
    }

    private static func note(of guest: V5Export.Guest) -> String {
        let lines = [guest.description].compactMap(\.self) + (guest.notes?.all ?? []) + [guest.customUrl].compactMap(\.self)
        return String(lines.filter { !$0.isEmpty }.joined(separator: "\n").prefix(AnnotationSection.longestNote))
    }
}

/// What tasks of Proxmox VE begin or end the life of a guest.
///
/// A clone is not among them: its task has the number of the original.
package enum GuestLifeTask: Sendable {
    case created
    /// From a backup: the same guest as before, whatever happened meanwhile.
    case restored
    case destroyed

    /// - Parameter type: as in ``TaskRecord/type``.
    package init?(type: String) {
        switch type {
        case "qmcreate", "vzcreate": self = .created
        case "qmrestore", "vzrestore": self = .restored
        case "qmdestroy", "vzdestroy": self = .destroyed
        default: return nil
        }
    }
}

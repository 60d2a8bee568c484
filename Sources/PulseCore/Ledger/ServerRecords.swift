/// A rule of a backup server that limits traffic, with what flows through it now.
package struct TrafficRule: Hashable, Sendable {
    package var name: String
    /// As entered: `100 MB`, per second.
    package var limitIn: String?
    package var limitOut: String?
    /// Bytes per second.
    package var currentIn: Int64?
    package var currentOut: Int64?
    package var comment: String?

    package init(name: String) {
        self.name = name
    }
}

/// A tape that a backup server knows.
package struct TapeMedium: Hashable, Sendable {
    /// The server's own; labels can be given twice.
    package var id: String
    package var label: String
    package var pool: String?
    /// The media set it belongs to.
    package var set: String?
    /// `writable`, `full`, `unknown`, `damaged`, `retired`.
    package var status: String?
    /// `offline`, `online-CHANGER`, `vault-NAME`.
    package var location: String?
    package var bytesUsed: Int64?
    /// May be written over.
    package var isExpired: Bool?
    /// False: what is on it can be restored only after reading the whole tape.
    package var hasCatalog: Bool?
    /// When it was labelled.
    package var labelledAt: Timestamp?
    /// When its media set was begun.
    package var setBegunAt: Timestamp?

    package init(id: String, label: String) {
        self.id = id
        self.label = label
    }
}

/// A drive or changer for tapes, as it is set up at a backup server.
package struct TapeDevice: Hashable, Sendable {
    package var name: String
    package var vendor: String?
    package var model: String?
    package var serial: String?
    /// Of a drive in a changer: that one, and which of its drives it is, counted from 0.
    package var changer: String?
    package var numberInChanger: Int?
    /// Nil of a changer, of which nobody says it.
    package var isBusy: Bool?
    /// What keeps it busy: the type of a task, or the server's words.
    package var work: String?

    package init(name: String) {
        self.name = name
    }

    /// The server finds a device of this name at itself; otherwise it is away, or switched off.
    package var isFound: Bool { vendor != nil || model != nil || serial != nil }
}

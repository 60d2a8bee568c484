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
    package var label: String
    package var pool: String?
    /// The media set it belongs to.
    package var set: String?
    /// `writable`, `full`, `unknown`, `damaged`, `retired`.
    package var status: String?
    /// `offline`, `online-CHANGER`, `vault-NAME`.
    package var location: String?
    package var bytesUsed: Int64?
    package var isExpired: Bool?

    package init(label: String) {
        self.label = label
    }
}

package import PulseCore

/// How an import is meant, and by whom.
package struct ImportTerms: Sendable {
    package enum Mode: Sendable {
        /// A section that the file has becomes what the file says; the rest of the section is removed.
        case replace
        /// What the file has is added; nothing is removed, and what is here already stays.
        case merge
    }

    package let mode: Mode
    /// Keeps the account or token it imports with.
    package let importer: Actor
    /// Whether users and tokens may be brought in.
    package let mayManageAccess: Bool
    package let at: Timestamp

    package init(mode: Mode, importer: Actor, mayManageAccess: Bool, at: Timestamp) {
        self.mode = mode
        self.importer = importer
        self.mayManageAccess = mayManageAccess
        self.at = at
    }

    package func with(_ mode: Mode) -> ImportTerms {
        ImportTerms(mode: mode, importer: importer, mayManageAccess: mayManageAccess, at: at)
    }
}

/// One kind of settings in an export. A domain brings its own, and `PulseServer` lists them.
///
/// Its text is a JSON array of entries that only the section understands.
package protocol ConfigurationSection: Sendable {
    /// In the file and in the list of changes: `sources`.
    var name: String { get }
    /// Whether it can give somebody rights: users, tokens. Then only who has all rights may import it.
    var givesAccess: Bool { get }
    /// - Returns: the entries, and how many they are.
    func export() throws -> (json: String, count: Int)
    /// Reads and judges the entries of a file, and finds out what would change. Changes nothing.
    ///
    /// - Throws: ``ExportError`` when an entry cannot be used.
    func prepare(_ json: String, _ terms: ImportTerms) throws -> any PreparedSection
}

/// What one section is about to do. All of `stage`, then all of `write` in one transaction, then all of `publish`; after a failure, `discard`.
package protocol PreparedSection: Sendable {
    var changes: [ConfigurationChange] { get }
    /// Puts what goes to other files than `pulse.db` beside them, under other names.
    func stage() throws
    /// Writes what goes to `pulse.db`.
    func write(in transaction: WriteTransaction) throws
    /// Makes it count: renames what was staged, tells whoever runs on it. Must not fail.
    func publish()
    /// Removes what was staged.
    func discard()
}

extension PreparedSection {
    package func stage() throws {}
    package func publish() {}
    package func discard() {}
}

package import PulseCore

/// How an import is meant, and by whom.
package struct ImportTerms: Sendable {
    package enum Mode: String, Sendable {
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

/// In which file the entries of a section stand.
package enum SectionFile: Sendable {
    /// `pulse.db`
    case settings
    /// The one of ``SecondFile``.
    case second
}

/// One kind of settings in an export. A domain brings its own, and `PulseServer` lists them.
///
/// Its text is a JSON array of entries that only the section understands.
package protocol ConfigurationSection: Sendable {
    /// In the file and in the list of changes: `sources`.
    var name: String { get }
    /// Whether it can give somebody rights, or decides who sees what: users, tokens. Then only who has all rights may import it.
    var givesAccess: Bool { get }
    var file: SectionFile { get }
    /// - Returns: the entries, and how many they are.
    func export() throws -> (json: String, count: Int)
    /// Reads and judges the entries of a file, and finds out what would change. Changes nothing.
    ///
    /// - Parameter transaction: of the file it stands in. What is compared is read in it, so that nobody can change it before it is written.
    /// - Throws: ``ExportError`` when an entry cannot be used.
    func prepare(_ json: String, _ terms: ImportTerms, in transaction: WriteTransaction) throws -> any PreparedSection
}

extension ConfigurationSection {
    package var file: SectionFile { .settings }
}

/// What one section is about to do: all that are there write, then all publish.
package protocol PreparedSection: Sendable {
    var changes: [ConfigurationChange] { get }
    /// - Parameter transaction: the one it was prepared in.
    func write(in transaction: WriteTransaction) throws
    /// Tells whoever runs on it. Must not fail.
    func publish()
}

extension PreparedSection {
    package func publish() {}
}

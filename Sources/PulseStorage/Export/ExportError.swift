import PulseCore

/// Why a configuration could not be exported or imported.
package enum ExportError: SentenceError, Equatable, Sendable {
    case passphraseTooShort(minimum: Int)
    case passphraseTooLong(maximum: Int)
    case tooLarge(limit: Int)
    case notAnExport
    case newerVersion(String)
    /// The parameters of the key derivation are outside what is accepted; found before anything is trusted.
    case derivationRefused
    /// Both look the same to cryptography.
    case wrongPassphraseOrDamaged
    case contentUnreadable(reason: String)
    case entryUnusable(section: String, name: String, reason: String)
    /// One of two files has its part of an import, and the other could not be written.
    case secondFilePending(reason: String)

    package var code: String {
        switch self {
        case .passphraseTooShort: "passphrase_too_short"
        case .passphraseTooLong: "passphrase_too_long"
        case .tooLarge: "export_too_large"
        case .notAnExport: "not_an_export"
        case .newerVersion: "export_newer"
        case .derivationRefused: "export_refused"
        case .wrongPassphraseOrDamaged: "passphrase_wrong"
        case .contentUnreadable, .entryUnusable: "export_unusable"
        case .secondFilePending: "import_pending"
        }
    }

    package var sentence: String {
        switch self {
        case .passphraseTooShort(let minimum): "The passphrase needs at least \(minimum) characters: it is all that protects the secrets in the file."
        case .passphraseTooLong(let maximum): "The passphrase may have at most \(maximum) bytes."
        case .tooLarge(let limit): "The configuration is larger than the \(limit >> 20) MiB that an export may have."
        case .notAnExport: "This is not an export of Pulse. Give the whole file as it was downloaded."
        case .newerVersion(let version): "This export was made by a newer version of Pulse (its format is \(version)). Import it with that version."
        case .derivationRefused: "The export asks for more work to derive its key than any that Pulse makes; it was refused."
        case .wrongPassphraseOrDamaged: "The passphrase is wrong, or the file was changed or damaged. Nothing was imported."
        case .contentUnreadable(let reason): "The export was opened, but cannot be understood: \(reason). Nothing was imported."
        case .entryUnusable(let section, let name, let reason):
            "The export was opened, but '\(name)' in its section '\(section)' cannot be used: \(reason). Nothing was imported."
        case .secondFilePending(let reason):
            "Imported, but for the audit webhooks: the file of the audit log could not be written. They are taken over by themselves at the next "
                + "start or the next import. \(reason)"
        }
    }
}

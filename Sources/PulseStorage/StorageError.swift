import PulseCore

/// Why something could not be kept or read: what was attempted, on what, why, and what to do next.
package enum StorageError: SentenceError, Equatable {
    /// Another process holds the data directory.
    case directoryInUse(path: String, holder: String?)
    case notWritable(path: String, reason: String)
    case notReadable(path: String)
    case corrupt(path: String, reason: String)
    /// The file was written by a later version of Pulse.
    case newerVersion(path: String, unknown: [String])
    /// Sealed secrets exist, but the key that opens them does not.
    case keyMissing(path: String)
    case keyUnusable(path: String, reason: String)
    case secretUnreadable(context: String)

    package var sentence: String {
        switch self {
        case .directoryInUse(let path, let holder):
            "The data directory \(path) is in use by another Pulse\(holder.map { " (process \($0))" } ?? "")."
        case .notWritable(let path, let reason): "Cannot write \(path): \(reason)."
        case .notReadable(let path): "There is no file \(path) that could be read."
        case .corrupt(let path, let reason): "The file \(path) is damaged: \(reason). Nothing in it was changed."
        case .newerVersion(let path, let unknown):
            "The file \(path) was written by a newer version of Pulse (it has \(unknown.joined(separator: ", "))). Nothing in it was changed."
        case .keyMissing(let path): "The encryption key \(path) is missing, but secrets sealed with it exist."
        case .keyUnusable(let path, let reason): "The encryption key \(path) cannot be used: \(reason)."
        case .secretUnreadable(let context): "The sealed secret of \(context) cannot be opened with this encryption key."
        }
    }

    package var nextStep: String {
        switch self {
        case .directoryInUse: "Stop the other server, or give this one its own PULSE_DATA_DIR."
        case .notWritable: "Check the owner and the rights of the directory, and whether the disk is full or mounted read-only."
        case .notReadable: "Check the path, the owner and the rights."
        case .corrupt: "Restore a backup with 'pulse restore DIRECTORY', or move the file away to start with an empty one."
        case .newerVersion: "Install that version again, or restore a backup made by this one."
        case .keyMissing:
            "Put the key back from your backup. Without it the secrets are lost: then move pulse.db away and enter the sources again."
        case .keyUnusable: "Restore the key from your backup; it is one line of base64 with 32 bytes inside, readable by its owner only."
        case .secretUnreadable: "Restore the matching key from your backup, or enter this secret again."
        }
    }
}

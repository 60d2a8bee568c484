import PulseCore

/// Why a data directory of Pulse v5 could not be read, and what to do about it. Nothing was changed then, there or here.
enum V5DirectoryError: SentenceError, Equatable {
    case notOpened(path: String, reason: String)
    case notOfV5(path: String)
    case notAFile(path: String)
    case notReadable(path: String, reason: String)
    case tooLarge(path: String, limit: Int)
    case notAsWritten(path: String, place: String)
    case keyMissing(path: String)
    case keyUnusable(path: String)
    case sealBroken(path: String, key: String)

    var sentence: String { "\(what) \(nextStep)" }

    private var what: String {
        switch self {
        case .notOpened(let path, let reason): "The directory \(path) cannot be opened: \(reason)."
        case .notOfV5(let path): "\(path) is not a data directory of Pulse v5: it has none of \(V5File.marks.joined(separator: ", "))."
        case .notAFile(let path): "\(path) is a link or not a file, and what it points to was not read."
        case .notReadable(let path, let reason): "The file \(path) cannot be read: \(reason)."
        case .tooLarge(let path, let limit): "The file \(path) is larger than the \(limit) bytes that are read of it."
        case .notAsWritten(let path, let place): "The file \(path) is not as Pulse v5 writes it: its \(place) cannot be understood."
        case .keyMissing(let path): "The encryption key \(path) is missing, and nodes.enc beside it is sealed with it."
        case .keyUnusable(let path): "The encryption key \(path) is not base64 of 32 bytes."
        case .sealBroken(let path, let key): "\(path) cannot be opened with \(key): the key is that of another installation, or the file is damaged."
        }
    }

    private var nextStep: String {
        switch self {
        case .notOpened:
            "Give the directory that holds nodes.enc, /etc/pulse or the volume /data of the container, and run this as its owner or as root."
        case .notOfV5: "Give the directory that holds nodes.enc: /etc/pulse, or the volume /data of the container."
        case .notAFile: "Copy the directory with 'cp -aL' and give the copy."
        case .notReadable: "Run this as the owner of the directory or as root, or give a copy that can be read."
        case .tooLarge: "Give a copy of the directory without it, if the rest will do."
        case .notAsWritten: "Restore it from a backup, or give a copy of the directory without it; then everything else is taken over."
        case .keyMissing:
            "Copy it there from where v5 had it, /etc/pulse, or from a backup. Without it nothing can open the file: give a copy of the directory "
                + "without nodes.enc, and add the sources by hand."
        case .keyUnusable: "Restore it from a backup of v5; without it, give a copy of the directory without nodes.enc, and add the sources by hand."
        case .sealBroken:
            "Use the key of the same backup, or try a copy of the directory in which nodes.enc.backup stands in its place."
        }
    }
}

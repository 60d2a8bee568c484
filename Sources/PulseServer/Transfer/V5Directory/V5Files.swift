import Foundation

/// An open directory of somebody else, from which regular files are read and nothing else. Nothing is written, and no link in it is followed:
/// a link could make us read another file of the machine with our rights.
struct V5Files {
    struct Entry: Equatable {
        enum Kind: Equatable {
            case file(bytes: Int)
            case directory
            /// A link, a pipe, a device.
            case other
        }

        let name: String
        let kind: Kind
    }

    /// Of names; a data directory of v5 has some fifty.
    static let mostEntries = 2000

    let path: String
    private let descriptor: Int32

    private init(path: String, descriptor: Int32) { (self.path, self.descriptor) = (path, descriptor) }

    /// - Parameter path: may itself be a link, as whoever gave it meant it.
    static func reading<Value>(_ path: String, _ body: (V5Files) throws -> Value) throws -> Value {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw V5DirectoryError.notOpened(path: path, reason: lastFailure) }
        defer { close(descriptor) }
        return try body(V5Files(path: path, descriptor: descriptor))
    }

    /// What is there, by name.
    func entries() throws -> [Entry] {
        let copy = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard copy >= 0, let stream = fdopendir(copy) else { throw V5DirectoryError.notOpened(path: path, reason: Self.lastFailure) }
        defer { closedir(stream) }
        var found: [Entry] = []
        while found.count < Self.mostEntries, let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
            }
            if name != ".", name != ".." { found.append(Entry(name: name, kind: kind(of: name))) }
        }
        return found.sorted { $0.name < $1.name }
    }

    /// - Parameter limit: bytes.
    /// - Returns: nil when there is no such file.
    func read(_ name: String, limit: Int) throws -> Data? {
        let place = "\(path)/\(name)"
        // Not to wait for whoever writes into a pipe.
        let file = openat(descriptor, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        if file < 0, errno == ENOENT { return nil }
        if file < 0, errno == ELOOP { throw V5DirectoryError.notAFile(path: place) }
        guard file >= 0 else { throw V5DirectoryError.notReadable(path: place, reason: Self.lastFailure) }
        let handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
        var about = stat()
        guard fstat(file, &about) == 0, about.st_mode & S_IFMT == S_IFREG else { throw V5DirectoryError.notAFile(path: place) }
        let content: Data
        do { content = try handle.read(upToCount: limit + 1) ?? Data() } catch {
            throw V5DirectoryError.notReadable(path: place, reason: error.localizedDescription)
        }
        guard content.count <= limit else { throw V5DirectoryError.tooLarge(path: place, limit: limit) }
        return content
    }

    private func kind(of name: String) -> Entry.Kind {
        var about = stat()
        guard fstatat(descriptor, name, &about, AT_SYMLINK_NOFOLLOW) == 0 else { return .other }
        switch about.st_mode & S_IFMT {
        case S_IFREG: return .file(bytes: Int(about.st_size))
        case S_IFDIR: return .directory
        default: return .other
        }
    }

    private static var lastFailure: String { String(cString: strerror(errno)) }
}

import Glibc

/// A file of the agent's could not be read or written: what was attempted, on what, and why.
package struct StateFileError: Error, Hashable, Sendable, CustomStringConvertible {
    package let attempt: String
    package let path: String
    package let code: Int32

    package init(attempt: String, path: String, code: Int32) {
        self.attempt = attempt
        self.path = path
        self.code = code
    }

    package var description: String { "Could not \(attempt) \(path): \(String(cString: strerror(code)))." }
}

/// The folder in which an agent keeps what has to outlive it: its key, its name, its profile, its spool. Everything in it is for its user alone.
package struct StateFolder: Sendable {
    package let path: String
    /// Bytes of the largest file that is read.
    static let limit = 100 << 20

    package init(_ path: String) {
        self.path = path
    }

    package func make() throws(StateFileError) {
        guard mkdir(path, 0o700) != 0, errno != EEXIST else { return }
        throw StateFileError(attempt: "make the folder", path: path, code: errno)
    }

    package func folder(_ name: String) -> StateFolder { StateFolder("\(path)/\(name)") }

    /// Hands out the folder held open: whoever owns the folder above could otherwise put a link to another in its place between two steps of root's.
    package func held<Result>(_ body: (StateFolder) throws -> Result) throws -> Result {
        let file = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard file >= 0 else { throw StateFileError(attempt: "open the folder", path: path, code: errno) }
        defer { close(file) }
        return try body(StateFolder("/proc/self/fd/\(file)"))
    }

    /// The file of that path, wherever it is; nil when there is none.
    package static func read(path: String) throws(StateFileError) -> [UInt8]? {
        guard let slash = path.lastIndex(of: "/") else { return try StateFolder(".").read(path) }
        return try StateFolder(String(path[..<slash])).read(String(path[path.index(after: slash)...]))
    }

    /// Nil when there is no such file.
    package func read(_ name: String) throws(StateFileError) -> [UInt8]? {
        let file = open("\(path)/\(name)", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT { return nil }
            throw failure("read", name)
        }
        defer { close(file) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 64 << 10)
        while bytes.count <= Self.limit {
            let count = Glibc.read(file, &piece, piece.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure("read", name) }
            if count == 0 { return bytes }
            bytes += piece[..<count]
        }
        throw StateFileError(attempt: "read", path: "\(path)/\(name)", code: EFBIG)
    }

    /// Whole or not at all: under another name first, then renamed. Never through a link, which root could be led along.
    package func write(_ bytes: [UInt8], to name: String, mode: UInt32 = 0o600) throws(StateFileError) {
        let temporary = "\(path)/.\(name).new"
        let file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw failure("write", name) }
        var problem = Self.writeAll(bytes, file)
        if problem == nil, fchmod(file, mode) != 0 { problem = errno }
        if problem == nil, fsync(file) != 0 { problem = errno }
        close(file)
        if problem == nil, rename(temporary, "\(path)/\(name)") != 0 { problem = errno }
        guard let problem else { return }
        unlink(temporary)
        throw StateFileError(attempt: "write", path: "\(path)/\(name)", code: problem)
    }

    /// Adds to the end of a file, whole or not at all. What is added survives the end of this process; a loss of power can take it.
    package func append(_ bytes: [UInt8], to name: String) throws(StateFileError) {
        let file = open("\(path)/\(name)", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw failure("write", name) }
        defer { close(file) }
        let before = lseek(file, 0, SEEK_END)
        guard before >= 0 else { throw failure("write", name) }
        guard let problem = Self.writeAll(bytes, file) else { return }
        // A full disk takes a part, which would stand before what is added next.
        _ = ftruncate(file, before)
        throw StateFileError(attempt: "write", path: "\(path)/\(name)", code: problem)
    }

    package func remove(_ name: String) throws(StateFileError) {
        guard unlink("\(path)/\(name)") != 0, errno != ENOENT else { return }
        throw failure("remove", name)
    }

    /// Names and bytes of the files in it, in the order of their names.
    package func files() throws(StateFileError) -> [(name: String, size: Int)] {
        guard let folder = opendir(path) else { throw StateFileError(attempt: "list", path: path, code: errno) }
        defer { closedir(folder) }
        var files: [(name: String, size: Int)] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) } }
            var status = stat()
            guard !name.hasPrefix("."), lstat("\(path)/\(name)", &status) == 0, status.st_mode & S_IFMT == S_IFREG else { continue }
            files.append((name, Int(status.st_size)))
        }
        return files.sorted { $0.name < $1.name }
    }

    private func failure(_ attempt: String, _ name: String) -> StateFileError {
        StateFileError(attempt: attempt, path: "\(path)/\(name)", code: errno)
    }

    /// The error number, or nil when all was written.
    private static func writeAll(_ bytes: [UInt8], _ file: Int32) -> Int32? {
        bytes.withUnsafeBytes { buffer in
            var rest = buffer[...]
            while !rest.isEmpty {
                let count = Glibc.write(file, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return errno }
                rest = rest.dropFirst(count)
            }
            return nil
        }
    }
}

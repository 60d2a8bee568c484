import Glibc

/// What the program tells the person in front of it; logs go to standard error by themselves.
enum Console {
    static func say(_ line: String) { write(line + "\n", 1) }
    static func complain(_ line: String) { write(line + "\n", 2) }

    private static func write(_ text: String, _ file: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }
}

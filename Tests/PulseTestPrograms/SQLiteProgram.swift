import Foundation

/// `sqlite3` of Debian: another process that changes a database without asking who keeps it.
package enum SQLiteProgram {
    private static let path = "/usr/bin/sqlite3"

    package static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: path) }

    package struct Failed: Error { package let said: String }

    /// - Throws: ``Failed`` when a statement fails: a change that was none would test nothing.
    package static func run(_ sql: String, on database: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = ["-bail", "-batch", database]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        process.standardError = output
        try process.run()
        input.fileHandleForWriting.write(Data(sql.utf8))
        try input.fileHandleForWriting.close()
        let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0, said.isEmpty else { throw Failed(said: said) }
    }
}

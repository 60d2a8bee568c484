import Foundation

/// `promtool check metrics` of Debian's package prometheus: the judge of pages for Prometheus to scrape.
package enum PromTool {
    private static let path = "/usr/bin/promtool"

    package static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: path) }

    /// - Returns: its exit code and all it said, which is nothing for a page without fault.
    package static func check(_ page: String) throws -> (code: Int32, said: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = ["check", "metrics"]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        process.standardError = output
        try process.run()
        input.fileHandleForWriting.write(Data(page.utf8))
        try input.fileHandleForWriting.close()
        let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, said)
    }
}

import Foundation
import PulseTestPrograms

/// Debian's registry of images, on loopback, without anybody having to sign in.
final class RealRegistry {
    private static let path = "/usr/bin/docker-registry"
    static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: path) }

    let port: UInt16
    private let folder = NSTemporaryDirectory() + "pulse-registry-\(UUID().uuidString)"
    private var process: Process?

    init() throws {
        port = FreePort.find()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    func start() throws {
        let configuration = """
            version: 0.1
            storage: {filesystem: {rootdirectory: \(folder)/data}}
            http: {addr: "127.0.0.1:\(port)"}
            """
        try configuration.write(toFile: "\(folder)/config.yml", atomically: true, encoding: .utf8)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.path)
        process.arguments = ["serve", "\(folder)/config.yml"]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        self.process = process
    }

    func stop() {
        process?.terminate()
        process?.waitUntilExit()
        try? FileManager.default.removeItem(atPath: folder)
    }
}

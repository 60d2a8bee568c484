import Foundation

/// A certificate and its key, PEM, that a program shows.
package struct ProgramCertificate: Sendable {
    package let certificate: String
    package let key: String

    package init(certificate: String, key: String) {
        self.certificate = certificate
        self.key = key
    }
}

/// Debian's rsyslog as a process of its own on loopback. It takes messages over TCP, or over TLS when it has a certificate, reads their structured data,
/// and writes a line for each.
package final class RsyslogProgram {
    /// A message as rsyslog understood it.
    package struct Line: Sendable {
        package let priority: String
        package let time: String
        package let host: String
        package let program: String
        package let messageID: String
        /// By element and parameter, as its parser of structured data (mmpstrucdata) found them.
        package let data: [String: [String: String]]
        package let message: String
    }

    private static let path = "/usr/sbin/rsyslogd"
    package static var isInstalled: Bool {
        FileManager.default.isExecutableFile(atPath: path)
            && FileManager.default.fileExists(atPath: "/usr/lib/\(machine)-linux-gnu/rsyslog/lmnsd_gtls.so")
    }

    private static var machine: String {
        #if arch(arm64)
            "aarch64"
        #else
            "x86_64"
        #endif
    }

    package let port: UInt16
    private let folder = NSTemporaryDirectory() + "pulse-rsyslog-\(UUID().uuidString)"
    private let certificate: ProgramCertificate?
    private var process: Process?

    package init(_ certificate: ProgramCertificate? = nil) throws {
        self.certificate = certificate
        port = FreePort.find()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit {
        stop()
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Starts it and waits until it listens.
    package func start() async throws {
        try configuration().write(toFile: "\(folder)/rsyslog.conf", atomically: true, encoding: .utf8)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.path)
        process.arguments = ["-n", "-f", "\(folder)/rsyslog.conf", "-i", "\(folder)/pid"]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        self.process = process
        for _ in 0..<600 {
            if FreePort.isTaken(port) { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw NotReady(program: Self.path)
    }

    package func stop() {
        guard let process else { return }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        self.process = nil
    }

    /// What has arrived, once there are so many lines; what there is, when that takes too long.
    package func lines(atLeast count: Int) async throws -> [Line] {
        for _ in 0..<400 {
            let lines = read()
            if lines.count >= count { return lines }
            try await Task.sleep(for: .milliseconds(50))
        }
        return read()
    }

    private func read() -> [Line] {
        let text = (try? String(contentsOfFile: "\(folder)/out", encoding: .utf8)) ?? ""
        return text.split(separator: "\n").compactMap(Self.line)
    }

    /// rsyslog escapes tabs in what it receives, so that the separator is none of it.
    private static func line(_ text: Substring) -> Line? {
        let parts = text.split(separator: "\t", maxSplits: 6, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 7 else { return nil }
        let data = (try? JSONSerialization.jsonObject(with: Data(parts[5].utf8))) as? [String: [String: String]]
        return Line(
            priority: parts[0], time: parts[1], host: parts[2], program: parts[3], messageID: parts[4], data: data ?? [:], message: parts[6])
    }

    private func configuration() throws -> String {
        let fields = ["pri", "timestamp:::date-rfc3339", "hostname", "app-name", "msgid", "$!rfc5424-sd", "msg"].map { "%\($0)%" }
        var driver = ("", "")
        if let certificate {
            try certificate.certificate.write(toFile: "\(folder)/certificate.pem", atomically: true, encoding: .utf8)
            try certificate.key.write(toFile: "\(folder)/key.pem", atomically: true, encoding: .utf8)
            driver = (
                """
                defaultNetstreamDriver="gtls" defaultNetstreamDriverCAFile="\(folder)/certificate.pem"
                defaultNetstreamDriverCertFile="\(folder)/certificate.pem" defaultNetstreamDriverKeyFile="\(folder)/key.pem"
                """, #"streamDriver.name="gtls" streamDriver.mode="1" streamDriver.authMode="anon""#
            )
        }
        return """
            global(workDirectory="\(folder)" net.enableDNS="off" maxMessageSize="64k" \(driver.0))
            module(load="imtcp" \(driver.1))
            module(load="mmpstrucdata")
            input(type="imtcp" address="127.0.0.1" port="\(port)")
            action(type="mmpstrucdata")
            template(name="line" type="string" string="\(fields.joined(separator: "\\t"))\\n")
            action(type="omfile" file="\(folder)/out" template="line")
            """
    }
}

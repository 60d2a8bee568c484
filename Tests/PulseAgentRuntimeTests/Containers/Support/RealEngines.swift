import Foundation
import PulseTestPrograms
import PulseTransport

/// What starts a real engine from Debian's packages, and ends it with all that runs in it.
final class RealEngine {
    enum Product: String {
        case docker = "/usr/sbin/dockerd"
        case podman = "/usr/bin/podman"
    }

    struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    static let image = "local/busybox:1"
    private static let busybox = "/bin/busybox"

    let product: Product
    /// Short, because names of sockets are.
    let folder = "/tmp/pe-\(UUID().uuidString.prefix(6))"
    private var server: Process?

    var socket: String { "\(folder)/engine.sock" }

    /// Why it cannot be started here; nil when it can.
    static func obstacle(_ product: Product) -> String? {
        let needed =
            [product.rawValue, busybox] + (product == .docker ? ["/usr/bin/docker", "/usr/sbin/runc"] : ["/usr/bin/conmon", "/usr/sbin/runc"])
        if let missing = needed.first(where: { !FileManager.default.isExecutableFile(atPath: $0) }) { return "\(missing) is not installed" }
        return getuid() == 0 ? nil : "only root can start it"
    }

    init(_ product: Product) throws {
        self.product = product
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    /// Starts it, waits until it answers, and gives it an image.
    func start(_ http: OutboundClient) async throws {
        let address = "http+unix://\(percentEncoded(socket))/_ping"
        server = try launch(try arguments())
        for _ in 0..<600 {
            if let response = try? await http.send(OutboundRequest(url: address, deadline: .seconds(1))), response.status == 200 {
                return try makeImage()
            }
            guard server?.isRunning == true else { throw Failed(description: "\(product.rawValue) ended: \(log)") }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw Failed(description: "\(product.rawValue) does not answer: \(log)")
    }

    /// Ends everything that was started, containers first.
    func stop() {
        if product == .podman { _ = try? run("pod", "rm", "-f", "-a") }
        if let ids = try? run("ps", "-aq"), !ids.isEmpty { _ = try? run(["rm", "-f"] + ids.split(separator: "\n").map(String.init)) }
        server?.terminate()
        server?.waitUntilExit()
        _ = try? execute("/bin/sh", ["-c", "umount -R \(folder)/* 2>/dev/null; rm -rf \(folder)"])
    }

    /// The engine's own command line. Podman's works on the same data, without the service.
    @discardableResult
    func run(_ arguments: String...) throws -> String { try run(arguments) }

    @discardableResult
    func run(_ arguments: [String]) throws -> String {
        switch product {
        case .docker: try execute("/usr/bin/docker", ["-H", "unix://\(socket)"] + arguments)
        case .podman: try execute(product.rawValue, global + arguments)
        }
    }

    private var log: String { String((try? String(contentsOfFile: "\(folder)/log", encoding: .utf8))?.suffix(600) ?? "") }

    private var global: [String] {
        [
            "--root", "\(folder)/root", "--runroot", "\(folder)/run", "--storage-driver", "vfs", "--cgroup-manager", "cgroupfs", "--runtime",
            "/usr/sbin/runc", "--events-backend", "file", "--tmpdir", "\(folder)/tmp",
        ]
    }

    private func arguments() throws -> [String] {
        switch product {
        case .podman:
            let configuration = """
                [containers]
                default_ulimits=["nofile=20000:20000","nproc=32768:32768"]
                log_driver="k8s-file"
                """
            try configuration.write(toFile: "\(folder)/containers.conf", atomically: true, encoding: .utf8)
            return global + ["system", "service", "-t", "0", "unix://\(socket)"]
        case .docker:
            return [
                "--data-root", "\(folder)/data", "--exec-root", "\(folder)/exec", "-p", "\(folder)/pid", "-H", "unix://\(socket)", "--iptables=false",
                "--ip6tables=false", "--ip-masq=false", "--bridge=none", "--storage-driver=vfs",
            ]
        }
    }

    private func makeImage() throws {
        let script = """
            set -e; r=\(folder)/rootfs; mkdir -p $r/bin $r/etc $r/tmp; cp \(Self.busybox) $r/bin/busybox
            for a in sh sleep tail true false httpd dd; do ln -sf busybox $r/bin/$a; done
            echo 'root:x:0:0:root:/:/bin/sh' > $r/etc/passwd; tar -C $r -cf \(folder)/image.tar .; rm -rf $r
            """
        try execute("/bin/sh", ["-c", script])
        try run("import", "--change", "CMD [\"/bin/sh\"]", "\(folder)/image.tar", Self.image)
    }

    private func launch(_ arguments: [String]) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: product.rawValue)
        process.arguments = arguments
        process.environment = environment
        _ = FileManager.default.createFile(atPath: "\(folder)/log", contents: nil)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle(forWritingAtPath: "\(folder)/log")
        try process.run()
        return process
    }

    private var environment: [String: String] {
        ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "CONTAINERS_CONF": "\(folder)/containers.conf", "HOME": folder, "DOCKER_CONFIG": folder]
    }

    @discardableResult
    private func execute(_ program: String, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.environment = environment
        let (output, errors) = (Pipe(), "\(folder)/errors")
        _ = FileManager.default.createFile(atPath: errors, contents: nil)
        process.standardOutput = output
        process.standardError = FileHandle(forWritingAtPath: errors) ?? FileHandle.nullDevice
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failed(
                description: "\(program) \(arguments.joined(separator: " ")): \((try? String(contentsOfFile: errors, encoding: .utf8)) ?? "")")
        }
        return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

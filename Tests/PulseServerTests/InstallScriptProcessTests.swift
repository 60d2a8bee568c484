import Foundation
import Testing

@testable import PulseServer

/// The script that machines fetch, run by a real shell with stand-ins for what reaches outside.
@Suite("The script that installs agents", .timeLimit(.minutes(2)))
struct InstallScriptProcessTests {
    private static let shellcheck = "/usr/bin/shellcheck"
    private let folder = NSTemporaryDirectory() + "pulse-install-" + UUID().uuidString

    private func remove() { try? FileManager.default.removeItem(atPath: folder) }

    private func place(_ text: String, _ name: String) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let isPlaced = FileManager.default.createFile(
            atPath: "\(folder)/\(name)", contents: Data(text.utf8), attributes: [.posixPermissions: 0o755])
        try #require(isPlaced)
    }

    /// Runs it; `programs` go before the system's own.
    private func run(_ arguments: [String], _ programs: [String: String]) throws -> (status: Int32, output: String) {
        try place(InstallScript.text, "install.sh")
        try place("#!/bin/sh\necho \"ran: $*\"\n", "agent")
        let curl = """
            #!/bin/sh
            for word in "$@"; do file=$word; done
            echo "curl $*"
            case "$*" in
                *agent.sha256*) sha256sum "\(folder)/agent" > "$file" ;;
                *) cp "\(folder)/agent" "$file" ;;
            esac
            """
        for (name, text) in ["curl": curl, "id": "#!/bin/sh\necho 0\n"].merging(programs, uniquingKeysWith: { $1 }) { try place(text, name) }
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["\(folder)/install.sh"] + arguments
        process.environment = ["PATH": "\(folder):/usr/sbin:/usr/bin:/sbin:/bin"]
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, output)
    }

    @Test("shellcheck finds nothing", .enabled(if: FileManager.default.isExecutableFile(atPath: shellcheck)))
    func check() throws {
        defer { remove() }
        try place(InstallScript.text, "install.sh")
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: Self.shellcheck)
        process.arguments = ["\(folder)/install.sh"]
        process.standardOutput = pipe
        try process.run()
        #expect(String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self) == "")
        process.waitUntilExit()
    }

    @Test("it fetches by the pinned key, compares, and hands the other options to the agent as they were")
    func installs() throws {
        defer { remove() }
        let ran = try run(["--url", "https://pulse.lan:7655/", "--code", "AB-CD", "--pin", "k=", "--tag", "two words"], [:])
        #expect(ran.status == 0)
        #expect(ran.output.contains("ran: install --url https://pulse.lan:7655 --code AB-CD --pin k= --tag two words\n"))
        #expect(ran.output.contains("curl -fsS --globoff -k --pinnedpubkey sha256//k= https://pulse.lan:7655/download/pulse-agent?arch="))
        #expect(!ran.output.contains("AB-CD https"))
    }

    @Test(
        "a machine on which it would not run is told why before anything is copied",
        arguments: [
            ("uname", "#!/bin/sh\n[ \"$1\" = -s ] && echo FreeBSD || echo amd64\n", "runs on Linux"),
            ("uname", "#!/bin/sh\n[ \"$1\" = -s ] && echo Linux || echo riscv64\n", "no pulse-agent for riscv64"),
            ("getconf", "#!/bin/sh\necho glibc 2.31\n", "this system has 2.31"), ("getconf", "#!/bin/sh\nexit 1\n", "has another one"),
            ("id", "#!/bin/sh\necho 1000\n", "needs root"), ("curl", "#!/bin/sh\nexit 22\n", "could not be fetched"),
        ])
    func refuses(program: String, text: String, says: String) throws {
        defer { remove() }
        let ran = try run(["--url", "http://pulse.lan:7655", "--code", "X"], [program: text])
        #expect(ran.status == 1)
        #expect(ran.output.contains(says))
        #expect(!ran.output.contains("ran: install"))
    }

    @Test("what is not what the server holds is not run")
    func changed() throws {
        defer { remove() }
        let curl = "#!/bin/sh\nfor word in \"$@\"; do file=$word; done\necho '#!/bin/sh' > \"$file\"\n"
        let ran = try run(["--url", "http://pulse.lan:7655", "--code", "X"], ["curl": curl])
        #expect(ran.status == 1)
        #expect(ran.output.contains("is not what the server holds"))
    }
}

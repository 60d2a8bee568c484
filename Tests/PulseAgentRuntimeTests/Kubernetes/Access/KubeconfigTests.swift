import Foundation
import PulseCore
import PulseTransport
import Testing

@testable import PulseAgentRuntime

@Suite("The way into a cluster", .timeLimit(.minutes(1)))
struct KubeconfigTests {
    static let text = """
        apiVersion: v1
        kind: Config
        current-context: home
        clusters:
        - name: home
          cluster:
            server: https://10.0.0.1:6443/
            certificate-authority: ca.pem
        - name: lab
          cluster: {server: "https://lab.example.invalid", insecure-skip-tls-verify: true}
        contexts:
        - name: home
          context: {cluster: home, user: admin}
        - name: lab
          context: {cluster: lab, user: robot, namespace: x}
        - name: plugin
          context: {cluster: home, user: plugin}
        users:
        - name: admin
          user:
            client-certificate-data: CERT
            client-key-data: KEY
        - name: robot
          user: {tokenFile: /run/token}
        - name: plugin
          user:
            exec: {command: aws, apiVersion: client.authentication.k8s.io/v1}
        """

    private func config(_ text: String = text) throws -> Kubeconfig {
        let authority = try DoubleAuthority()
        let client = try authority.client("admin")
        let filled = text.replacing("CERT", with: Data(client.certificate.utf8).base64EncodedString())
            .replacing("KEY", with: Data(client.key.utf8).base64EncodedString())
        return try Kubeconfig(path: "/home/me/.kube/config", text: filled)
    }

    private func files(_ pem: String) -> SmallFiles { SmallFiles { $0 == "/home/me/.kube/ca.pem" ? Array(pem.utf8) : nil } }

    private func problem(_ text: String, context: String? = nil) throws -> KubernetesAccessError? {
        do {
            _ = try config(text).access(context: context, files: files(try DoubleAuthority().pem))
            return nil
        } catch let error as KubernetesAccessError {
            return error
        }
    }

    @Test("the current context, with a certificate of a file beside it and a client certificate in it")
    func current() throws {
        let pem = try DoubleAuthority().pem
        let access = try config().access(context: nil, files: files(pem))
        #expect(access.server == "https://10.0.0.1:6443" && access.name == "home")
        #expect(access.trust == .authority(pem) && access.credential == .none)
        #expect(access.identity?.isUsable == true)
        #expect(!"\(access)".contains("PRIVATE KEY"))
    }

    @Test("a context by name; no certificate is demanded only where the file says so")
    func named() throws {
        let access = try config().access(context: "lab", files: files(""))
        #expect(access.server == "https://lab.example.invalid" && access.trust == .anyone)
        #expect(access.credential == .tokenFile("/run/token") && access.identity == nil)
        let careful = Self.text.replacing("insecure-skip-tls-verify: true", with: "insecure-skip-tls-verify: false")
        #expect(try config(careful).access(context: "lab", files: files("")).trust == .system)
    }

    @Test("a context without a user asks as nobody; a byte order mark is not in the way")
    func nobody() throws {
        let access = try config("\u{FEFF}" + Self.text.replacing("user: robot", with: "user: \"\"")).access(context: "lab", files: files(""))
        #expect(access.credential == .none && access.identity == nil)
    }

    @Test("a token goes before its file, and is not shown")
    func token() throws {
        let text = Self.text.replacing("{tokenFile: /run/token}", with: "{tokenFile: /run/token, token: s3cret}")
        let access = try config(text).access(context: "lab", files: files(""))
        #expect(access.credential == .token(Redacted("s3cret")))
        #expect(!"\(access)".contains("s3cret"))
    }

    @Test("programs that a file names are not started")
    func exec() throws {
        let problem = try problem(Self.text, context: "plugin")
        #expect(problem?.sentence.contains("starts no programs") == true && problem?.nextStep.contains("service account") == true)
    }

    @Test("what is wrong is said, with the file and the place")
    func problems() throws {
        #expect(try problem(Self.text, context: "nowhere")?.nextStep == "It has: home, lab, plugin.")
        #expect(try problem(Self.text.replacing("https://10.0.0.1:6443/", with: "10.0.0.1"))?.sentence.contains("no address") == true)
        #expect(try problem(Self.text.replacing("ca.pem", with: "gone.pem"))?.sentence.contains("gone.pem") == true)
        #expect(try problem(Self.text.replacing("client-key-data: KEY", with: "x: y"))?.sentence.contains("without its client-key") == true)
        #expect(try problem(Self.text.replacing("client-key-data: KEY", with: "client-key-data: '*'"))?.sentence.contains("base 64") == true)
        #expect(throws: KubernetesAccessError.self) { try Kubeconfig(path: "/x", text: "- a") }
        #expect { try Kubeconfig(path: "/x", text: "a: 1\na: 2") } throws: { ($0 as? KubernetesAccessError)?.sentence.contains("line 2") == true }
    }

    @Test("a pod asks with its service account")
    func inCluster() throws {
        let pem = try DoubleAuthority().pem
        let files = SmallFiles { path in
            switch path {
            case "/account/token": Array("abc\n".utf8)
            case "/account/ca.crt": Array(pem.utf8)
            default: nil
            }
        }
        let environment = ["KUBERNETES_SERVICE_HOST": "fd00::1", "KUBERNETES_SERVICE_PORT": "6443"]
        let access = try KubernetesAccess.inCluster(environment: environment, folder: "/account", files: files)
        #expect(access.server == "https://[fd00::1]:6443" && access.trust == .authority(pem) && access.name == "kubernetes")
        #expect(access.credential == .tokenFile("/account/token"))
        #expect(throws: KubernetesAccessError.self) {
            try KubernetesAccess.inCluster(environment: environment, folder: "/elsewhere", files: files)
        }
        #expect(throws: KubernetesAccessError.self) { try KubernetesAccess.inCluster(environment: [:], folder: "/account", files: files) }
    }

    @Test("a kubeconfig that is named goes before the pod's account, and kubectl's own comes last")
    func order() throws {
        let files = SmallFiles { path in
            path == "/named" || path == "/home/me/.kube/config"
                ? Array(Self.text.replacing("current-context: home", with: "current-context: lab").utf8) : nil
        }
        let pod = ["KUBERNETES_SERVICE_HOST": "10.0.0.1", "HOME": "/home/me"]
        #expect(try KubernetesAccess.find(kubeconfig: "/named", environment: pod, files: files).name == "lab")
        #expect(try KubernetesAccess.find(environment: ["HOME": "/home/me"], files: files).name == "lab")
        #expect(throws: KubernetesAccessError.self) { try KubernetesAccess.find(environment: pod, files: files) }
        #expect(throws: KubernetesAccessError.self) { try KubernetesAccess.find(environment: [:], files: files) }
        #expect(throws: KubernetesAccessError.self) { try KubernetesAccess.find(environment: ["KUBECONFIG": "/gone:/named"], files: files) }
    }

    @Test("a file that is too long, or no text, is not read")
    func files() throws {
        let path = NSTemporaryDirectory() + "pulse-kube-\(ProcessInfo.processInfo.globallyUniqueString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(repeating: 0x61, count: SmallFiles.limit).write(to: URL(filePath: path))
        #expect(SmallFiles().text(path)?.utf8.count == SmallFiles.limit)
        try Data(repeating: 0x61, count: SmallFiles.limit + 1).write(to: URL(filePath: path))
        #expect(SmallFiles().text(path) == nil)
        try Data([0xFF, 0xFE]).write(to: URL(filePath: path))
        #expect(SmallFiles().text(path) == nil && SmallFiles().text(path + "-gone") == nil)
    }
}

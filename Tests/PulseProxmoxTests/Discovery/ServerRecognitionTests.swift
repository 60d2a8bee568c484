import PulseCore
import PulseTransport
import Testing

@testable import PulseProxmox

@Suite("Recognising a server", .timeLimit(.minutes(5)))
struct ServerRecognitionTests {
    private static let address = IPAddress("192.168.1.5")!

    private func judge(
        _ said: String, subject: CertificateName? = CertificateName(commonName: "other.lan"), issuer: String? = nil, port: Int = 8006
    ) -> FoundServer? {
        let answer = FirstAnswer(fingerprint: Fingerprint(ofCertificate: [1]), subject: subject, issuer: issuer, said: Array(said.utf8))
        return ServerRecognition.judge(answer, at: ScanTarget(Self.address, port))
    }

    private func page(_ title: String, server: String? = nil) -> String {
        "HTTP/1.1 200 OK\r\n\(server.map { "Server: \($0)\r\n" } ?? "")Content-Type: text/html\r\n\r\n<!DOCTYPE html><html><head><title>\(title)</title>"
    }

    @Test(
        "the title of its page names the product for certain, at whatever port",
        arguments: [
            ("pve1 - Proxmox Virtual Environment", ProxmoxProduct.virtualEnvironment), ("vault - Proxmox Backup Server", .backupServer),
            ("Proxmox Mail Gateway", .mailGateway),
        ])
    func title(title: String, product: ProxmoxProduct) {
        let found = judge(page(title), port: 443)
        #expect(found?.product == product)
        #expect(found?.confidence == .certain)
        #expect(found?.evidence == ["Its page is titled “\(title)”."])
    }

    @Test("a page outweighs a certificate of another product, and only what speaks for the product is given as evidence")
    func pageOverCertificate() {
        let found = judge(
            page("mx - Proxmox Mail Gateway", server: "pve-api-daemon/3.0"),
            subject: CertificateName(commonName: "pve9.lan", unit: "PVE Cluster Node", organisation: "Proxmox Virtual Environment"))
        #expect(found?.product == .mailGateway)
        #expect(found?.evidence.count == 1)
    }

    @Test("a certificate that the product made for itself is likely it, when the server says nothing")
    func certificate() {
        let own = CertificateName(commonName: "pve1.lan", unit: "PVE Cluster Node", organisation: "Proxmox Virtual Environment")
        #expect(judge("", subject: own)?.confidence == .likely)
        #expect(judge("", subject: own)?.node == "pve1")
        let issued = judge("", issuer: "CN=Proxmox Virtual Environment, OU=1c9, O=PVE Cluster Manager CA")
        #expect(issued?.confidence == .likely && issued?.product == .virtualEnvironment)
        let backup = judge("", subject: CertificateName(commonName: "vault", organisation: "Proxmox Backup Server"), port: 8007)
        #expect(backup?.product == .backupServer && backup?.confidence == .likely)
    }

    @Test("the program's name alone makes it possible: 401 of the API, or an error page")
    func serverHeader() {
        let found = judge("HTTP/1.1 401 No ticket\r\nServer: pve-api-daemon/3.0\r\n\r\n")
        #expect(found?.confidence == .possible && found?.product == .virtualEnvironment)
        let maker = judge("HTTP/1.1 401 Unauthorized\r\n\r\n", subject: CertificateName(commonName: "vault.lan", organisation: "Proxmox"), port: 8007)
        #expect(maker?.confidence == .possible && maker?.product == .backupServer)
    }

    @Test(
        "what shows nothing of Proxmox is not listed",
        arguments: [
            "", "HTTP/1.1 200 OK\r\n\r\n<title>Router</title>", "HTTP/1.1 200 OK\r\nServer: nginx\r\n\r\n", "SSH-2.0-OpenSSH_9.2\r\n",
            "HTTP/1.1 200 OK\r\n\r\n<title>How to install Proxmox Virtual Environment on a NAS</title>", "HTTP/1.1 200",
            "HTTP/1.1 200 OK\r\nX: <title>Proxmox Backup Server</title>\r\n", "220 mail ESMTP\r\nServer: pve-api-daemon/3.0\r\n\r\n",
        ])
    func strangers(said: String) { #expect(judge(said) == nil) }

    @Test("the name comes from the certificate, else from the title, and is only ever a name")
    func names() {
        let title = page("pve7 - Proxmox Virtual Environment")
        #expect(judge(title, subject: CertificateName(commonName: "pve1.example.org"))?.node == "pve1")
        #expect(judge(title, subject: CertificateName(commonName: "*.example.org"))?.node == "pve7")
        #expect(judge(title, subject: CertificateName(commonName: "192.168.1.5"))?.node == "pve7")
        #expect(judge(page("<b>x</b> - Proxmox Virtual Environment"), subject: nil)?.node == nil)
        #expect(judge(title, subject: CertificateName(commonName: String(repeating: "a", count: 4000)))?.node == "pve7")
    }

    @Test("whatever a stranger says, it is judged without harm and in few words", arguments: 0..<20)
    func fuzz(seed: UInt64) {
        var spoiler = Spoiler(seed: seed)
        for _ in 0..<300 {
            let bytes = spoiler.spoilt(Array(page("pve1 - Proxmox Virtual Environment", server: "pve-api-daemon/3.0").utf8))
            let answer = FirstAnswer(
                fingerprint: Fingerprint(ofCertificate: [1]), subject: CertificateName(commonName: String(decoding: bytes, as: UTF8.self)),
                issuer: nil,
                said: bytes)
            let found = ServerRecognition.judge(answer, at: ScanTarget(Self.address, 8006))
            #expect(found?.evidence.allSatisfy { $0.count < 220 && $0 == $0.printable(limit: 220) } ?? true)
            #expect((found?.node ?? "").utf8.count <= 100)
            #expect((found?.subject ?? "").count <= 200)
        }
    }
}

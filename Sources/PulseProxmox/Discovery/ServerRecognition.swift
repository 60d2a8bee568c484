import PulseCore
package import PulseTransport

/// Judges whether what answered is a server of Proxmox, and of which product. A decision over what it showed and said.
package enum ServerRecognition {
    private static let longestName = 100

    /// - Returns: nil for everything that is not, or does not show that it is.
    package static func judge(_ answer: FirstAnswer, at target: ScanTarget) -> FoundServer? {
        let heard = HeardAnswer(answer.said)
        let clues = [
            clue(ofTitle: heard.title), clue(ofSubject: answer.subject), clue(ofIssuer: answer.issuer), clue(ofServer: heard.server, target.port),
            clue(ofMaker: answer.subject, target.port),
        ].compactMap { $0 }
        guard let best = clues.max(by: { $0.confidence < $1.confidence }) else { return nil }
        return FoundServer(
            product: best.product, address: target.address, port: target.port, node: node(answer.subject, title: heard.title),
            fingerprint: answer.fingerprint.description, subject: answer.subject?.text?.printable(limit: 200), confidence: best.confidence,
            evidence: clues.sorted { $0.confidence > $1.confidence }.filter { $0.product == best.product }.map(\.sentence))
    }

    private struct Clue {
        let product: ProxmoxProduct
        let confidence: FoundServer.Confidence
        let sentence: String
    }

    /// `pve1 - Proxmox Virtual Environment`: the pages of all three name their product at the end of the title.
    private static func clue(ofTitle title: String?) -> Clue? {
        guard let title, let product = ProxmoxProduct.allCases.first(where: { title.hasSuffix(name(of: $0)) }) else { return nil }
        return Clue(product: product, confidence: .certain, sentence: "Its page is titled “\(title)”.")
    }

    /// Certificates that the products make for themselves; one of somebody else says nothing.
    private static func clue(ofSubject subject: CertificateName?) -> Clue? {
        let parts = [subject?.organisation, subject?.unit].compactMap { $0 }
        guard let product = ProxmoxProduct.allCases.first(where: { parts.contains(name(of: $0)) }) else { return nil }
        return Clue(product: product, confidence: .likely, sentence: "Its certificate is made out to \(name(of: product)).")
    }

    private static func clue(ofIssuer issuer: String?) -> Clue? {
        guard let issuer, issuer.contains("O=PVE Cluster Manager CA") else { return nil }
        return Clue(
            product: .virtualEnvironment, confidence: .likely, sentence: "Its certificate is signed by the authority of a Proxmox VE cluster.")
    }

    /// Proxmox VE and the mail gateway share this server program, and the port.
    private static func clue(ofServer server: String?, _ port: Int) -> Clue? {
        guard let server, server.hasPrefix("pve-api-daemon/") else { return nil }
        return Clue(
            product: .virtualEnvironment, confidence: .possible, sentence: "It answers as “\(server)”, as Proxmox VE and its mail gateway do.")
    }

    private static func clue(ofMaker subject: CertificateName?, _ port: Int) -> Clue? {
        guard let organisation = subject?.organisation, organisation == "Proxmox" else { return nil }
        let product = ProxmoxProduct.allCases.first { $0.defaultPort == port } ?? .virtualEnvironment
        return Clue(
            product: product, confidence: .possible, sentence: "Its certificate is made out to Proxmox, and its port is that of \(product.title).")
    }

    private static func name(of product: ProxmoxProduct) -> String {
        product == .virtualEnvironment ? "Proxmox Virtual Environment" : product.title
    }

    /// The machine's name in the certificate, without its domain; where that is none, as with `*.example.com`, the one in front of the title.
    private static func node(_ subject: CertificateName?, title: String?) -> String? {
        let common = subject?.commonName.map { String($0.prefix { $0 != "." }) } ?? ""
        if isName(common) { return common }
        guard let title, let dash = title.firstRange(of: " - ") else { return nil }
        let named = String(title[..<dash.lowerBound])
        return isName(named) ? named : nil
    }

    private static func isName(_ text: String) -> Bool {
        (1...longestName).contains(text.utf8.count) && !text.utf8.allSatisfy { (48...57).contains($0) }
            && text.utf8.allSatisfy { (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 0x2D || $0 == 0x5F }
    }
}

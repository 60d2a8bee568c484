package import PulseCore

/// A server of Proxmox that a scan came across, and by what it was recognised.
package struct FoundServer: Sendable, Equatable {
    package enum Confidence: String, Sendable, CaseIterable, Comparable {
        /// Something about it is Proxmox's, and nothing says which product it is.
        case possible
        /// Its certificate is one that this product makes for itself.
        case likely
        /// Its own page names the product.
        case certain

        package static func < (left: Confidence, right: Confidence) -> Bool { left.rank < right.rank }
        private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    }

    package let product: ProxmoxProduct
    package let address: IPAddress
    package let port: Int
    /// What it calls itself.
    package let node: String?
    /// SHA-256 of its certificate.
    package let fingerprint: String
    package let subject: String?
    package let confidence: Confidence
    /// Sentences, the weightiest first.
    package let evidence: [String]

    package init(
        product: ProxmoxProduct, address: IPAddress, port: Int, node: String?, fingerprint: String, subject: String?, confidence: Confidence,
        evidence: [String]
    ) {
        self.product = product
        self.address = address
        self.port = port
        self.node = node
        self.fingerprint = fingerprint
        self.subject = subject
        self.confidence = confidence
        self.evidence = evidence
    }
}

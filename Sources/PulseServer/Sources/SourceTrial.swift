import HTTPTypes
import PulseCore
import PulseHTTP
import PulseProxmox
import PulseTransport

/// Tries a source before it is kept: with which certificate, whether it must be tried again, whether what came back is good enough.
struct SourceTrial: Sendable {
    let client: OutboundClient
    let now: @Sendable () -> Timestamp

    /// Asks step by step. Takes as long as the slowest step may, ten seconds each.
    func report(
        _ product: ProxmoxProduct, _ address: String, _ credentials: ProxmoxCredentials, _ fingerprint: String?
    ) async -> ProxmoxConnectionReport {
        await ProxmoxConnectionTest(client: client, now: now).run(product, address: address, credentials: credentials, fingerprint: fingerprint)
    }

    /// What is asked there. A source stays what it is.
    static func product(_ draft: SourceDraft, _ known: ProxmoxSourceConfiguration?) -> ProxmoxProduct {
        known?.product ?? draft.kind.flatMap { ProxmoxProduct(rawValue: $0.rawValue) } ?? .virtualEnvironment
    }

    /// - Throws: when the draft makes another product of a source, or signs in to one in a way it doesn't know.
    static func refuseKind(_ draft: SourceDraft, _ known: ProxmoxSourceConfiguration?) throws {
        let product = product(draft, known)
        if let kind = draft.kind, kind.rawValue != product.rawValue {
            throw APIError(
                .badRequest, "invalid_kind", "'\(known?.name ?? "")' is \(product.title). Add another source instead.", details: ["field": "kind"])
        }
        if case .token? = draft.credentials, !product.knowsTokens {
            throw APIError(
                .badRequest, "invalid_authentication", "\(product.title) knows no API tokens: enter a user and a password.",
                details: ["field": "authentication"])
        }
    }

    /// - Throws: what stands in the way, as an answer for the person who entered it.
    static func accept(_ report: ProxmoxConnectionReport) throws {
        if let problem = report.problem {
            throw APIError(.unprocessableContent, problem.code, "\(problem.sentence) \(problem.nextStep)")
        }
        guard !report.needsConfirmation else {
            throw APIError(
                .unprocessableContent, "certificate_unconfirmed",
                "The certificate of this server is not known to the system; confirm its fingerprint first.",
                details: ["fingerprint": report.certificate?.fingerprint.description ?? ""])
        }
    }

    /// A stored secret goes only where it was entered for: else whoever may edit sources could have it sent to a server of their own.
    ///
    /// - Throws: when the draft names another server and brings no secret with it.
    static func refuseElsewhere(_ draft: SourceDraft, _ known: ProxmoxSourceConfiguration?) throws {
        guard let known, draft.credentials == nil, let address = draft.address, let url = (try? ProxmoxAddress(address, of: known.product))?.url
        else { return }
        guard !known.endpoints.contains(where: { $0.url == url }) else { return }
        throw APIError(
            .badRequest, "credentials_needed",
            "'\(known.name)' has no node at this address so far, and its stored secret is sent to no other server. Enter the token or the password again.",
            details: ["field": "authentication"])
    }

    /// True when the source has to be asked again before the change is kept.
    static func changesConnection(_ draft: SourceDraft, _ known: ProxmoxSourceConfiguration) -> Bool {
        let first = known.endpoints.first
        let isElsewhere = draft.address.map { (try? ProxmoxAddress($0, of: known.product))?.url != first?.url } ?? false
        return isElsewhere || draft.credentials != nil || draft.fingerprint.map { $0 != first?.fingerprint } ?? false
    }

    /// The certificate to accept at an address: the one confirmed just now, or the one stored for this very address.
    static func pin(for address: String, _ draft: SourceDraft, _ known: ProxmoxSourceConfiguration?) -> String? {
        let url = (try? ProxmoxAddress(address, of: product(draft, known)))?.url
        return draft.fingerprint ?? known?.endpoints.first { $0.url == url }?.fingerprint
    }
}

extension ConnectionTestResult {
    init(_ report: ProxmoxConnectionReport) {
        self.init(
            problem: report.problem ?? (report.needsConfirmation ? .unconfirmed : nil),
            steps: report.steps.map { Step(asked: $0.asked, answered: $0.answered, ok: $0.succeeded) },
            certificate: report.certificate.map { certificate in
                Certificate(
                    fingerprint: certificate.fingerprint.description, subject: certificate.subject, issuer: certificate.issuer,
                    notAfter: certificate.notAfter.description, trustedBySystem: certificate.trustedBySystem,
                    // One that took the place of a confirmed one can be confirmed too, by whoever knows why it changed.
                    needsConfirmation: report.needsConfirmation || report.problem?.code == "certificate_changed")
            },
            version: report.version, clusterName: report.clusterName, nodes: report.nodes, guests: report.guests,
            datastores: report.datastores, missingPrivileges: report.missingPrivileges, features: report.features)
    }
}

extension Problem {
    fileprivate static let unconfirmed = Problem(
        code: "certificate_unconfirmed", sentence: "The certificate of this server is not known to the system.",
        nextStep: "Compare its fingerprint with the one the node shows, and confirm it.")
}

package import PulseCore
package import PulseTransport

/// Tries an address and credentials once, step by step, without keeping anything.
package struct ProxmoxConnectionTest: Sendable {
    private let client: OutboundClient
    private let now: @Sendable () -> Timestamp

    /// For each step.
    static let deadline = Duration.seconds(10)

    package init(client: OutboundClient, now: @escaping @Sendable () -> Timestamp) {
        self.client = client
        self.now = now
    }

    /// - Parameter fingerprint: the certificate somebody has confirmed; nil asks for the system's trust. Without either it ends after the
    ///   handshake, and the credentials are not sent.
    package func run(
        _ product: ProxmoxProduct, address: String, credentials: ProxmoxCredentials, fingerprint: String?
    ) async -> ProxmoxConnectionReport {
        var report = ProxmoxConnectionReport(product: product)
        let place: ProxmoxAddress
        do throws(ProxmoxAddressError) {
            place = try ProxmoxAddress(address, of: product)
        } catch {
            report.problem = error.problem
            return report
        }
        report.url = place.url
        guard let endpoint = await greet(place, fingerprint, credentials, &report) else { return report }
        await ask(endpoint, credentials, &report)
        return report
    }

    /// The handshake. Nil when the test ends here.
    private func greet(
        _ place: ProxmoxAddress, _ fingerprint: String?, _ credentials: ProxmoxCredentials, _ report: inout ProxmoxConnectionReport
    ) async -> ProxmoxEndpoint? {
        var endpoint = ProxmoxEndpoint(url: place.url)
        let shown: CertificateSummary
        do throws(TransportError) {
            shown = try await client.certificate(host: place.host, port: place.port, deadline: Self.deadline)
        } catch {
            let problem = ProxmoxProblem.of(.transport(error), at: endpoint, credentials: credentials, product: report.product)
            report.add("TLS handshake with \(place.host):\(place.port)", problem.sentence, false)
            report.problem = problem
            return nil
        }
        report.certificate = shown
        let isWanted = fingerprint.map { !$0.isEmpty } ?? false
        endpoint.fingerprint = isWanted ? fingerprint : nil
        if let problem = Self.objection(to: shown, endpoint, credentials, product: report.product) { report.problem = problem }
        report.needsConfirmation = !isWanted && !shown.trustedBySystem
        report.add(
            "TLS handshake with \(place.host):\(place.port)",
            "Certificate \(shown.fingerprint), \(shown.trustedBySystem ? "trusted" : "not trusted") by this system",
            report.problem == nil && !report.needsConfirmation)
        return report.problem == nil && !report.needsConfirmation ? endpoint : nil
    }

    private static func objection(
        to shown: CertificateSummary, _ endpoint: ProxmoxEndpoint, _ credentials: ProxmoxCredentials, product: ProxmoxProduct
    ) -> Problem? {
        switch endpoint.trust {
        case nil: ProxmoxProblem.of(.fingerprintUnreadable, at: endpoint, credentials: credentials, product: product)
        case .pinned(let expected) where expected != shown.fingerprint:
            ProxmoxProblem.of(
                .transport(.certificateChanged(expected: expected, seen: shown.fingerprint)), at: endpoint, credentials: credentials, product: product
            )
        case .pinned, .system, .authority, .anyone: nil
        }
    }

    private func ask(_ endpoint: ProxmoxEndpoint, _ credentials: ProxmoxCredentials, _ report: inout ProxmoxConnectionReport) async {
        let interview = ProxmoxInterview(
            client: ProxmoxClient(outbound: client, product: report.product), endpoint: endpoint, credentials: credentials, now: now())
        var conversation = Self.conversation(interview)
        do throws(ProxmoxError) {
            try await conversation.run(&report)
        } catch {
            report.problem = ProxmoxProblem.of(error, at: endpoint, credentials: credentials, product: report.product)
        }
    }
}

extension ProxmoxConnectionTest {
    private static func conversation(_ interview: ProxmoxInterview) -> any ConnectionConversation {
        switch interview.client.product {
        case .virtualEnvironment: PVEConversation(interview)
        case .backupServer: PBSConversation(interview)
        case .mailGateway: PMGConversation(interview)
        }
    }
}

/// The questions of a connection test to one product.
protocol ConnectionConversation {
    /// Asks them in turn until one fails; what was learnt is in the report.
    mutating func run(_ report: inout ProxmoxConnectionReport) async throws(ProxmoxError)
}

extension ProxmoxConnectionReport {
    mutating func add(_ asked: String, _ answered: String, _ succeeded: Bool) {
        steps.append(Step(asked: asked, answered: answered, succeeded: succeeded))
    }
}

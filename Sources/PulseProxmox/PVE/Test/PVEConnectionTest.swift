package import PulseCore
package import PulseTransport

/// Tries an address and credentials once, step by step, without keeping anything.
package struct PVEConnectionTest: Sendable {
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
    package func run(address: String, credentials: PVECredentials, fingerprint: String?) async -> PVEConnectionReport {
        var report = PVEConnectionReport()
        let place: PVEAddress
        do throws(PVEAddressError) {
            place = try PVEAddress(address)
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
        _ place: PVEAddress, _ fingerprint: String?, _ credentials: PVECredentials, _ report: inout PVEConnectionReport
    ) async -> PVEEndpoint? {
        var endpoint = PVEEndpoint(url: place.url)
        let shown: CertificateSummary
        do throws(TransportError) {
            shown = try await client.certificate(host: place.host, port: place.port, deadline: Self.deadline)
        } catch {
            let problem = PVEProblem.of(.transport(error), at: endpoint, credentials: credentials)
            report.add("TLS handshake with \(place.host):\(place.port)", problem.sentence, false)
            report.problem = problem
            return nil
        }
        report.certificate = shown
        let isWanted = fingerprint.map { !$0.isEmpty } ?? false
        endpoint.fingerprint = isWanted ? fingerprint : nil
        if let problem = Self.objection(to: shown, endpoint, credentials) { report.problem = problem }
        report.needsConfirmation = !isWanted && !shown.trustedBySystem
        report.add(
            "TLS handshake with \(place.host):\(place.port)",
            "Certificate \(shown.fingerprint), \(shown.trustedBySystem ? "trusted" : "not trusted") by this system",
            report.problem == nil && !report.needsConfirmation)
        return report.problem == nil && !report.needsConfirmation ? endpoint : nil
    }

    private static func objection(to shown: CertificateSummary, _ endpoint: PVEEndpoint, _ credentials: PVECredentials) -> Problem? {
        switch endpoint.trust {
        case nil: PVEProblem.of(.fingerprintUnreadable, at: endpoint, credentials: credentials)
        case .pinned(let expected) where expected != shown.fingerprint:
            PVEProblem.of(
                .transport(.certificateChanged(expected: expected, seen: shown.fingerprint)), at: endpoint, credentials: credentials)
        case .pinned, .system, .authority: nil
        }
    }

    private func ask(_ endpoint: PVEEndpoint, _ credentials: PVECredentials, _ report: inout PVEConnectionReport) async {
        var conversation = PVEConversation(client: PVEClient(outbound: client), endpoint: endpoint, credentials: credentials, now: now())
        do throws(PVEError) {
            try await conversation.signIn(&report)
            try await conversation.askVersion(&report)
            try await conversation.askMembership(&report)
            try await conversation.askResources(&report)
            try await conversation.askPermissions(&report)
            try await conversation.askNodes(&report)
        } catch {
            report.problem = PVEProblem.of(error, at: endpoint, credentials: credentials)
        }
    }
}

extension PVEConnectionReport {
    mutating func add(_ asked: String, _ answered: String, _ succeeded: Bool) {
        steps.append(Step(asked: asked, answered: answered, succeeded: succeeded))
    }
}

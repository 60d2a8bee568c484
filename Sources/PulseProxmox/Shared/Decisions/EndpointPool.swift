import PulseCore

/// Which address of a source is asked, and what is known about each.
///
/// The one that answered last is asked again; when it fails, the next whose breaker lets it through.
struct EndpointPool: Sendable {
    struct Entry: Sendable {
        var endpoint: ProxmoxEndpoint
        /// Found through the cluster, not set up by the operator.
        var isLearnt: Bool
        var breaker = Breaker()
        var lastAnswerAt: Timestamp?
        var problem: Problem?
        /// The certificate it showed instead of the pinned one.
        var shown: String?
        /// Its pin is one the cluster told of, not the configured one.
        var isRenewed = false
    }

    private(set) var entries: [Entry]
    private(set) var current: String?

    /// More nodes than this are not needed to get through.
    private static let mostLearnt = 64

    init(_ endpoints: [ProxmoxEndpoint]) {
        entries = endpoints.map { Entry(endpoint: $0, isLearnt: false) }
    }

    /// What is to be stored: addresses that were found, and configured ones with another pin than before.
    var learnt: [ProxmoxEndpoint] { entries.filter { $0.isLearnt || $0.isRenewed }.map(\.endpoint) }

    /// The one that answered last.
    var currentEntry: Entry? { entries.first { $0.endpoint.url == current } }

    /// The next endpoint that may be asked, leaving out those tried in this flight. Takes the one call of a half-open breaker.
    mutating func next(excluding tried: Set<String>, at now: Timestamp) -> ProxmoxEndpoint? {
        let order = entries.indices.sorted { rank($0) < rank($1) }
        for index in order where !tried.contains(entries[index].endpoint.url) {
            if entries[index].breaker.admits(at: now) { return entries[index].endpoint }
        }
        return nil
    }

    /// One endpoint other than the current whose pause is over, to see whether it is back.
    mutating func probe(at now: Timestamp) -> ProxmoxEndpoint? {
        for index in entries.indices where entries[index].endpoint.url != current && entries[index].breaker.state != .closed {
            if entries[index].breaker.admits(at: now) { return entries[index].endpoint }
        }
        return nil
    }

    mutating func succeeded(_ endpoint: ProxmoxEndpoint, at now: Timestamp, isCurrent: Bool = true) {
        if isCurrent { current = endpoint.url }
        update(endpoint.url) {
            $0.breaker.succeeded()
            $0.lastAnswerAt = now
            $0.problem = nil
            $0.shown = nil
        }
    }

    /// - Parameter shown: the certificate it showed, where that was the reason.
    mutating func failed(_ endpoint: ProxmoxEndpoint, _ problem: Problem, at now: Timestamp, jitter: Double, shown: String? = nil) {
        update(endpoint.url) {
            $0.breaker.failed(at: now, jitter: jitter)
            $0.problem = problem
            $0.shown = shown
        }
    }

    mutating func abandoned(_ endpoint: ProxmoxEndpoint, at now: Timestamp) {
        update(endpoint.url) { $0.breaker.abandoned(at: now) }
    }

    /// The node that turned out to answer at an address.
    mutating func identified(_ url: String, as node: String) {
        update(url) { if $0.endpoint.node == nil { $0.endpoint.node = node } }
    }

    /// Takes in what the cluster says about its nodes. True when something is new.
    mutating func learn(_ found: [ProxmoxEndpoint]) -> Bool {
        let before = learnt
        let names = Set(found.compactMap(\.node))
        entries.removeAll { entry in entry.isLearnt && !(entry.endpoint.node.map { names.contains($0) } ?? false) }
        for endpoint in found {
            renew(endpoint)
            take(endpoint)
        }
        return learnt != before
    }

    /// A node that shows another certificate than the pinned one is believed when it is exactly the one the cluster now knows it by: that
    /// was said over a connection we trust, and Proxmox's nodes themselves go by it. Otherwise every renewal would need a person.
    private mutating func renew(_ found: ProxmoxEndpoint) {
        for index in entries.indices where entries[index].endpoint.node == found.node {
            guard let shown = entries[index].shown, shown == found.fingerprint else { continue }
            entries[index].endpoint.fingerprint = shown
            entries[index].isRenewed = !entries[index].isLearnt
            entries[index].breaker = Breaker()
            entries[index].problem = nil
            entries[index].shown = nil
        }
    }

    private mutating func take(_ endpoint: ProxmoxEndpoint) {
        let isConfigured = entries.contains { !$0.isLearnt && ($0.endpoint.node == endpoint.node || $0.endpoint.url == endpoint.url) }
        guard !isConfigured else { return entries.removeAll { $0.isLearnt && $0.endpoint.node == endpoint.node } }
        if let index = entries.firstIndex(where: { $0.isLearnt && $0.endpoint.node == endpoint.node }) {
            if entries[index].endpoint != endpoint { entries[index] = Entry(endpoint: endpoint, isLearnt: true) }
        } else if entries.count(where: \.isLearnt) < Self.mostLearnt {
            entries.append(Entry(endpoint: endpoint, isLearnt: true))
        }
    }

    private func rank(_ index: Int) -> (Int, Int) {
        (entries[index].endpoint.url == current ? 0 : entries[index].isLearnt ? 2 : 1, index)
    }

    private mutating func update(_ url: String, _ change: (inout Entry) -> Void) {
        guard let index = entries.firstIndex(where: { $0.endpoint.url == url }) else { return }
        change(&entries[index])
    }
}

extension EndpointPool {
    var reports: [EndpointReport] {
        entries.map { entry in
            EndpointReport(
                address: entry.endpoint.url, node: entry.endpoint.node, breaker: entry.breaker.state, lastAnswerAt: entry.lastAnswerAt,
                problem: entry.problem, fingerprint: entry.endpoint.fingerprint)
        }
    }
}

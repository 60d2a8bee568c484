import PulseCore
import PulseProxmox
import PulseStorage
import PulseTransport

/// The servers of a v5 export as sources.
struct V5Sources {
    private(set) var entries: [ProxmoxSourceEntry] = []
    private(set) var leftOut: [ConfigurationChange] = []
    /// By every name that v5 may use for an instance in the ids of its guests.
    private(set) var slugs: [String: SourceSlug] = [:]
    private let known: [ProxmoxSourceConfiguration]
    private var taken: Set<SourceSlug>

    init(known: [ProxmoxSourceConfiguration]) {
        self.known = known
        taken = Set(known.map(\.slug))
    }

    mutating func take(_ instance: V5Export.Instance, _ product: ProxmoxProduct) {
        let name = Self.name(of: instance, product)
        let endpoints = Self.endpoints(of: instance, product)
        if let here = known.first(where: { source in source.endpoints.contains { mine in endpoints.contains { $0.url == mine.url } } }) {
            call(instance, here.slug)
            leftOut.append(.leftOut(ProxmoxSourceSection.name, name, "Is here already as '\(here.name)', and stays as it is."))
            return
        }
        guard let credentials = Self.credentials(of: instance), product.knowsTokens || credentials.kind != "token" else {
            leftOut.append(.leftOut(ProxmoxSourceSection.name, name, "Not taken over: it has neither an API token nor a user with a password."))
            return
        }
        guard !endpoints.isEmpty else {
            leftOut.append(.leftOut(ProxmoxSourceSection.name, name, "Not taken over: its address is not one that is reached by https."))
            return
        }
        let slug = SourceSlug(naming: name, avoiding: taken)
        taken.insert(slug)
        call(instance, slug)
        entries.append(
            ProxmoxSourceEntry(
                product: product == .virtualEnvironment ? nil : product.rawValue, slug: slug.description, name: name,
                authentication: credentials.kind, account: credentials.account, secret: credentials.secret,
                endpoints: endpoints))
    }

    private mutating func call(_ instance: V5Export.Instance, _ slug: SourceSlug) {
        for name in [instance.name, instance.clusterName].compactMap(\.self) where !name.isEmpty && slugs[name] == nil { slugs[name] = slug }
    }

    private static func name(of instance: V5Export.Instance, _ product: ProxmoxProduct) -> String {
        let names = [instance.isCluster == true ? instance.clusterName : nil, instance.name, instance.host]
        return (names.compactMap(\.self).first { !$0.isEmpty } ?? product.title).printable(limit: 100)
    }

    /// A token's name may stand with its user or without.
    private static func credentials(of instance: V5Export.Instance) -> (kind: String, account: String, secret: String)? {
        let (user, password) = (instance.user ?? "", instance.password ?? "")
        let (token, secret) = (instance.tokenName ?? "", instance.tokenValue ?? "")
        if !token.isEmpty, !secret.isEmpty {
            if token.contains("!") { return ("token", token, secret) }
            return user.isEmpty ? nil : ("token", "\(user)!\(token)", secret)
        }
        return user.isEmpty || password.isEmpty ? nil : ("password", user, password)
    }

    private static func endpoints(of instance: V5Export.Instance, _ product: ProxmoxProduct) -> [ProxmoxSourceEntry.Endpoint] {
        let peers = (instance.clusterEndpoints ?? []).compactMap { peer -> ProxmoxSourceEntry.Endpoint? in
            let place = [peer.addressOverride, peer.host, peer.address].compactMap(\.self).first { !$0.isEmpty }
            return endpoint(place, node: peer.nodeName, peer.fingerprint, product)
        }
        var all: [ProxmoxSourceEntry.Endpoint] = []
        for candidate in [endpoint(instance.host, node: nil, instance.fingerprint, product)].compactMap(\.self) + peers {
            if let index = all.firstIndex(where: { $0.url == candidate.url }) {
                all[index].node = all[index].node ?? candidate.node
                all[index].fingerprint = all[index].fingerprint ?? candidate.fingerprint
            } else {
                all.append(candidate)
            }
        }
        return all
    }

    private static func endpoint(
        _ address: String?, node: String?, _ fingerprint: String?, _ product: ProxmoxProduct
    ) -> ProxmoxSourceEntry.Endpoint? {
        guard let url = address.flatMap({ try? ProxmoxAddress($0, of: product) })?.url else { return nil }
        return ProxmoxSourceEntry.Endpoint(
            url: url, node: node.flatMap { $0.isEmpty ? nil : $0 }, fingerprint: fingerprint.flatMap { Fingerprint($0)?.description })
    }
}

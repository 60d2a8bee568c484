import PulseCore
import PulseProxmox
import PulseStorage
import PulseTransport

/// The Proxmox VE instances of a v5 export as sources.
struct V5Sources {
    private(set) var entries: [PVESourceEntry] = []
    private(set) var leftOut: [ConfigurationChange] = []
    /// By every name that v5 may use for an instance in the ids of its guests.
    private(set) var slugs: [String: SourceSlug] = [:]
    private let known: [PVESourceConfiguration]
    private var taken: Set<SourceSlug>

    init(known: [PVESourceConfiguration]) {
        self.known = known
        taken = Set(known.map(\.slug))
    }

    mutating func take(_ instance: V5Export.Instance) {
        let name = Self.name(of: instance)
        let endpoints = Self.endpoints(of: instance)
        if let here = known.first(where: { source in source.endpoints.contains { mine in endpoints.contains { $0.url == mine.url } } }) {
            call(instance, here.slug)
            leftOut.append(.leftOut(PVESourceSection.name, name, "Is here already as '\(here.name)', and stays as it is."))
            return
        }
        guard let credentials = Self.credentials(of: instance) else {
            leftOut.append(.leftOut(PVESourceSection.name, name, "Not taken over: it has neither an API token nor a user with a password."))
            return
        }
        guard !endpoints.isEmpty else {
            leftOut.append(.leftOut(PVESourceSection.name, name, "Not taken over: its address is not one that is reached by https."))
            return
        }
        let slug = SourceSlug(naming: name, avoiding: taken)
        taken.insert(slug)
        call(instance, slug)
        entries.append(
            PVESourceEntry(
                slug: slug.description, name: name, authentication: credentials.kind, account: credentials.account, secret: credentials.secret,
                endpoints: endpoints))
    }

    private mutating func call(_ instance: V5Export.Instance, _ slug: SourceSlug) {
        for name in [instance.name, instance.clusterName].compactMap(\.self) where !name.isEmpty && slugs[name] == nil { slugs[name] = slug }
    }

    private static func name(of instance: V5Export.Instance) -> String {
        let names = [instance.isCluster == true ? instance.clusterName : nil, instance.name, instance.host]
        return (names.compactMap(\.self).first { !$0.isEmpty } ?? "Proxmox VE").printable(limit: 100)
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

    private static func endpoints(of instance: V5Export.Instance) -> [PVESourceEntry.Endpoint] {
        let peers = (instance.clusterEndpoints ?? []).compactMap { peer -> PVESourceEntry.Endpoint? in
            let place = [peer.addressOverride, peer.host, peer.address].compactMap(\.self).first { !$0.isEmpty }
            return endpoint(place, node: peer.nodeName, peer.fingerprint)
        }
        var all: [PVESourceEntry.Endpoint] = []
        for candidate in [endpoint(instance.host, node: nil, instance.fingerprint)].compactMap(\.self) + peers {
            if let index = all.firstIndex(where: { $0.url == candidate.url }) {
                all[index].node = all[index].node ?? candidate.node
                all[index].fingerprint = all[index].fingerprint ?? candidate.fingerprint
            } else {
                all.append(candidate)
            }
        }
        return all
    }

    private static func endpoint(_ address: String?, node: String?, _ fingerprint: String?) -> PVESourceEntry.Endpoint? {
        guard let url = address.flatMap({ try? PVEAddress($0) })?.url else { return nil }
        return PVESourceEntry.Endpoint(
            url: url, node: node.flatMap { $0.isEmpty ? nil : $0 }, fingerprint: fingerprint.flatMap { Fingerprint($0)?.description })
    }
}

import PulseCore
package import PulseStorage
import PulseTransport

/// A source as an export has it, its secret in the clear: the passphrase round it protects it.
package struct ProxmoxSourceEntry: Codable, Sendable, Equatable {
    package struct Endpoint: Codable, Sendable, Equatable {
        package var url: String
        package var node: String?
        package var fingerprint: String?

        package init(url: String, node: String?, fingerprint: String?) {
            self.url = url
            self.node = node
            self.fingerprint = fingerprint
        }
    }

    /// `pbs` or `pmg`; left out for Proxmox VE, as in the exports from before there were others.
    package var product: String?
    package var slug: String
    package var name: String
    /// `token` or `password`.
    package var authentication: String
    package var account: String
    package var secret: String
    package var endpoints: [Endpoint]

    package init(
        product: String? = nil, slug: String, name: String, authentication: String, account: String, secret: String, endpoints: [Endpoint]
    ) {
        self.product = product
        self.slug = slug
        self.name = name
        self.authentication = authentication
        self.account = account
        self.secret = secret
        self.endpoints = endpoints
    }

    init(_ source: ProxmoxSourceConfiguration) {
        product = source.product == .virtualEnvironment ? nil : source.product.rawValue
        slug = source.slug.description
        name = source.name
        switch source.credentials {
        case .token(let id, let secret): (authentication, account, self.secret) = ("token", id, secret.reveal())
        case .password(let user, let password): (authentication, account, secret) = ("password", user, password.reveal())
        }
        endpoints = source.endpoints.map { Endpoint(url: $0.url, node: $0.node, fingerprint: $0.fingerprint) }
    }
}

/// The sources of an export, of all products of Proxmox. Secrets are sealed anew with the key of this installation.
package struct ProxmoxSourceSection: ConfigurationSection {
    package static let name = "sources"
    private static let (mostEndpoints, longestText) = (128, 4096)

    private let store: ProxmoxSourceStore
    private let changed: @Sendable () -> Void

    /// - Parameter changed: called when the sources in the store are others than before.
    package init(store: ProxmoxSourceStore, changed: @escaping @Sendable () -> Void) {
        self.store = store
        self.changed = changed
    }

    package var name: String { Self.name }
    package var givesAccess: Bool { false }

    package func export() throws -> (json: String, count: Int) {
        let entries = try store.all().map(ProxmoxSourceEntry.init)
        return (try EntryReader.write(entries), entries.count)
    }

    package func prepare(_ json: String, _ terms: ImportTerms, in transaction: WriteTransaction) throws -> any PreparedSection {
        let wanted = try EntryReader.read(ProxmoxSourceEntry.self, json, section: name, key: \.slug)
        // By way of the configuration, so that what means the same is the same.
        let understood = try wanted.map { ProxmoxSourceEntry(try configuration($0)) }
        let here = try store.all(in: transaction).map(ProxmoxSourceEntry.init)
        let plan = EntryPlan(here: here, wanted: understood, mode: terms.mode, key: \.slug)
        return Prepared(section: self, plan: plan)
    }

    private struct Prepared: PreparedSection {
        let section: ProxmoxSourceSection
        let plan: EntryPlan<ProxmoxSourceEntry>

        var changes: [ConfigurationChange] {
            plan.changes(in: section.name, name: \.name) { entry in
                entry.endpoints.contains { $0.fingerprint == nil }
                    ? "An address of it has no confirmed certificate: if the system does not trust it, confirm it under Sources." : ""
            }
        }

        func write(in transaction: WriteTransaction) throws {
            for entry in plan.removed { if let slug = SourceSlug(entry.slug) { try section.store.remove(slug, in: transaction) } }
            for entry in plan.added + plan.changed { try section.store.save(try section.configuration(entry), in: transaction) }
        }

        func publish() { section.changed() }
    }

    private func configuration(_ entry: ProxmoxSourceEntry) throws -> ProxmoxSourceConfiguration {
        func refuse(_ reason: String) -> ExportError {
            .entryUnusable(section: name, name: entry.name.printable(limit: 64), reason: reason)
        }
        guard let slug = SourceSlug(entry.slug) else { throw refuse("'\(entry.slug.printable(limit: 64))' is not the short name of a source") }
        guard (1...100).contains(entry.name.count), entry.name == entry.name.printable(limit: 100) else { throw refuse("its name is not one") }
        guard (1...Self.mostEndpoints).contains(entry.endpoints.count) else { throw refuse("it has no address, or too many") }
        let texts = [entry.account, entry.secret] + entry.endpoints.compactMap(\.node)
        guard texts.allSatisfy({ !$0.isEmpty && $0.utf8.count <= Self.longestText }) else { throw refuse("its account or secret is not one") }
        guard let product = ProxmoxProduct(rawValue: entry.product ?? ProxmoxProduct.virtualEnvironment.rawValue) else {
            throw refuse("'\((entry.product ?? "").printable(limit: 20))' is not a product that Pulse asks")
        }
        guard product.knowsTokens || entry.authentication != "token" else { throw refuse("\(product.title) knows no API tokens") }
        let credentials: ProxmoxCredentials
        switch entry.authentication {
        case "token": credentials = .token(id: entry.account, secret: Redacted(entry.secret))
        case "password": credentials = .password(user: entry.account, password: Redacted(entry.secret))
        default: throw refuse("it signs in neither by token nor by password")
        }
        let endpoints = try entry.endpoints.map { endpoint in
            guard let address = try? ProxmoxAddress(endpoint.url, of: product), address.url == endpoint.url else {
                throw refuse("an address of it is not one")
            }
            guard endpoint.fingerprint.map({ Fingerprint($0) != nil }) ?? true else { throw refuse("a fingerprint of it is not one") }
            return ProxmoxEndpoint(url: endpoint.url, node: endpoint.node, fingerprint: endpoint.fingerprint)
        }
        return ProxmoxSourceConfiguration(product: product, slug: slug, name: entry.name, endpoints: endpoints, credentials: credentials)
    }
}

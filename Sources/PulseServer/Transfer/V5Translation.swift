import PulseAccess
import PulseCore
import PulseInventory
import PulseProxmox
import PulseStorage

/// An export of Pulse v5 as sections of ours, and a list of what has no place here.
struct V5Translation {
    let sections: [ExportDocument.Section]
    let leftOut: [ConfigurationChange]

    /// - Parameter known: the sources that are here already. One with the same address is not added again, but keeps its name for the notes.
    init(of export: V5Export, beside known: [ProxmoxSourceConfiguration]) throws {
        var sources = V5Sources(known: known)
        for instance in export.nodes.pveInstances ?? [] { sources.take(instance, .virtualEnvironment) }
        for instance in export.nodes.pbsInstances ?? [] { sources.take(instance, .backupServer) }
        for instance in export.nodes.pmgInstances ?? [] { sources.take(instance, .mailGateway) }
        let names = V5Names(sources.slugs)
        let notes = V5Notes(export.guests, names)
        let tokens = V5Tokens(export.tokens)
        let resources = V5Resources(names, export.nodes.pveInstances ?? [])
        let alerts = try export.alerts.map {
            try EntryReader.write([V5AlertEntry(alerts: $0, resources: resources.known(($0.exceptions.overrides ?? [:]).keys))])
        }
        let tooMuch = (alerts?.utf8.count ?? 0) > V5Alerts.largest
        let servers = [
            ExportDocument.Section(name: ProxmoxSourceSection.name, entries: try EntryReader.write(sources.entries)),
            ExportDocument.Section(name: AnnotationSection.name, entries: try EntryReader.write(notes.entries)),
            ExportDocument.Section(name: TokenSection.name, entries: try EntryReader.write(tokens.entries)),
        ]
        sections = servers + (alerts.map { tooMuch ? [] : [ExportDocument.Section(name: V5AlertSection.name, entries: $0)] } ?? [])
        let problem = export.alertsProblem.map { "their \($0) is not as v5 writes it" }
        let leftAlerts = [tooMuch ? "they are larger than \(V5Alerts.largest >> 20) MiB" : problem].compactMap { $0 }
        leftOut =
            sources.leftOut + notes.leftOut + tokens.leftOut + export.others.map(Self.section)
            + leftAlerts.map { .leftOut("alerts", "", "Not taken over: \($0).") }
    }

    private static func section(_ name: String) -> ConfigurationChange {
        let reason =
            switch name {
            case "alertIntentPolicies": "This version of Pulse has no alert rules yet."
            case "email", "webhooks", "apprise": "This version of Pulse sends no notifications yet."
            case "system": "Settings of the server come from its environment; see the page 'Configure' of the documentation."
            case "oidc", "sso": "Enter the sign-in provider anew: its address, roles and secret are checked when they are."
            default: "There is no place for it here."
            }
        return .leftOut(name, "", "Not taken over. \(reason)")
    }
}

extension ConfigurationChange {
    static func leftOut(_ section: String, _ name: String, _ sentence: String) -> ConfigurationChange {
        ConfigurationChange(section: section.printable(limit: 64), action: .keep, name: name.printable(limit: 128), sentence: sentence)
    }
}

import PulseCore

/// The pages of all checks as one file, `docs/patrol-checks.md`. Everything in it comes from the checks themselves.
extension CheckCatalogue {
    package static var markdown: String { document(all) }

    static func document(_ checks: [Check]) -> String {
        let areas = Dictionary(grouping: checks) { area(of: $0.code) }.sorted { $0.key < $1.key }
        let contents = areas.map { area, checks in
            "- **\(title(of: area))** (\(checks.count))\n" + checks.map { "  - [\($0.code)](#\(anchor($0.code))) \($0.title)\n" }.joined()
        }
        return introduction(checks.count) + contents.joined() + areas.map { section($0, $1, among: checks) }.joined()
    }

    private static func introduction(_ count: Int) -> String {
        """
        # Checks of patrol

        Written by a test from the catalogue of checks; `PULSE_RECORD=1 swift test --filter CatalogueDocumentationTests` writes it anew.

        Patrol asks each of these \(count) checks of every resource of its kinds. A check that lacks what it needs is *not evaluable*: it neither raises
        a finding nor takes one back. Severities are critical (something is down, or data is being lost), warning (a problem, or one within days), watch
        (a problem within weeks if nothing changes) and info (good to know).


        """
    }

    private static func section(_ area: String, _ checks: [Check], among all: [Check]) -> String {
        "\n## \(title(of: area))\n" + checks.map { page($0, among: all) }.joined()
    }

    private static func page(_ check: Check, among all: [Check]) -> String {
        """

        ### \(check.code)

        **\(check.title)**

        | | |
        |---|---|
        | key | `\(check.key)` |
        | category | \(check.category.rawValue) |
        | looked at | \(check.kinds.map(\.rawValue).sorted().joined(separator: ", ")) |
        | needs | \(check.needs.map(\.words).joined(separator: "; ")) |

        Why: \(check.page.why)

        When: \(check.page.decides)\(check.role.isGeneral ? " \(Repetition.words)" : "")\(HostRepetitions.words(check, link: link))\(all.causeWords(of: check, link: link))

        What to do: \(check.page.advice)

        """
    }

    private static func link(_ code: String) -> String { "[\(code)](#\(anchor(code)))" }

    /// `PVE` of `PVE-STORAGE-FILL`.
    static func area(of code: String) -> String { String(code.prefix { $0 != "-" }) }

    private static func title(of area: String) -> String {
        let titles = [
            "ANOMALY": "Anomalies", "BACKUP": "Backups", "CEPH": "Ceph", "DOCKER": "Docker and Podman", "HOST": "Hosts", "K8S": "Kubernetes",
            "PBS": "Proxmox Backup Server", "PMG": "Proxmox Mail Gateway", "PULSE": "Pulse itself", "PVE": "Proxmox VE", "SWARM": "Docker Swarm",
        ]
        return titles[area] ?? area
    }

    private static func anchor(_ code: String) -> String { code.lowercased() }
}

/// The vocabulary of the mail gateway.
enum MailWords {
    static let gateways = ["mail", "mx", "relay", "gate"]
    static let domains = ["harbour.example", "meadow.example", "granite.example", "orchard.example"]
    static let destinations = [
        ("partner.example", 0.3), ("bigmail.example", 0.25), ("supplier.example", 0.15), ("customer.example", 0.1), ("bank.example", 0.08),
        ("home.arpa", 0.05), ("newsletter.example", 0.04), ("old-system.example", 0.03),
    ]
    static let people = ["anna", "ben", "carla", "david", "eva", "office", "billing", "no-reply", "support", "frank"]
    static let viruses = [("Win.Trojan.Agent-36721", 0.5), ("Doc.Dropper.Macro-7201", 0.3), ("Eicar-Test-Signature", 0.15)]

    /// What destinations and the network say, as postfix words it.
    static let reasons: [@Sendable (String) -> String] = [
        { "connect to mx.\($0)[192.0.2.25]:25: Connection timed out" },
        { "host mx.\($0)[192.0.2.25] said: 451 4.7.1 Greylisting in action, please come back later (in reply to RCPT TO command)" },
        { "host mx.\($0)[192.0.2.25] said: 452 4.2.2 The email account that you tried to reach is over quota (in reply to RCPT TO command)" },
        { "Host or domain name not found. Name service error for name=mx.\($0) type=A: Host not found, try again" },
        { "delivery temporarily suspended: lost connection with mx.\($0)[192.0.2.25] while receiving the initial server greeting" },
    ]

    static func refusal(_ domain: String) -> String {
        "host mx.\(domain)[192.0.2.26] refused to talk to me: 421 4.7.0 Too many connections from your host, try again later"
    }

    /// Units as `systemctl` names them, whether they run all the time, and whether they are enabled.
    static let services: [(name: String, description: String, unit: String)] = [
        ("pmgproxy", "Proxmox Mail Gateway API Proxy", "enabled"), ("pmgdaemon", "Proxmox Mail Gateway API Daemon", "enabled"),
        ("pmg-smtp-filter", "Proxmox SMTP Filter Daemon", "enabled"), ("pmgpolicy", "Proxmox Mail Gateway Policy Daemon", "enabled"),
        ("pmgmirror", "Proxmox Mail Gateway Database Mirror Daemon", "enabled"), ("pmgtunnel", "Proxmox Mail Gateway Tunnel Daemon", "enabled"),
        ("postfix", "Postfix Mail Transport Agent", "enabled"), ("postgres", "PostgreSQL RDBMS", "enabled"),
        ("clamav-daemon", "Clam AntiVirus userspace daemon", "enabled"), ("clamav-freshclam", "ClamAV virus database updater", "enabled"),
        ("fetchmail", "", "disabled"), ("sshd", "OpenBSD Secure Shell server", "enabled"), ("systemd-journald", "Journal Service", "static"),
        ("cron", "Regular background program processing daemon", "enabled"), ("pmg-daily", "", "static"), ("chrony", "", "not-found"),
    ]
}

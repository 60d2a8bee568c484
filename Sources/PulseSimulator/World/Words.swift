/// The vocabulary names are drawn from.
enum Words {
    static let clusters = ["harbour", "meadow", "granite", "orchard"]
    static let roles = [
        "web", "db", "mail", "dns", "vpn", "gitlab", "nextcloud", "proxy", "cache", "queue", "monitor", "build", "ldap", "print", "files",
        "media",
        "wiki", "erp", "crm", "shop", "auth", "log", "jump", "test", "dev", "rds", "dc", "home-assistant", "registry", "search",
    ]
    static let tags = ["production", "staging", "linux", "windows", "critical", "customer-a", "customer-b", "no-backup", "k8s", "legacy"]
    static let pools = ["production", "staging", "lab", "customers"]
    static let processors = [
        "AMD EPYC 7443P 24-Core Processor", "Intel(R) Xeon(R) Silver 4314 CPU @ 2.40GHz", "AMD Ryzen 9 7950X 16-Core Processor",
        "Intel(R) Core(TM) i5-12500T",
    ]
    static let systems: [Guest.System] = [.debian, .ubuntu, .debian, .windows, .ubuntu, .debian, .windows, .alpine]

    /// Names a client must show as they are, and must not obey.
    static let strange = [
        "<script>alert(1)</script>", "Ωμέγα-сервер", "データベース", "خادم-الويب", "שרת", "서버-하나", "เซิร์ฟเวอร์", "🐙🚀", "a\u{0301}e\u{0308}",
        "x\u{202E}gpj.exe",
        "tab\tnew\nline", "bell\u{7}\u{1B}[31mred", "\"quoted\" 'single' `tick`", "back\\slash", "${HOME} %s %n {{7*7}}",
        " leading and trailing ", "-", "",
        String(repeating: "long", count: 80), "null", "100", "../../etc/passwd", "'; DROP TABLE guests; --", "\u{FEFF}zero\u{200B}width",
    ]
}

/// The loopback address a node listens on, and tells in `/cluster/status`.
///
/// Every node has its own address and the port of its cluster: a client finds peers by `ip` and the port it knows, as in a real cluster.
enum NodeAddress {
    static func loopback(number: Int) -> String {
        // 127.0.0.1, 127.0.0.2 …, a new third byte after 250 nodes.
        "127.0.\((number - 1) / 250).\((number - 1) % 250 + 1)"
    }
}

import PulseCore

/// How long a certificate is good for, and how bad that is.
struct CertificateLife {
    private static let watch = Duration.seconds(30 * 86_400)
    private static let warning = Duration.seconds(14 * 86_400)
    private static let short = Duration.seconds(90 * 86_400)
    static let words =
        "Watch when it ends within \(Words.duration(watch)), warning within \(Words.duration(warning)), critical when it has ended. One that is "
        + "made for no "
        + "more than \(Words.duration(short)) is renewed late by itself, so it is found from \(Words.duration(warning)) on."

    let end: Timestamp
    let severity: FindingSeverity
    private let now: Timestamp

    /// Nil of one that is good for long, or does not say for how long.
    init?(from begin: Timestamp?, to end: Timestamp?, at now: Timestamp) {
        guard let end else { return nil }
        let left = end.since(now)
        let isShort = begin.map { end.since($0) <= Self.short } ?? false
        guard left <= (isShort ? Self.warning : Self.watch) else { return nil }
        (self.end, self.now) = (end, now)
        severity = left <= .zero ? .critical : left <= Self.warning ? .warning : .watch
    }

    private var hasEnded: Bool { severity == .critical }
    var title: String { hasEnded ? "Certificate has expired" : "Certificate expires soon" }

    /// `ends in 9 days, on 2026-12-06`.
    var words: String {
        (hasEnded ? "ended \(Words.duration(now.since(end))) ago" : "ends in \(Words.duration(end.since(now)))") + ", on \(Words.day(end))"
    }
    var evidence: String { "Good until \(Words.minute(end))." }

    func record(of resource: ResourceID, _ name: String) -> Evidence {
        .record(resource, "certificate", name, "good until \(Words.day(end))", at: end)
    }
}

import PulseCore

/// How long a certificate is good for, and how bad that is.
struct CertificateLife {
    /// How long before the end it is found. One that is made for no more than `short` is renewed late by itself, and found from `warning` on.
    struct Limits {
        let watch: Duration
        let warning: Duration
        var short = Duration.zero

        static let usual = Limits(watch: .days(30), warning: .days(14), short: .days(90))
    }

    static let words =
        "Watch when it ends within \(Words.duration(Limits.usual.watch)), warning within \(Words.duration(Limits.usual.warning)), critical when it "
        + "has ended. One that is made for no more than \(Words.duration(Limits.usual.short)) is renewed late by itself, so it is found from "
        + "\(Words.duration(Limits.usual.warning)) on."

    let end: Timestamp
    let severity: FindingSeverity
    private let now: Timestamp

    /// Nil of one that is good for long, or does not say for how long.
    init?(from begin: Timestamp?, to end: Timestamp?, at now: Timestamp, _ limits: Limits = .usual) {
        guard let end else { return nil }
        let left = end.since(now)
        let isShort = begin.map { end.since($0) <= limits.short } ?? false
        guard left <= (isShort ? limits.warning : limits.watch) else { return nil }
        (self.end, self.now) = (end, now)
        severity = left <= .zero ? .critical : left <= limits.warning ? .warning : .watch
    }

    var hasEnded: Bool { severity == .critical }
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

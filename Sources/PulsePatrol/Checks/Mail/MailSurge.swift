import PulseAnalysis
import PulseCore

/// Much more of something within the last hours than in any of the hours before that the gateway tells of.
struct MailSurge: Sendable {
    static let recent = 2
    static let earlier = 12
    /// Times what nearly always suffices, and times the highest hour.
    static let factor = 3.0
    static let overHighest = 1.5

    let noun: String
    /// An hour of fewer is none.
    let floor: Int
    let severity: FindingSeverity
    let advice: String
    let count: @Sendable (MailHour) -> Int?

    var words: String {
        "\(severity.atStart) when each of the last \(Self.recent) whole hours had \(floor) or more, \(Words.short(Self.factor, places: 0)) times "
            + "what suffices in 95 % of the hours before, and \(Words.short(Self.overHighest, places: 1)) times their highest. The gateway "
            + "tells of two days."
    }

    func judge(_ look: Look) throws -> Answer {
        let hours = try look.mailHours()
        let counts = hours.compactMap(count)
        guard counts.count == hours.count else { throw NotEvaluable("Its statistics do not tell of \(noun).") }
        // One hour between the two belongs to neither: things begin in the middle of hours.
        let (late, before) = (counts.suffix(Self.recent), counts.dropLast(Self.recent + 1).map(Double.init))
        guard before.count >= Self.earlier, let last = hours.last, look.now.since(last.start) <= .hours(4) else {
            throw NotEvaluable("There are too few hours of statistics.")
        }
        let (usual, highest) = (Statistics.quantile(before, 0.95) ?? 0, before.max() ?? 0)
        guard let least = late.min(), least >= floor, Double(least) >= Self.factor * usual, Double(least) >= Self.overHighest * highest else {
            return .clear
        }
        return .raised(raised(look, late.reduce(0, +), usual))
    }

    private func raised(_ look: Look, _ sum: Int, _ usual: Double) -> Raised {
        Raised(
            severity, "Much more \(noun) than usual",
            description:
                "\(look.name) counted \(sum) \(noun) in the last \(Self.recent) whole hours; up to \(Words.short(usual, places: 0)) an hour are "
                + "usual.",
            recommendation: advice, evidence: "\(sum) in \(Self.recent) hours, usually up to \(Words.short(usual, places: 0)) an hour.",
            items: [
                .record(look.id, "mail hours", noun, "\(sum) in \(Self.recent) hours", at: look.now),
                .limit("hour", "\(Words.short(max(Double(floor), Self.factor * usual), places: 0))", value: max(Double(floor), Self.factor * usual)),
            ])
    }

    func check(_ code: String, key: String, title: String, why: String, _ category: FindingCategory = .security) -> Check {
        Check(
            code, key: key, title, category, on: [.mail], needs: [.ledger("mail by the hour")],
            page: CheckPage(why: why, decides: words, advice: advice), decide: judge)
    }
}

extension Check {
    static let mailSpamSurge = MailSurge(
        noun: "spam messages", floor: 100, severity: .watch,
        advice: "See under Statistics > Spam Scores and Contacts what kind it is and where it comes from; consider greylisting or a block list."
    ) { $0.spam }.check(
        "PMG-SPAM-SURGE", key: "pmg-spam-surge", title: "Much more spam than usual", why: "A wave of spam brings more that slips through, and load.")

    static let mailVirusSurge = MailSurge(
        noun: "viruses", floor: 10, severity: .warning,
        advice: "Warn the people it is addressed to, see under Statistics > Virus Charts which it is, and check that the signatures are of today."
    ) { $0.virus }.check(
        "PMG-VIRUS-SURGE", key: "pmg-virus-surge", title: "Many more viruses than usual", why: "Where many are found, one may slip through.")

    static let mailBounceSurge = MailSurge(
        noun: "bounces", floor: 50, severity: .watch,
        advice: "Look in the tracking centre what bounces: a server that is down, or spam with forged senders of your domains."
    ) { $0.bounces }.check(
        "PMG-BOUNCE-SURGE", key: "pmg-bounce-surge", title: "Many more bounces than usual",
        why: "Bounces tell of a server that refuses mail, or of spam in your name.", .reliability)

    static let mailOutgoingSpam = MailSurge(
        noun: "outgoing spam messages", floor: 20, severity: .warning,
        advice: "Find the sender in the tracking centre, lock that account and change its password, before the gateway is put on block lists."
    ) { $0.outgoingSpam }.check(
        "PMG-OUTGOING-SPAM", key: "pmg-outgoing-spam", title: "Spam goes out", why: "Mostly an account was taken over; soon others refuse all mail.")
}

/// Mail that no longer comes, at hours in which it always came.
struct SilentMail: Sendable {
    static let hours = 3
    static let days = 7
    static let fewestDays = 4
    static let reach = days * 24 + hours + 1
    /// In the same hours of each of those days.
    static let least = 15.0

    static func judge(_ look: Look) throws -> Answer {
        guard look.resource.state.status != .unknown else { throw NotEvaluable("The gateway does not answer at the moment.") }
        guard try look.current(.mailIn) == 0 else { return .clear }
        let series = try look.history(.mailIn, hours: reach, atLeast: fewestDays * 24)
        func sum(_ back: Int) -> Double? {
            let end = look.now - .hours(back)
            let part = series.since(end - .hours(hours)).before(end).averages
            return part.count >= hours - 1 ? part.reduce(0, +) : nil
        }
        guard let last = sum(0) else { throw NotEvaluable("The last hours are not in history.") }
        // Where summer time began or ended, people wrote an hour earlier or later.
        let before = (1...days).compactMap { day in
            let windows = (-1...1).compactMap { sum(day * 24 + $0) }
            return windows.count == 3 ? windows.min() : nil
        }
        // A quiet hour of one of the days is reason enough not to speak.
        guard before.count >= fewestDays, let quietest = before.min() else { throw NotEvaluable("There are too few days of history.") }
        guard last == 0, quietest >= least else { return .clear }
        let usual = Words.short(quietest, places: 0)
        return .raised(
            Raised(
                .critical, "No mail comes in any more",
                description:
                    "\(look.name) has taken no mail for \(hours) hours; on the same hours of each of the last \(before.count) days it was "
                    + "\(usual) or more.",
                recommendation:
                    "Check the MX record, the line and port 25 of \(look.name) from outside, and the services postfix and pmg-smtp-filter.",
                evidence: "0 messages in \(hours) hours, at least \(usual) on each of \(before.count) days before.",
                items: [
                    .series(
                        look.id, .mailIn, from: look.now - .hours(days * 24), to: look.now,
                        marks: [Evidence.Mark("now", 0, at: look.now), Evidence.Mark("quietest day", quietest)], text: "0 messages")
                ]))
    }
}

extension Check {
    static let mailStopped = Check(
        "PMG-MAIL-STOPPED", key: "pmg-mail-stopped", "No mail comes in any more", .reliability, on: [.mail],
        needs: [.current(.mailIn), .history(.mailIn, hours: SilentMail.reach)],
        page: CheckPage(
            why: "Nobody complains of mail that does not come until it is missed.",
            decides:
                "Critical when no mail came in for \(SilentMail.hours) hours, and in the same hours of each of the last \(SilentMail.days) days "
                + "(at least \(SilentMail.fewestDays) of them known) \(Words.short(SilentMail.least, places: 0)) or more did, an hour earlier and "
                + "an hour later too. Quiet nights and weekends are no finding, nor is the change to or from summer time.",
            advice: "Check MX, line, port 25 and services."), role: CausalRole(symptoms: [.unavailable]), decide: SilentMail.judge)
}

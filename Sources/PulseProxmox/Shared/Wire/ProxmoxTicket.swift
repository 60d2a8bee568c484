/// The answer to a sign-in.
struct ProxmoxTicket: Sendable, Equatable {
    var ticket: String
    var needsSecondFactor: Bool

    init?(_ value: JSON) {
        guard let object = value.object, let ticket = object.text("ticket") else { return nil }
        self.ticket = ticket
        needsSecondFactor = object.flag("NeedTFA") ?? false || ticket.contains(":!tfa!")
    }
}

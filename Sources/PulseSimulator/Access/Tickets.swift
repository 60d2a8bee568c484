import Crypto
import FoundationEssentials

/// Tickets and CSRF tokens: a name and a time, signed with the secret of the cluster, so every node of it accepts them.
struct Tickets {
    static let lifetime = 7_200.0
    /// The clocks of nodes differ a little; a ticket from the near future is accepted.
    static let drift = 300.0

    let secret: String
    /// The word every ticket of the product begins with.
    var kind = "PVE"

    func ticket(for user: String, at now: Double) -> String {
        let stamp = hexadecimal(now)
        return "\(kind):\(user):\(stamp)::\(signature("\(kind):\(user):\(stamp)"))"
    }

    /// The user a ticket belongs to, if it is ours and not older than two hours.
    func user(ofTicket ticket: String, at now: Double) -> String? {
        let parts = ticket.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 5, parts[0] == kind, let issued = Int(parts[2], radix: 16), parts[1].contains("@") else { return nil }
        // The half ticket before the second factor is no session.
        guard !parts[1].hasPrefix("!tfa!") else { return nil }
        guard parts[4] == signature("\(kind):\(parts[1]):\(parts[2])") else { return nil }
        let age = now - Double(issued)
        return age > -Tickets.drift && age < Tickets.lifetime ? parts[1] : nil
    }

    func csrfToken(for user: String, at now: Double) -> String {
        let stamp = hexadecimal(now)
        return "\(stamp):\(signature("\(stamp):\(user)"))"
    }

    func accepts(csrfToken: String, from user: String, at now: Double) -> Bool {
        let parts = csrfToken.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2, let issued = Int(parts[0], radix: 16), parts[1] == signature("\(parts[0]):\(user)") else { return false }
        let age = now - Double(issued)
        return age > -Tickets.drift && age < Tickets.lifetime
    }

    private func hexadecimal(_ now: Double) -> String {
        let digits = String(Int(now), radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 8 - digits.count)) + digits
    }

    private func signature(_ text: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: SymmetricKey(data: Array(secret.utf8)))
        return Data(code).base64EncodedString()
    }
}

/// What an attempt to sign in counts against: its address and its name, so that neither many names from one place nor one name from many
/// places go fast.
///
/// From an address from which this user has signed in before, the name does not count: otherwise whoever knows an administrator's name could
/// keep the administrator out for as long as they like. Guessing from that very address is still slowed down by the address.
package enum GuessKeys {
    package static func all(name: String?, address: String, isKnownAddress: Bool) -> [String] {
        guard let name, !isKnownAddress else { return [address] }
        return [address, user(name)]
    }

    package static func user(_ name: String) -> String { "user:\(name.lowercased().prefix(64))" }
}

/// For whoever can reach the data directory, without the key that opens secrets.
extension UserDesk {
    /// Takes the authenticator app and its recovery codes away; false when there were none.
    @discardableResult
    package func removeSecondFactor(of name: String) throws -> Bool {
        let store = SecondFactorStore(database: stores.database)
        let account = try find(name)
        guard try store.find(account.name) != nil else { return false }
        try store.remove(account.name)
        return true
    }
}

/// The other database that an import writes to.
package struct SecondFile: Sendable {
    /// Runs the body in one transaction; throws while the file cannot be written.
    let write: @Sendable (_ body: (WriteTransaction) throws -> Void) throws -> Void
    let pending: PendingImports

    /// - Parameter sealer: what is to come to the second file waits in `pulse.db` under its key, as it has secrets.
    package init(sealer: Sealer, write: @escaping @Sendable (_ body: (WriteTransaction) throws -> Void) throws -> Void) {
        self.write = write
        pending = PendingImports(sealer: sealer)
    }
}

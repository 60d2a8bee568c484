package import GRDB
package import PulseStorage

/// A file that may not be open yet, or not any more: the audit log is opened when it can be, and tried again when it could not.
package struct DatabaseSource: Sendable {
    private let open: @Sendable () throws -> PulseStorage.Database

    package init(_ database: PulseStorage.Database) { open = { database } }

    /// - Parameter open: throws while the file cannot be used.
    package init(open: @escaping @Sendable () throws -> PulseStorage.Database) { self.open = open }

    package func read<Value>(_ body: (GRDB.Database) throws -> Value) throws -> Value { try open().read(body) }

    package func write<Value>(_ body: (WriteTransaction) throws -> Value) throws -> Value { try open().write(body) }
}

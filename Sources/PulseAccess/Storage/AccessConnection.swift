import GRDB

/// The open connection of one reading, so that several stores read the same state.
typealias AccessConnection = GRDB.Database

package import GRDB

/// A transaction that is open now. Stores of several domains take part in it by taking it as a parameter; it ends with the closure
/// that got it, so it must not be kept.
package struct WriteTransaction {
    package let database: GRDB.Database
}

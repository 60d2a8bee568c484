package import PulseStorage

/// The tables of all ways to sign in beside the password. They refer to users, so they come after ``AccessSchema``.
package enum SignInSchema {
    package static let migrations = SecondFactorSchema.migrations + PasskeySchema.migrations + OIDCSchema.migrations
}

import ArgumentParser
import PulseStorage

/// The exit codes of `pulse`, from sysexits.h, so that scripts and systemd can tell them apart.
extension ExitCode {
    /// The data directory is in use by another server.
    static let inUse = ExitCode(75)
    /// A file of the data directory is damaged, newer, or cannot be written.
    static let storage = ExitCode(74)
    /// A setting has a value that cannot be used.
    static let configuration = ExitCode(78)
    /// The address to listen on is taken or not ours.
    static let unavailable = ExitCode(69)

    static func of(_ error: StorageError) -> ExitCode {
        if case .directoryInUse = error { .inUse } else { .storage }
    }
}

/// Runs a command and turns what it throws into a sentence and an exit code.
func explaining<Value>(_ body: () async throws -> Value) async throws -> Value {
    do {
        return try await body()
    } catch let error as StorageError {
        Console.complain("\(error.sentence)\n\(error.nextStep)")
        throw ExitCode.of(error)
    } catch let error as ConfigurationError {
        Console.complain(error.description)
        throw ExitCode.configuration
    } catch let error as V5DirectoryError {
        Console.complain(error.sentence)
        throw ExitCode.failure
    }
}

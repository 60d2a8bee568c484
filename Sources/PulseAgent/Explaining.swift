import ArgumentParser
import PulseAgentRuntime
import PulseTransport

/// Runs a command and turns what it throws into a sentence and an exit code.
func explaining(about server: String = "the server", _ body: () async throws -> Void) async throws {
    do {
        try await body()
    } catch let error as OptionError {
        Console.complain(error.description)
        throw ExitCode.configuration
    } catch let error as StateFileError {
        Console.complain(error.description)
        throw ExitCode.storage
    } catch let error as IdentityDamaged {
        Console.complain(error.description)
        throw ExitCode.storage
    } catch let error as EnrolmentRefused {
        Console.complain(error.sentence)
        throw ExitCode.unavailable
    } catch let error as TransportError {
        Console.complain(error.sentence(about: server))
        throw ExitCode.unavailable
    }
}

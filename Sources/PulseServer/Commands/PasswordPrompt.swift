import ArgumentParser
import Foundation
import Glibc

/// Reads a new password: twice without echo from a terminal, once from a pipe.
enum PasswordPrompt {
    static func read() throws -> String {
        guard isatty(STDIN_FILENO) == 1 else {
            guard let line = readLine(strippingNewline: true) else { throw ValidationError("No password came from standard input.") }
            return line
        }
        let first = hidden("New password (12 characters at least): ")
        guard first == hidden("The same again: ") else { throw ValidationError("The two passwords differ; nothing was changed.") }
        return first
    }

    /// What protects an export: from `PULSE_PASSPHRASE`, else from a terminal without echo, else the first line of standard input. Never an
    /// argument, which everybody on the machine could read.
    ///
    /// - Parameter isNew: asks twice.
    static func passphrase(isNew: Bool) throws -> String {
        if let value = ProcessInfo.processInfo.environment["PULSE_PASSPHRASE"], !value.isEmpty { return value }
        guard isatty(STDIN_FILENO) == 1 else {
            guard let line = readLine(strippingNewline: true) else {
                throw ValidationError("No passphrase came from standard input; PULSE_PASSPHRASE would do as well.")
            }
            return line
        }
        let first = hidden(isNew ? "Passphrase for the export (12 characters at least): " : "Passphrase of the export: ")
        guard !isNew || first == hidden("The same again: ") else { throw ValidationError("The two passphrases differ; nothing was exported.") }
        return first
    }

    private static func hidden(_ prompt: String) -> String {
        var before = termios()
        tcgetattr(STDIN_FILENO, &before)
        var silent = before
        silent.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(STDIN_FILENO, TCSANOW, &silent)
        defer {
            tcsetattr(STDIN_FILENO, TCSANOW, &before)
            Console.complain("")
        }
        Console.complain(prompt)
        return readLine(strippingNewline: true) ?? ""
    }
}

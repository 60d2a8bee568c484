import ArgumentParser

/// `pulse user`
struct User: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List, add and remove users.", subcommands: [List.self, Add.self, Remove.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the users.")
        @OptionGroup var settings: SettingsOptions

        func run() async throws { try await settings.perform(.listUsers) }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Add a user; the password is asked for, or read from standard input.")
        @OptionGroup var settings: SettingsOptions
        @Argument(help: "The user's name.") var name: String

        func run() async throws {
            try await settings.perform(.addUser(name: name, password: try PasswordPrompt.read()))
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Remove a user and end all sessions of this user.")
        @OptionGroup var settings: SettingsOptions
        @Argument(help: "The user's name.") var name: String

        func run() async throws { try await settings.perform(.removeUser(name: name)) }
    }
}

/// `pulse reset-password`
struct ResetPassword: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reset-password", abstract: "Give a user a new password; it is asked for, or read from standard input.")
    @OptionGroup var settings: SettingsOptions
    @Argument(help: "The user's name.") var name: String

    func run() async throws {
        try await settings.perform(.resetPassword(name: name, password: try PasswordPrompt.read()))
    }
}

/// `pulse setup-code`
struct SetupCode: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "setup-code", abstract: "Print the set-up code of the running server.")
    @OptionGroup var settings: SettingsOptions

    func run() async throws { try await settings.perform(.setupCode) }
}

/// `pulse token`
struct Token: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Create, list and revoke API tokens.", subcommands: [Create.self, List.self, Revoke.self], defaultSubcommand: List.self)

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Create an API token and print it once.")
        @OptionGroup var settings: SettingsOptions
        @Argument(help: "What the token is for.") var name: String
        @Option(name: .long, parsing: .upToNextOption, help: "monitoring:read, monitoring:write, settings:read, settings:write or *.")
        var scopes: [String] = ["monitoring:read"]
        @Option(name: .long, help: "Days until it ends; without it, never.") var days: Int?

        func validate() throws {
            if let days, !(1...3650).contains(days) { throw ValidationError("--days is a number from 1 to 3650.") }
        }

        func run() async throws { try await settings.perform(.createToken(name: name, scopes: scopes, days: days)) }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the tokens, without their text.")
        @OptionGroup var settings: SettingsOptions

        func run() async throws { try await settings.perform(.listTokens) }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Revoke a token by its id.")
        @OptionGroup var settings: SettingsOptions
        @Argument(help: "The id that 'pulse token list' shows.") var id: String

        func run() async throws { try await settings.perform(.revokeToken(id: id)) }
    }
}

import ArgumentParser

/// `pulse user`
struct User: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Manage users.",
        subcommands: [List.self, Add.self, Remove.self, Roles.self, Disable.self, Enable.self, Unlock.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the users.")
        @OptionGroup var settings: SettingsOptions

        func run() async throws { try await settings.perform(.access(.listUsers)) }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Add a user; the password is asked for, or read from standard input.")
        @OptionGroup var settings: SettingsOptions
        @Argument(help: "The user's name.") var name: String
        @Option(name: .long, parsing: .upToNextOption, help: "The user's roles; 'pulse role list' shows them.")
        var roles: [String] = ["administrator"]

        func run() async throws {
            try await settings.perform(.access(.addUser(name: name, password: try PasswordPrompt.read(), roles: roles)))
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Remove a user and end all sessions of this user.")
        @OptionGroup var settings: SettingsOptions
        @Argument(help: "The user's name.") var name: String

        func run() async throws { try await settings.perform(.access(.removeUser(name: name))) }
    }

    struct Roles: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Give a user these roles, instead of those the user has.")
        @OptionGroup var settings: SettingsOptions
        @Argument(help: "The user's name.") var name: String
        @Argument(help: "The roles; 'pulse role list' shows them.") var roles: [String]

        func run() async throws { try await settings.perform(.access(.setRoles(name: name, roles: roles))) }
    }

    struct Disable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Disable a user: sessions end, tokens are refused, nothing is lost.")
        @OptionGroup var settings: SettingsOptions
        @Argument(help: "The user's name.") var name: String

        func run() async throws { try await settings.perform(.access(.disableUser(name: name))) }
    }

    struct Enable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Enable a disabled user.")
        @OptionGroup var settings: SettingsOptions
        @Argument(help: "The user's name.") var name: String

        func run() async throws { try await settings.perform(.access(.enableUser(name: name))) }
    }

    struct Unlock: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Forget the wrong attempts to sign in with a name.")
        @OptionGroup var settings: SettingsOptions
        @Argument(help: "The user's name.") var name: String

        func run() async throws { try await settings.perform(.access(.unlockUser(name: name))) }
    }
}

/// `pulse reset-password`
struct ResetPassword: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reset-password", abstract: "The way back in: give a user a new password, enable and unlock the user.",
        discussion: "The password is asked for, or read from standard input. Works beside a running server and without one.")
    @OptionGroup var settings: SettingsOptions
    @Argument(help: "The user's name.") var name: String

    func run() async throws {
        try await settings.perform(.access(.resetPassword(name: name, password: try PasswordPrompt.read())))
    }
}

/// `pulse role`
struct RoleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "role", abstract: "Show roles.", subcommands: [List.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the roles with their permissions.")
        @OptionGroup var settings: SettingsOptions

        func run() async throws { try await settings.perform(.access(.listRoles)) }
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
        abstract: "Create, list, rotate and revoke API tokens.", subcommands: [Create.self, List.self, Rotate.self, Revoke.self],
        defaultSubcommand: List.self)

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Create an API token and print it once.")
        @OptionGroup var settings: SettingsOptions
        @Argument(help: "What the token is for.") var name: String
        @Option(name: .long, parsing: .upToNextOption, help: "Permissions such as monitoring:read, or *.")
        var scopes: [String] = ["monitoring:read"]
        @Option(name: .long, help: "Days until it ends; without it, never.") var days: Int?
        @Option(name: .long, parsing: .upToNextOption, help: "Networks it may come from, such as 10.0.0.0/8; without it, from anywhere.")
        var networks: [String] = []

        func validate() throws {
            if let days, !(1...3650).contains(days) { throw ValidationError("--days is a number from 1 to 3650.") }
        }

        func run() async throws { try await settings.perform(.access(.createToken(name: name, scopes: scopes, days: days, networks: networks))) }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the tokens, without their text.")
        @OptionGroup var settings: SettingsOptions

        func run() async throws { try await settings.perform(.access(.listTokens)) }
    }

    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Give a token a new text and print it once; the old one ends at once.")
        @OptionGroup var settings: SettingsOptions
        @Argument(help: "The id that 'pulse token list' shows.") var id: String

        func run() async throws { try await settings.perform(.access(.rotateToken(id: id))) }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Revoke a token by its id.")
        @OptionGroup var settings: SettingsOptions
        @Argument(help: "The id that 'pulse token list' shows.") var id: String

        func run() async throws { try await settings.perform(.access(.revokeToken(id: id))) }
    }
}

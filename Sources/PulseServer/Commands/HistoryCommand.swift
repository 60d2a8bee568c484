import ArgumentParser

/// `pulse history`
struct HistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "Look at what was measured and kept, carry it elsewhere or bring it in; the server may run meanwhile.",
        subcommands: [Statistics.self, Verify.self, HistoryExport.self, HistoryImportCommand.self], defaultSubcommand: Statistics.self)

    struct Statistics: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "stats", abstract: "Say what is kept and how much room it takes.")
        @OptionGroup var settings: SettingsOptions

        func run() async throws { try await settings.perform(.historyStatistics) }
    }

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Read everything that is kept and say what cannot be read.")
        @OptionGroup var settings: SettingsOptions

        func run() async throws { try await settings.perform(.verifyHistory) }
    }
}

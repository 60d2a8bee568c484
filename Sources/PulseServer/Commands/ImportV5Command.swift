import ArgumentParser

/// `pulse import-v5`
struct ImportV5Command: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import-v5", abstract: "Take over what a data directory of Pulse v5 holds: all of it, or nothing.",
        discussion: """
            Servers, notes, API tokens and alert settings come over; everything else is listed with the reason why not. What is here already stays. \
            Nothing in the directory is changed, and the command may be repeated. An export file of v5 is taken by 'pulse config import'.
            """)

    @OptionGroup var settings: SettingsOptions
    @Argument(help: "The directory that holds nodes.enc: /etc/pulse, or the volume /data of a container.", completion: .directory)
    var directory: String
    @Flag(name: .long, help: "Only say what would change.") var dryRun = false
    @Flag(name: .long, help: "Print the report as JSON.") var json = false

    func run() async throws {
        let takeover = try await explaining { try V5Takeover(directory: directory) }
        try await settings.perform(.importV5(takeover, dryRun: dryRun, asJSON: json))
    }
}

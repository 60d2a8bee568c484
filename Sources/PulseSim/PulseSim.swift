import ArgumentParser

/// The program: a simulated estate to point a browser, a test or a benchmark at.
@main
struct PulseSim: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pulse-sim", abstract: "Simulated Proxmox VE clusters on loopback addresses.", subcommands: [Serve.self, Faults.self],
        defaultSubcommand: Serve.self)
}

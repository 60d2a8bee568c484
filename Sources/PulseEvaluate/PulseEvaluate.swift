import ArgumentParser

/// `pulse-evaluate`
@main
struct PulseEvaluate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pulse-evaluate", abstract: "Judge forecasts and anomaly scores on cases with a known truth.",
        subcommands: [Forecasts.self, Labelled.self])
}

import ArgumentParser
import PulseSimulator

/// Lists what can be ordered over the control API.
struct Faults: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the faults the control API knows, with their fields.")

    func run() throws {
        let width = SimulatedEstate.knownFaults.map(\.name.count).max() ?? 0
        for (name, fields) in SimulatedEstate.knownFaults {
            Output.line(name + String(repeating: " ", count: width - name.count + 2) + fields)
        }
    }
}

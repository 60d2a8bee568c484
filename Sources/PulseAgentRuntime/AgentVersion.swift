/// The version of the agent. The file VERSION at the top of the project says the same; a test holds them together.
package enum AgentVersion {
    package static let current = "0.1.0"
}

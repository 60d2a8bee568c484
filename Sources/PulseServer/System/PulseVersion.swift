/// The version of this program. The file VERSION at the top of the project says the same; a test holds them together.
enum PulseVersion {
    static let current = "0.1.0"
}

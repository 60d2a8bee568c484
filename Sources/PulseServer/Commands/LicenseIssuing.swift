import ArgumentParser
import Foundation
import PulseAccess
import PulseCore

extension LicenseCommand {
    /// `pulse license keygen`
    struct Keygen: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a pair of keys: the private one into a file that only you can read, the public one on the screen.")
        @Argument(help: "The file to make.", completion: .file()) var file = "pulse-license-signing.key"

        func run() throws {
            let issuer = LicenceIssuer()
            let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else {
                Console.complain("Cannot make \(file): \(String(cString: strerror(errno))). An existing file is never overwritten.")
                throw ExitCode.failure
            }
            try FileHandle(fileDescriptor: descriptor, closeOnDealloc: true).write(
                contentsOf: Data("\(issuer.privateKeyText.reveal())\n".utf8))
            Console.say("The private key is in \(file). Whoever has it can issue licences: keep it off the servers that use them.")
            Console.say("PULSE_LICENSE_PUBLIC_KEY=\(issuer.publicKeyText)")
        }
    }

    /// `pulse license issue`
    struct Issue: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Sign a licence and print its key.")
        @Option(name: .long, help: "The file that 'pulse license keygen' made.", completion: .file()) var key: String
        @Option(name: .long, help: "Whom it is for.") var email: String
        @Option(name: .long, help: "pro, pro_annual, lifetime, msp or enterprise.") var tier = "pro"
        @Option(name: .long, help: "How it is called; without it, a random name.") var id: String?
        @Option(name: .long, help: "Days until it ends; without it, never.") var days: Int?
        @Option(name: .long, parsing: .upToNextOption, help: "Features beside those of the tier.") var features: [String] = []
        @Option(name: .long, help: "Nodes it is sold for. Shown, not enforced.") var maxNodes: Int?
        @Option(name: .long, help: "Guests it is sold for. Shown, not enforced.") var maxGuests: Int?

        func validate() throws {
            if let days, !(1...36_500).contains(days) { throw ValidationError("--days is a number from 1 to 36500.") }
            guard features.allSatisfy({ Feature(rawValue: $0) != nil }) else {
                throw ValidationError("--features are out of \(Feature.allCases.map(\.rawValue).joined(separator: ", ")).")
            }
        }

        func run() throws {
            guard let text = try? String(contentsOfFile: key, encoding: .utf8), let issuer = LicenceIssuer(privateKeyText: Redacted(text)) else {
                Console.complain("\(key) cannot be read, or is not a key that 'pulse license keygen' made.")
                throw ExitCode.failure
            }
            let now = WallClock.now()
            let claims = LicenceClaims(
                id: id ?? "lic-\(Randomness.identifier())", email: email, tier: LicenceTier(name: tier), issuedAt: now,
                expiresAt: days.map { now + .seconds($0 * 86_400) }, extraFeatures: Set(features.compactMap(Feature.init(rawValue:))),
                mostNodes: maxNodes, mostGuests: maxGuests)
            let licence = try issuer.issue(claims).reveal()
            // What nobody could activate should not leave the house.
            do { _ = try LicenceKey(licence, from: issuer.publicKeys) } catch {
                Console.complain(error.sentence)
                throw ExitCode.failure
            }
            Console.say(licence)
        }
    }
}

import Configuration
import Foundation
import PulseCore
import SystemPackage

/// Reads settings by their environment names from flags, then the environment, then a file.
///
/// An invalid value is an error that names the key; an empty one counts as not set.
struct SettingsReader: Sendable {
    private let reader: ConfigReader

    /// - Parameters:
    ///   - flags: what the command line set, by environment name.
    ///   - file: a file of `NAME=value` lines, or nil.
    static func make(flags: [String: String], environment: [String: String], file: String?) async throws -> SettingsReader {
        var providers: [any ConfigProvider] = [
            EnvironmentVariablesProvider(environmentVariables: flags),
            EnvironmentVariablesProvider(environmentVariables: KubernetesLinks.removed(from: environment)),
        ]
        if let file {
            guard FileManager.default.isReadableFile(atPath: file) else { throw ConfigurationError(key: "--config", problem: "cannot read \(file)") }
            providers.append(try await EnvironmentVariablesProvider(environmentFilePath: FilePath(file)))
        }
        return SettingsReader(reader: ConfigReader(providers: providers))
    }

    func text(_ name: String) -> String? {
        let key = ConfigKey(name.lowercased().split(separator: "_").map(String.init))
        let value = reader.string(forKey: key, isSecret: true)
        return value.flatMap { $0.isEmpty ? nil : $0 }
    }

    func integer(_ name: String, or other: String? = nil, in range: ClosedRange<Int>) throws -> Int? {
        guard let (key, text) = first(name, other) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw ConfigurationError(
                key: key, problem: "'\(text.printable(limit: 40))' is not a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func boolean(_ name: String) throws -> Bool? {
        try word(
            name, { ["true": true, "1": true, "yes": true, "on": true, "false": false, "0": false, "no": false, "off": false][$0] }, "true or false")
    }

    func word<Value>(_ name: String, or other: String? = nil, _ parse: (String) -> Value?, _ allowed: String) throws -> Value? {
        guard let (key, text) = first(name, other) else { return nil }
        guard let value = parse(text.lowercased()) else {
            throw ConfigurationError(key: key, problem: "'\(text.printable(limit: 40))' is none of: \(allowed)")
        }
        return value
    }

    /// A number with its unit: `500ms`, `10s`, `5m`, `2h`.
    func duration(_ name: String, in range: ClosedRange<Duration>) throws -> Duration? {
        guard let text = text(name) else { return nil }
        guard let duration = Self.duration(text), range.contains(duration) else {
            throw ConfigurationError(
                key: name,
                problem: "'\(text.printable(limit: 40))' is not a duration with unit (10s, 5m, 1h) from \(range.lowerBound) to \(range.upperBound)")
        }
        return duration
    }

    /// A size with its unit: `500MiB`, `20GiB`, `1TiB`.
    func bytes(_ name: String, atLeast least: Int64) throws -> Int64? {
        guard let text = text(name) else { return nil }
        let digits = text.prefix { $0.isNumber }
        let units: [String: Int64] = ["MiB": 1 << 20, "GiB": 1 << 30, "TiB": 1 << 40]
        guard let number = Int64(digits), number < 1 << 20, let unit = units[text.dropFirst(digits.count).filter { $0 != " " }],
            number * unit >= least
        else {
            throw ConfigurationError(
                key: name, problem: "'\(text.printable(limit: 40))' is not a size with unit (500MiB, 20GiB) of at least \(least >> 20)MiB")
        }
        return number * unit
    }

    func list<Element>(_ name: String, _ parse: (String) -> Element?) throws -> [Element] {
        try (text(name) ?? "").split(separator: ",").map { $0.filter { !$0.isWhitespace } }.filter { !$0.isEmpty }.enumerated().map { index, part in
            // The value may be a secret, so only its place is said.
            guard let element = parse(part) else { throw ConfigurationError(key: name, problem: "entry \(index + 1) of the list cannot be used") }
            return element
        }
    }

    private func first(_ name: String, _ other: String?) -> (key: String, text: String)? {
        if let text = text(name) { return (name, text) }
        return other.flatMap { key in text(key).map { (key, $0) } }
    }

    private static func duration(_ text: String) -> Duration? {
        let digits = text.prefix { $0.isNumber }
        guard let number = Int64(digits), number < 1_000_000_000 else { return nil }
        switch text.dropFirst(digits.count) {
        case "ms": return .milliseconds(number)
        case "s": return .seconds(number)
        case "m": return .seconds(number * 60)
        case "h": return .seconds(number * 3600)
        case "d": return .seconds(number * 86_400)
        default: return nil
        }
    }
}

/// Kubernetes gives every pod of a namespace variables for each service in it: with a service called `pulse`, `PULSE_PORT=tcp://10.0.0.1:7655`.
/// They are not meant for us.
enum KubernetesLinks {
    static func removed(from environment: [String: String]) -> [String: String] {
        environment.filter { name, value in !isLink(name, value) }
    }

    static func isLink(_ name: String, _ value: String) -> Bool {
        guard name.hasPrefix("PULSE_") else { return false }
        return value.hasPrefix("tcp://") || value.hasPrefix("udp://") || name.hasPrefix("PULSE_SERVICE_")
            || name.hasPrefix("PULSE_PORT_") && name.contains("_TCP")
    }
}

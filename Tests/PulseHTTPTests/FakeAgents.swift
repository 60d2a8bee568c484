import Crypto
import Foundation
import PulseAgentProtocol
import PulseAgents
import PulseCore
import Synchronization

@testable import PulseHTTP

/// Bytes that count up, so that codes and ids are the same in every run.
final class CountedSecrets: Sendable {
    private let next = Mutex<UInt8>(0)

    var secrets: AgentSecrets {
        AgentSecrets { count in
            self.next.withLock { next in
                next &+= 1
                return (0..<count).map { UInt8(truncatingIfNeeded: $0) &* 7 &+ next }
            }
        }
    }
}

/// An agent of a few bytes for one kind of machine.
struct FakeDownloads: AgentDownloads {
    static let bytes: [UInt8] = Array("\u{7F}ELF".utf8) + [UInt8](repeating: 0x41, count: 600_000)

    var version: String? { "0.6.1" }
    var installScript: String? { "#!/bin/sh\necho installing\n" }

    func program(for platform: AgentPlatform) -> AgentProgram? {
        guard platform == .intel else { return nil }
        return AgentProgram(version: "0.6.1", sha256: Hex.text(SHA256.hash(data: Self.bytes)), size: Self.bytes.count) { Array(Self.bytes[$0]) }
    }
}

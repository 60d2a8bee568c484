import PulseTransport

/// Where an engine listens.
package enum EngineAddress: Hashable, Sendable, CustomStringConvertible {
    /// The path of a socket of this machine.
    case socket(String)
    /// `http://host:port`, as of a proxy that stands before a socket.
    case network(String)

    /// The longest name of a socket that Linux takes, bytes (`unix(7)`).
    static let longestPath = 107

    /// - Parameter text: as in `DOCKER_HOST` and `CONTAINER_HOST`: `unix:///run/docker.sock`, `/run/docker.sock`, `tcp://proxy:2375`, `http://proxy:2375`.
    package init?(text: String) {
        let path = text.hasPrefix("unix://") ? String(text.dropFirst(7)) : text
        if path.hasPrefix("/") {
            guard path.utf8.count <= Self.longestPath, !path.utf8.contains(0) else { return nil }
            self = .socket(path)
            return
        }
        for scheme in ["tcp://", "http://"] where text.hasPrefix(scheme) {
            let host = text.dropFirst(scheme.count).prefix { $0 != "/" }
            guard !host.isEmpty, host.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
            self = .network("http://\(host)")
            return
        }
        return nil
    }

    package var description: String {
        switch self {
        case .socket(let path): path
        case .network(let address): address
        }
    }

    func url(_ target: String) -> String {
        switch self {
        case .socket(let path): "http+unix://\(percentEncoded(path))\(target)"
        case .network(let address): address + target
        }
    }
}

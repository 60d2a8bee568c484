package import PulseCore

/// The address of a server of Proxmox as people write it: `pve1`, `pve1:8006`, `https://pve1:8006/`, `10.0.0.5`, `[::1]:8006`, or copied
/// from the browser with `/#v1:0:…` or from a script with `/api2/json`.
package struct ProxmoxAddress: Sendable, Hashable {
    /// Without brackets.
    package let host: String
    package let port: Int

    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// - Parameter product: whose port it is when none is given. What Pulse has written itself always has one.
    /// - Throws: ``ProxmoxAddressError`` with a sentence that says what is wrong with it.
    package init(_ text: String, of product: ProxmoxProduct = .virtualEnvironment) throws(ProxmoxAddressError) {
        let trimmed = String(text.filter { !$0.isWhitespace })
        guard !trimmed.isEmpty else { throw .empty }
        let authority = try Self.authority(of: trimmed)
        guard !authority.contains("@") else { throw .containsCredentials }
        let (host, port) = try Self.split(authority)
        guard Self.isHost(host) else { throw .notAHost(String(host)) }
        self.init(host: host.lowercased(), port: try Self.number(port) ?? product.defaultPort)
    }

    /// `https://pve1:8006`, without a trailing slash.
    package var url: String { "https://\(host.contains(":") ? "[\(host)]" : host):\(port)" }

    private static func authority(of text: String) throws(ProxmoxAddressError) -> Substring {
        var rest = text[...]
        if let scheme = text.firstRange(of: "://") {
            switch text[..<scheme.lowerBound].lowercased() {
            case "https": rest = text[scheme.upperBound...]
            case "http": throw .notEncrypted
            default: throw .otherScheme(String(text[..<scheme.lowerBound]))
            }
        }
        return rest.prefix { $0 != "/" && $0 != "#" && $0 != "?" }
    }

    private static func split(_ authority: Substring) throws(ProxmoxAddressError) -> (host: Substring, port: Substring?) {
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { throw .notAHost(String(authority)) }
            let behind = authority[authority.index(after: end)...]
            guard behind.isEmpty || behind.hasPrefix(":") else { throw .notAHost(String(authority)) }
            return (authority[authority.index(after: authority.startIndex)..<end], behind.isEmpty ? nil : behind.dropFirst())
        }
        let colons = authority.count { $0 == ":" }
        // More than one colon without brackets is an IPv6 address and nothing else.
        guard colons == 1, let colon = authority.firstIndex(of: ":") else { return (authority, nil) }
        return (authority[..<colon], authority[authority.index(after: colon)...])
    }

    private static func number(_ text: Substring?) throws(ProxmoxAddressError) -> Int? {
        guard let text, !text.isEmpty else { return nil }
        guard let number = Int(text), (1...65_535).contains(number) else { throw .notAPort(String(text)) }
        return number
    }

    private static func isHost(_ host: Substring) -> Bool {
        guard (1...253).contains(host.utf8.count) else { return false }
        return host.unicodeScalars.allSatisfy { scalar in
            scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "-" || scalar == "." || scalar == "_" || scalar == ":"
                || scalar == "%"
        }
    }
}

/// What is wrong with an address.
package enum ProxmoxAddressError: Error, Hashable, Sendable {
    case empty
    case notEncrypted
    case otherScheme(String)
    case containsCredentials
    case notAHost(String)
    case notAPort(String)

    package var problem: Problem {
        Problem(code: "address_invalid", sentence: sentence, nextStep: "Enter the address of a node, for example pve1.lan or https://10.0.0.5:8006.")
    }

    private var sentence: String {
        switch self {
        case .empty: "No address was given."
        case .notEncrypted: "The address begins with http://. Proxmox answers over https only, and a token must not travel in the clear."
        case .otherScheme(let scheme): "“\(scheme.printable(limit: 20))://” is not a way to reach Proxmox."
        case .containsCredentials: "The address contains a user name or password. They belong in their own fields."
        case .notAHost(let host): "“\(host.printable(limit: 60))” is not the name or address of a machine."
        case .notAPort(let port): "“\(port.printable(limit: 20))” is not a port number."
        }
    }
}

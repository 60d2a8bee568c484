import PulseCore
import PulseTransport

/// Errors in the words of a person who runs a product of Proxmox: what was attempted, why it failed, what to do next.
struct ProxmoxProblem {
    let product: ProxmoxProduct
    let credentials: ProxmoxCredentials
    private let endpoint: ProxmoxEndpoint
    private let address: String

    private init(_ product: ProxmoxProduct, _ credentials: ProxmoxCredentials, _ endpoint: ProxmoxEndpoint) {
        self.product = product
        self.credentials = credentials
        self.endpoint = endpoint
        address = endpoint.url.printable(limit: 120)
    }

    static func of(
        _ error: ProxmoxError, at endpoint: ProxmoxEndpoint, credentials: ProxmoxCredentials, product: ProxmoxProduct = .virtualEnvironment
    ) -> Problem {
        ProxmoxProblem(product, credentials, endpoint).of(error)
    }

    private func of(_ error: ProxmoxError) -> Problem {
        switch error {
        case .transport(let error): return of(error)
        case .fingerprintUnreadable:
            return Problem(
                code: "fingerprint_unreadable", sentence: "The fingerprint stored for \(address) is not a SHA-256 fingerprint, so nothing was sent.",
                nextStep: "Open the source in the settings, test the connection and confirm the fingerprint that is shown.")
        case .unauthorised(let reason): return unauthorised(reason)
        case .heldBack:
            return Problem(
                code: "credentials_held_back", sentence: "The credentials for \(address) were refused; Pulse waits before it tries them again.",
                nextStep: "Correct the credentials in the settings of the source; they are tried at once when you save.")
        case .secondFactorWanted:
            return Problem(
                code: "second_factor", sentence: "\(credentials.user) signs in with a second factor at \(address), which a program can't give.",
                nextStep: product.knowsTokens
                    ? "Use an API token, or a user for monitoring without a second factor." : "Use a user for monitoring without a second factor.")
        default: return ofAnswer(error)
        }
    }

    private func ofAnswer(_ error: ProxmoxError) -> Problem {
        switch error {
        case .forbidden(let reason):
            return Problem(
                code: "privilege_missing", sentence: "\(address) refuses \(credentials.user) for lack of a privilege\(quoted(reason)).",
                nextStep: role)
        case .nodeUnreachable(let status, let reason):
            return Problem(
                code: "node_unreachable", sentence: "\(address) answers but could not reach the node asked about (\(status)\(quoted(reason))).",
                nextStep: "Look whether that node is running and reachable from its neighbours.")
        case .unsupported:
            return Problem(
                code: "unsupported", sentence: "\(address) does not know this call; its version of \(product.title) may be too old.",
                nextStep: "\(product.title) \(product.oldestSupported) or newer is supported.")
        case .refused(let status, let reason):
            return Problem(
                code: "server_error", sentence: "\(address) answered with error \(status)\(quoted(reason)).",
                nextStep: "If it stays, look at the log of \(product.daemons.joined(separator: " and ")) on that node: "
                    + "journalctl \(product.daemons.map { "-u \($0)" }.joined(separator: " ")).")
        case .redirected(let target):
            return Problem(
                code: "redirected", sentence: "\(address) sends callers on to \(target.isEmpty ? "another address" : target). Pulse does not follow.",
                nextStep: "Enter the address of the Proxmox node itself, usually https://NODE:\(product.defaultPort).")
        case .invalid(.truncated):
            return Problem(
                code: "truncated", sentence: "The answer of \(address) broke off in the middle.",
                nextStep: "If it stays, look for a proxy or a limit between Pulse and the node.")
        case .invalid:
            return Problem(
                code: "invalid_json", sentence: "\(address) answered with something that is not valid JSON.",
                nextStep: "Open \(address)/api2/json/version in a browser. If it isn't \(product.title) that answers, correct the address.")
        case .otherCluster(let name):
            return Problem(
                code: "other_cluster",
                sentence: "\(address) now answers for another cluster\(name.map { " (\($0.printable(limit: 60)))" } ?? ""), so it is not believed.",
                nextStep: "If the node was taken out of the cluster, edit the source, test it at the address of a node that is still in it, "
                    + "and save. Then add this node as a source of its own.")
        default:
            return Problem(
                code: "not_proxmox", sentence: "What answers at \(address) is not \(product.title).",
                nextStep: "Check host and port; \(product.title) usually listens on port \(product.defaultPort).")
        }
    }

    private var role: String {
        switch product {
        case .virtualEnvironment: "Give the user, and its API token, the role PVEAuditor on / in Proxmox."
        case .backupServer: "Give the user, and its API token, the role Audit on / in Proxmox Backup Server."
        case .mailGateway: "Give the user the role Auditor in Proxmox Mail Gateway."
        }
    }

    private func unauthorised(_ reason: String) -> Problem {
        guard product != .virtualEnvironment || endpoint.port != ProxmoxProduct.backupServer.defaultPort else {
            return Problem(
                code: "not_proxmox", sentence: "\(address) refuses the credentials; port 8007 is that of Proxmox Backup Server.",
                nextStep: "For Proxmox VE use port 8006.")
        }
        switch credentials {
        case .token(let id, _):
            return Problem(
                code: "credentials_refused",
                sentence: "\(address) refuses the API token \(id.printable(limit: 80)): it is wrong, expired or disabled\(quoted(reason)).",
                nextStep: product.knowsTokens
                    ? "Look under \(tokenPage), and enter id (user@realm!name) and secret again."
                    : "\(product.title) has no API tokens: enter a user (name@realm) and a password.")
        case .password(let user, _):
            return Problem(
                code: "credentials_refused",
                sentence: "\(address) refuses the password of \(user.printable(limit: 80)), or the user is expired or disabled\(quoted(reason)).",
                nextStep: "Enter user (name@realm) and password again\(product.knowsTokens ? ", or better use an API token" : "").")
        }
    }

    private var tokenPage: String {
        product == .backupServer ? "Configuration > Access Control > API Token" : "Datacenter > Permissions > API Tokens"
    }

    private func quoted(_ reason: String) -> String { reason.isEmpty ? "" : ": “\(reason)”" }

    private func of(_ error: TransportError) -> Problem {
        var sentence = error.sentence(about: address)
        if case .certificateChanged(let expected, let seen) = error {
            sentence += " Confirmed: \(expected). Shown: \(seen)."
        }
        return Problem(code: Self.code(error), sentence: sentence, nextStep: nextStep(error))
    }

    private static func code(_ error: TransportError) -> String {
        if case .timedOut = error { "timed_out" } else { error.shortName }
    }

    private func nextStep(_ error: TransportError) -> String {
        switch error {
        case .invalidAddress: "Enter the address of a node, for example https://\(product.rawValue)1:\(product.defaultPort)."
        case .nameNotFound: "Check the spelling, and whether this machine can resolve the name; an IP address works too."
        case .refused: "Check host and port (\(product.title) uses \(product.defaultPort)) and whether \(product.daemons[0]) is running on the node."
        case .unreachable: "Check the address, the network and firewalls between this machine and the node."
        case .timedOut(.connecting, _): "Check the address and firewalls; the machine may be off."
        case .timedOut: "The node may be overloaded, or a storage on it hangs: look at its load and at the tasks in Proxmox."
        case .notTLS, .notHTTP: "Check the port; \(product.title) answers over https on port \(product.defaultPort)."
        case .tls: "Check that it is \(product.title) that listens there; a very old TLS version is not accepted."
        case .certificateUntrusted: "Test the connection in the settings and confirm the fingerprint that is shown."
        case .certificateChanged:
            "If the certificate was renewed, compare the fingerprint with `\(product.certificateCommand)` on the node and confirm it in the settings. "
                + "If nobody renewed it, somebody may be in between."
        case .tooLarge: "That is no answer of \(product.title); check the address."
        case .truncated, .closed: "If it stays, look for a proxy between Pulse and the node, and at the log of \(product.daemons[0])."
        case .refusedAddress: "Enter an address that Pulse may call."
        case .cancelled, .other: "Pulse tries again by itself."
        }
    }
}

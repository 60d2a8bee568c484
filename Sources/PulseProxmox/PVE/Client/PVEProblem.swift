import PulseCore
import PulseTransport

/// Errors in the words of a person who runs Proxmox: what was attempted, why it failed, what to do next.
enum PVEProblem {
    static func of(_ error: PVEError, at endpoint: PVEEndpoint, credentials: PVECredentials) -> Problem {
        let address = endpoint.url.printable(limit: 120)
        switch error {
        case .transport(let error): return of(error, address, endpoint)
        case .fingerprintUnreadable:
            return Problem(
                code: "fingerprint_unreadable", sentence: "The fingerprint stored for \(address) is not a SHA-256 fingerprint, so nothing was sent.",
                nextStep: "Open the source in the settings, test the connection and confirm the fingerprint that is shown.")
        case .unauthorised(let reason): return unauthorised(reason, address, endpoint, credentials)
        case .heldBack:
            return Problem(
                code: "credentials_held_back", sentence: "The credentials for \(address) were refused; Pulse waits before it tries them again.",
                nextStep: "Correct the credentials in the settings of the source; they are tried at once when you save.")
        case .secondFactorWanted:
            return Problem(
                code: "second_factor", sentence: "\(credentials.user) signs in with a second factor at \(address), which a program can't give.",
                nextStep: "Use an API token, or a user for monitoring without a second factor.")
        default: return ofAnswer(error, address, credentials)
        }
    }

    private static func ofAnswer(_ error: PVEError, _ address: String, _ credentials: PVECredentials) -> Problem {
        switch error {
        case .forbidden(let reason):
            return Problem(
                code: "privilege_missing", sentence: "\(address) refuses \(credentials.user) for lack of a privilege\(quoted(reason)).",
                nextStep: "Give the user, and its API token, the role PVEAuditor on / in Proxmox.")
        case .nodeUnreachable(let status, let reason):
            return Problem(
                code: "node_unreachable", sentence: "\(address) answers but could not reach the node asked about (\(status)\(quoted(reason))).",
                nextStep: "Look whether that node is running and reachable from its neighbours.")
        case .unsupported:
            return Problem(
                code: "unsupported", sentence: "\(address) does not know this call; its version of Proxmox VE may be too old.",
                nextStep: "Proxmox VE 8.4 or newer is supported.")
        case .refused(let status, let reason):
            return Problem(
                code: "server_error", sentence: "\(address) answered with error \(status)\(quoted(reason)).",
                nextStep: "If it stays, look at the log of pveproxy and pvedaemon on that node: journalctl -u pveproxy -u pvedaemon.")
        case .redirected(let target):
            return Problem(
                code: "redirected", sentence: "\(address) sends callers on to \(target.isEmpty ? "another address" : target). Pulse does not follow.",
                nextStep: "Enter the address of the Proxmox node itself, usually https://NODE:8006.")
        case .invalid(.truncated):
            return Problem(
                code: "truncated", sentence: "The answer of \(address) broke off in the middle.",
                nextStep: "If it stays, look for a proxy or a limit between Pulse and the node.")
        case .invalid:
            return Problem(
                code: "invalid_json", sentence: "\(address) answered with something that is not valid JSON.",
                nextStep: "Open \(address)/api2/json/version in a browser. If it isn't Proxmox VE that answers, correct the address.")
        case .otherCluster(let name):
            return Problem(
                code: "other_cluster",
                sentence: "\(address) now answers for another cluster\(name.map { " (\($0.printable(limit: 60)))" } ?? ""), so it is not believed.",
                nextStep: "If the node was taken out of the cluster, edit the source, test it at the address of a node that is still in it, "
                    + "and save. Then add this node as a source of its own.")
        default:
            return Problem(
                code: "not_proxmox", sentence: "What answers at \(address) is not Proxmox VE.",
                nextStep: "Check host and port; Proxmox VE usually listens on port 8006.")
        }
    }

    private static func unauthorised(
        _ reason: String, _ address: String, _ endpoint: PVEEndpoint, _ credentials: PVECredentials
    ) -> Problem {
        guard endpoint.port != 8007 else {
            return Problem(
                code: "not_proxmox", sentence: "\(address) refuses the credentials; port 8007 is that of Proxmox Backup Server.",
                nextStep: "For Proxmox VE use port 8006.")
        }
        switch credentials {
        case .token(let id, _):
            return Problem(
                code: "credentials_refused",
                sentence: "\(address) refuses the API token \(id.printable(limit: 80)): it is wrong, expired or disabled\(quoted(reason)).",
                nextStep: "Look under Datacenter > Permissions > API Tokens, and enter id (user@realm!name) and secret again.")
        case .password(let user, _):
            return Problem(
                code: "credentials_refused",
                sentence: "\(address) refuses the password of \(user.printable(limit: 80)), or the user is expired or disabled\(quoted(reason)).",
                nextStep: "Enter user (name@realm) and password again, or better use an API token.")
        }
    }

    private static func quoted(_ reason: String) -> String { reason.isEmpty ? "" : ": “\(reason)”" }

    private static func of(_ error: TransportError, _ address: String, _ endpoint: PVEEndpoint) -> Problem {
        var sentence = error.sentence(about: address)
        if case .certificateChanged(let expected, let seen) = error {
            sentence += " Confirmed: \(expected). Shown: \(seen)."
        }
        return Problem(code: code(error), sentence: sentence, nextStep: nextStep(error, endpoint))
    }

    private static func code(_ error: TransportError) -> String {
        if case .timedOut = error { "timed_out" } else { error.shortName }
    }

    private static func nextStep(_ error: TransportError, _ endpoint: PVEEndpoint) -> String {
        switch error {
        case .invalidAddress: "Enter the address of a node, for example https://pve1:8006."
        case .nameNotFound: "Check the spelling, and whether this machine can resolve the name; an IP address works too."
        case .refused: "Check host and port (Proxmox VE uses 8006) and whether pveproxy is running on the node."
        case .unreachable: "Check the address, the network and firewalls between this machine and the node."
        case .timedOut(.connecting, _): "Check the address and firewalls; the machine may be off."
        case .timedOut: "The node may be overloaded, or a storage on it hangs: look at its load and at the tasks in Proxmox."
        case .notTLS, .notHTTP: "Check the port; Proxmox VE answers over https on port 8006."
        case .tls: "Check that it is Proxmox VE that listens there; a very old TLS version is not accepted."
        case .certificateUntrusted: "Test the connection in the settings and confirm the fingerprint that is shown."
        case .certificateChanged:
            "If the certificate was renewed, compare the fingerprint with `pvenode cert info` on the node and confirm it in the settings. "
                + "If nobody renewed it, somebody may be in between."
        case .tooLarge: "That is no answer of Proxmox VE; check the address."
        case .truncated, .closed: "If it stays, look for a proxy between Pulse and the node, and at the log of pveproxy."
        case .refusedAddress: "Enter an address that Pulse may call."
        case .cancelled, .other: "Pulse tries again by itself."
        }
    }
}

import PulseCore
import PulseTransport

/// Why an engine could not be asked for something: what was attempted, where, why, and what a person does about it.
struct EngineProblem: Error, Hashable, Sendable {
    enum Cause: Hashable, Sendable {
        case transport(TransportError)
        /// An answer that is no success, with what the engine says.
        case refused(status: Int, message: String)
        /// A success without a body, which is how Podman answers of what does not run.
        case empty
        case unreadable
        /// It speaks only versions of the interface that are older than ours.
        case tooOld(String)
    }

    /// `list its containers`
    let attempted: String
    let address: EngineAddress
    let cause: Cause

    var isMissing: Bool {
        if case .refused(404, _) = cause { true } else { false }
    }

    var sentence: String {
        let attempt = "The engine could not be asked to \(attempted): "
        return switch cause {
        case .transport(let error) where error.isForbidden: attempt + "the agent may not open \(address)."
        case .transport(let error): attempt + error.sentence(about: address.description)
        case .refused(let status, let message): attempt + "\(address) answered \(status)\(message.isEmpty ? "" : ", “\(message)”")."
        case .empty: attempt + "\(address) gave an empty answer."
        case .unreadable: attempt + "the answer of \(address) is not what its interface promises."
        case .tooOld(let version):
            attempt + "\(address) speaks version \(version) of the interface, and the oldest that is understood is \(APIVersion.oldest)."
        }
    }

    var nextStep: String {
        switch cause {
        case .transport(let error) where error.isForbidden:
            "Run the install command again with --with-docker, or add the user of the agent to the socket's group (docker, or podman) and restart it."
        case .transport(.refused), .transport(.closed):
            "Start the engine, or give the agent the right socket."
        case .transport(.timedOut):
            "Look whether the engine hangs (docker ps, podman ps); its own log says why. Restart it if it does."
        case .transport, .empty, .unreadable: "Look into the log of the engine, and whether something else listens there."
        case .refused(403, _):

            "A proxy before the socket refuses this: allow containers, events, images, info, networks, services, tasks, volumes and version."
        case .refused: "Look into the log of the engine."
        case .tooOld: "Update the engine."
        }
    }
}

extension TransportError {
    /// EACCES and EPERM of a socket that exists.
    fileprivate var isForbidden: Bool { self == .other("errno 13") || self == .other("errno 1") }
}

import PulseCore
import PulseTransport
import Synchronization

/// Holds what is known of images at their registries, and asks for what is due.
final class RegistryDesk: Sendable {
    private let check: ImageUpdateCheck
    private let credentialFile: String?
    private let state: Mutex<ImageUpdateMemory>

    init(http: OutboundClient, credentials: String?, memory: ImageUpdateMemory) {
        check = ImageUpdateCheck(http: http)
        credentialFile = credentials
        state = Mutex(memory)
    }

    var memory: ImageUpdateMemory { state.withLock { $0 } }

    func due(_ subjects: [UpdateSubject], at now: Timestamp) -> [UpdateSubject] { state.withLock { $0.due(subjects, at: now) } }

    /// What is known stays known, and all of it is due.
    func askAnew(at now: Timestamp) { state.withLock { $0.askAnew(at: now) } }

    /// Asks for each, one after the other.
    func ask(_ subjects: [UpdateSubject], at now: Timestamp) async {
        // Read every time, so that a new password is taken.
        let credentials = credentialFile.flatMap { KernelFiles(root: "/").read($0) }.flatMap(RegistryCredentials.init) ?? .none
        for subject in subjects where !Task.isCancelled {
            // What was just found out may have closed the registry for the others.
            guard state.withLock({ $0.mayAsk(subject, at: now) }) else { continue }
            let finding = await check.check(subject, credentials: credentials)
            guard !Task.isCancelled else { return }
            state.withLock { $0.found(finding, of: subject, at: now) }
        }
    }

    /// By the image's name and id; empty when registries are not asked.
    func updates(of subjects: [UpdateSubject], _ configuration: ContainerConfiguration) -> [String: ImageUpdate] {
        guard configuration.asksRegistries else { return [:] }
        return state.withLock { memory in
            [String: ImageUpdate](subjects.compactMap { subject in memory.update(of: subject).map { (subject.key, $0) } }) { first, _ in first }
        }
    }
}

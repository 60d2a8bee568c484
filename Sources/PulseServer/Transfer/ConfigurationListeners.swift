import Logging
import PulseAgents
import PulseCore
import PulseHTTP
import PulseInventory

extension ConfigurationDesk.Listeners {
    /// The running parts of a server: they take over what an import wrote.
    init(
        _ sources: SourceDesk, _ inventory: InventoryService, _ profiles: ProfileDesk, signIn: SignInServices,
        now: @escaping @Sendable () -> Timestamp, logger: Logger
    ) {
        func told(_ what: String, _ body: @escaping @Sendable () throws -> Void) -> @Sendable () -> Void {
            {
                do { try body() } catch {
                    logger.error("An import is on disk, but not in use until the next start", metadata: ["part": "\(what)", "error": "\(error)"])
                }
            }
        }
        self.init(
            sources: told("sources") { try sources.reread() }, notes: told("notes") { try inventory.rereadAnnotations(at: now()) },
            profiles: told("profiles") { try profiles.reread() },
            signIn: { signIn.reread() })
    }
}

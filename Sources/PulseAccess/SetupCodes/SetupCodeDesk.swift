package import PulseCore
import Synchronization

/// Makes set-up codes and recognises them. Wrong ones count like any other wrong proof, against the address they come from.
package final class SetupCodeDesk: Sendable {
    private let book = Mutex(SetupCodeBook())
    private let guesses: GuessGuard

    package init(guesses: GuessGuard) {
        self.guesses = guesses
    }

    /// - Returns: the code, which is told once: 160 random bits in base 32, and what is kept of it.
    package func make(_ order: SetupOrder, at now: Timestamp) -> (code: Redacted<String>, entry: SetupCodeBook.Entry) {
        let code = Base32.encode(SecureBytes.make(20))
        let id = Base32.encode(SecureBytes.make(10)).lowercased()
        return (Redacted(code), book.withLock { $0.keep(order, id: id, digest: SecretText.digest(code), at: now) })
    }

    package func entry(id: String, at now: Timestamp) -> SetupCodeBook.Entry? { book.withLock { $0.entry(id: id, at: now) } }

    /// Lets pass who has a code of any product that is still good.
    ///
    /// - Throws: ``AccessError``: that it is none, or that too many wrong ones came from there.
    package func check(_ code: String?, from address: String, at now: Timestamp) throws {
        try guesses.refuse(name: nil, from: address, at: now)
        do {
            _ = try book.withLock { try $0.open(Self.digest(code), at: now) }
        } catch {
            guesses.failed(name: nil, from: address, at: now)
            throw AccessError.sourceCodeWrong
        }
    }

    package func fetch(_ code: String?, of product: SourceKind, at now: Timestamp) throws -> SetupCodeBook.Entry {
        let digest = Self.digest(code)
        do { return try book.withLock { try $0.fetch(digest, of: product, at: now) } } catch { throw Self.explained(error) }
    }

    package func begin(_ code: String?, of product: SourceKind, at now: Timestamp) throws -> SetupCodeBook.Entry {
        let digest = Self.digest(code)
        do { return try book.withLock { try $0.begin(digest, of: product, at: now) } } catch { throw Self.explained(error) }
    }

    package func end(_ entry: SetupCodeBook.Entry, _ outcome: Result<SourceSlug, SetupFailure>) {
        book.withLock { $0.end(entry.id, outcome) }
    }

    private static func explained(_ error: any Error) -> any Error { (error as? SetupCodeBook.Refusal).map(AccessError.init) ?? error }

    private static func digest(_ code: String?) -> String { SecretText.digest(code ?? "") }
}

extension AccessError {
    fileprivate init(_ refusal: SetupCodeBook.Refusal) {
        switch refusal {
        case .unknown: self = .sourceCodeWrong
        case .inUse: self = .sourceCodeInUse
        case .otherProduct(let product): self = .sourceCodeOfOtherProduct(product.productName)
        }
    }
}

extension SourceKind {
    fileprivate var productName: String {
        switch self {
        case .proxmoxVE: "Proxmox VE"
        case .backupServer: "Proxmox Backup Server"
        case .mailGateway: "Proxmox Mail Gateway"
        case .thisHost: "this machine"
        case .agent: "a machine with an agent"
        case .kubernetes: "a Kubernetes cluster"
        }
    }
}

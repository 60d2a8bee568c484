import Crypto
import PulseCore

extension FindingIdentity {
    /// `finding-` and 16 hex digits of SHA-256 over check, resource and instance, each ended by a zero byte.
    package var id: String {
        var hash = SHA256()
        for part in [check, resource, instance] {
            hash.update(data: Array(part.utf8))
            hash.update(data: [0])
        }
        return "finding-" + Hex.text(Array(hash.finalize().prefix(8)))
    }
}

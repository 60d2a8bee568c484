/// The version of a kernel, `6.8.12-1-pve`, in an order in which the newer one is the greater.
struct KernelRelease: Hashable, Sendable {
    let text: String
    /// `pve`, `amd64`, `cloud-amd64`, `+rt`: kernels of different kinds do not replace each other.
    let kind: String
    private let parts: [Part]

    private enum Part: Hashable {
        case number(UInt64)
        case word(String)
    }

    init(_ text: String) {
        self.text = text
        let (base, extra) = text.firstIndex(of: "+").map { (String(text[..<$0]), String(text[$0...])) } ?? (text, "")
        let words = base.split(separator: "-")
        let versions = words.prefix { $0.utf8.first?.isDigit == true }
        kind = words[versions.count...].joined(separator: "-") + extra
        parts = versions.flatMap { $0.split { $0 == "." || $0 == "_" || $0 == "~" } }.map { part in
            Array(part.utf8)[...].unsigned.map { .number($0) } ?? .word(String(part))
        }
    }

    /// Nil when they are of different kinds, or have no order.
    func isNewer(than other: KernelRelease) -> Bool? {
        guard kind == other.kind else { return nil }
        for (mine, theirs) in zip(parts, other.parts) where mine != theirs {
            switch (mine, theirs) {
            case (.number(let mine), .number(let theirs)): return mine > theirs
            case (.word(let mine), .word(let theirs)): return mine > theirs
            // `5.14.0-362.8.1.el9` is newer than `5.14.0-362.el9`.
            case (.number, .word): return true
            case (.word, .number): return false
            }
        }
        return parts.count > other.parts.count
    }
}

/// Whether a machine waits for a restart to have what was installed.
struct RebootEvidence: Hashable, Sendable {
    /// `/run/reboot-required`, which Debian and Ubuntu write.
    var isAskedFor = false
    var running: String?
    /// Those that the machine could start, from `/boot` or `/lib/modules`.
    var installed: [String] = []
    var isContainer = false

    /// Nil when it cannot be known: a container has its host's kernel, and a kernel that came from elsewhere says nothing about those that lie here.
    var verdict: Bool? {
        if isAskedFor { return true }
        guard !isContainer, let running, installed.contains(running) else { return nil }
        let release = KernelRelease(running)
        return installed.contains { KernelRelease($0).isNewer(than: release) == true }
    }
}

/// What package managers print about packages that wait, each in its own words.
struct PendingPackages: Hashable, Sendable {
    var pending: Int
    /// Nil where the manager does not tell.
    var security: Int?

    /// `apt-get -s dist-upgrade` (apt-get(8)): `Inst libc6 [2.36-9] (2.36-9+deb12u1 Debian-Security:12/stable-security [amd64])`.
    ///
    /// Those without a version in brackets are not installed yet and come with another one: they are no update.
    static func apt(_ output: Bytes) -> PendingPackages {
        let rows = output.lines.filter { line in
            let words = line.words
            return words.count > 3 && words[0].elementsEqual("Inst".utf8) && words[2].first == UInt8(ascii: "[")
        }
        return PendingPackages(pending: rows.count, security: rows.count { isSecurity($0.text) })
    }

    /// Archives are told by label and suite: `Debian-Security:12/stable-security`, `Ubuntu:24.04/noble-security`.
    private static func isSecurity(_ row: String) -> Bool {
        guard let place = row.firstIndex(of: "(") else { return false }
        return row[place...].lowercased().contains("-security")
    }

    /// `dnf -q check-update` (dnf(8)): `kernel.x86_64  5.14.0-362.el9  baseos`. What stands behind “Obsoleting Packages” is no update.
    static func dnf(_ output: Bytes) -> PendingPackages {
        let updates = output.lines.prefix { !$0.starts(with: "Obsoleting") && !$0.starts(with: "obsoleting") }
        let rows = updates.filter { line in line.words.count == 3 && line.words[0].contains(UInt8(ascii: ".")) && line.first?.isBlank == false }
        return PendingPackages(pending: rows.count)
    }

    /// `zypper list-updates` (zypper(8)): a table with `v` in its first column for each update.
    static func zypper(_ output: Bytes) -> PendingPackages {
        PendingPackages(pending: output.lines.count { line in line.starts(with: "v ") && line.contains(UInt8(ascii: "|")) })
    }

    /// `pacman -Qu` (pacman(8)): `bash 5.2.026-1 -> 5.2.026-2`, and `[ignored]` behind what is to stay as it is.
    static func pacman(_ output: Bytes) -> PendingPackages {
        PendingPackages(pending: output.lines.count { $0.words.count == 4 && $0.words[2].elementsEqual("->".utf8) })
    }
}

extension UInt8 {
    fileprivate var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
}

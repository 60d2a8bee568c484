/// `/version`. Other than at Proxmox VE the release is the patch number: 4.2 and 6 are 4.2.6.
struct PBSVersion: Sendable, Equatable {
    var version: String
    var major: Int

    init?(_ value: JSON) {
        guard let object = value.object, let version = object.text("version") else { return nil }
        let release = object.text("release")
        // Proxmox VE has the same path; its version is 9.2.10 and its release 9.2.
        guard version.split(separator: ".").count <= 2 || release == nil else { return nil }
        self.version = release.map { "\(version).\($0)" } ?? version
        major = version.split(separator: ".").first.flatMap { Int($0) } ?? 0
    }
}

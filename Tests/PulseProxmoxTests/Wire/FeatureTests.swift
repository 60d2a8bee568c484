import PulseCore
import Testing

@testable import PulseProxmox

@Suite("What a token may read", .timeLimit(.minutes(5)))
struct FeatureTests {
    private static func permissions(_ text: String) throws -> ProxmoxPermissions {
        try #require(ProxmoxPermissions(try Envelope.value(Array("{\"data\":\(text)}".utf8)).content))
    }

    private static func virtualEnvironment(_ text: String, major: Int = 9, root: Bool = false) throws -> [FeatureAccess] {
        let credentials = ProxmoxCredentials.token(id: root ? "root@pam!pulse" : "pulse@pve!monitor", secret: Redacted(""))
        return PVEFeatures(permissions: try permissions(text), major: major, credentials: credentials).all
    }

    private static func backupServer(_ text: String) throws -> [FeatureAccess] {
        PBSPrivilege.features(try permissions(text), credentials: .token(id: "pulse@pbs!monitor", secret: Redacted("")))
    }

    @Test("an auditor of version 9 reads all but what only somebody who may change things is shown")
    func auditor() throws {
        let features = try Self.virtualEnvironment(#"{"/":{"VM.Audit":1,"Sys.Audit":1,"Datastore.Audit":1,"VM.GuestAgent.Audit":1}}"#)
        #expect(features.filter { !$0.isReadable }.map(\.missing?.privilege) == ["Sys.Modify", "VM.Backup"])
        #expect(features.filter(\.changes).count == 2)
    }

    @Test("before version 9 guest agents are among what takes more than reading")
    func agents() throws {
        let features = try Self.virtualEnvironment(#"{"/":{"VM.Audit":1,"Sys.Audit":1,"Datastore.Audit":1}}"#, major: 8)
        #expect(features.filter { !$0.isReadable }.map(\.missing?.privilege) == ["VM.Monitor", "Sys.Modify", "VM.Backup"])
        #expect(features.filter { !$0.isReadable }.allSatisfy { $0.changes })
    }

    @Test("whoever has every privilege reads everything")
    func everything() throws {
        let all =
            #"{"/":{"VM.Audit":1,"Sys.Audit":1,"Datastore.Audit":1,"VM.GuestAgent.Audit":1,"Sys.Modify":1,"VM.Backup":1,"Datastore.Allocate":1}}"#
        let cluster = try Self.virtualEnvironment(all)
        #expect(cluster.allSatisfy { $0.isReadable })
        let backups = try Self.backupServer(
            #"{"/":{"Datastore.Audit":1,"Sys.Audit":1,"Sys.Modify":1,"Remote.Audit":1,"Tape.Audit":1}}"#)
        #expect(backups.allSatisfy { $0.isReadable })
    }

    @Test("whatever is hidden comes with its privilege, its path and a command that names the token")
    func commands() throws {
        for hidden in try Self.virtualEnvironment("{}") + Self.backupServer("{}") {
            let missing = try #require(hidden.missing)
            #expect(missing.path.hasPrefix("/") && !missing.privilege.isEmpty)
            #expect(missing.command.contains("pulse@pve!monitor") || missing.command.contains("pulse@pbs!monitor"), "\(missing.command)")
            #expect(missing.command.contains(missing.path))
        }
    }

    @Test("what the set-up script gives on a backup server leaves only the certificates hidden")
    func backupServerByScript() throws {
        let features = try Self.backupServer(
            #"{"/":{"Datastore.Audit":1,"Sys.Audit":1},"/remote":{"Remote.Audit":1},"/tape":{"Tape.Audit":1}}"#)
        let hidden = features.filter { !$0.isReadable }
        #expect(hidden.map(\.missing?.privilege) == ["Sys.Modify"])
        #expect(hidden.map(\.missing?.path) == ["/system/certificates"])
    }
}

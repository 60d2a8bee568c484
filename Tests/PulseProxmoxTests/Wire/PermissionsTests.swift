import PulseCore
import Testing

@testable import PulseProxmox

@Suite("Privileges", .timeLimit(.minutes(5)))
struct PermissionsTests {
    private let token = ProxmoxCredentials.token(id: "pulse@pve!monitor", secret: Redacted(""))

    private func permissions(_ text: String) throws -> ProxmoxPermissions {
        try #require(ProxmoxPermissions(try Envelope.value(Array("{\"data\":\(text)}".utf8)).content))
    }

    @Test("a privilege on / reaches everything below, unless it is not handed down or taken back")
    func inheritance() throws {
        #expect(try permissions(#"{"/":{"VM.Audit":1}}"#).allows(["VM.Audit"], everywhereBelow: "/vms"))
        #expect(try !permissions(#"{"/":{"VM.Audit":0}}"#).allows(["VM.Audit"], everywhereBelow: "/vms"))
        #expect(try permissions(#"{"/":{"Sys.Audit":1},"/vms":{"VM.Audit":1}}"#).allows(["VM.Audit"], everywhereBelow: "/vms"))
        #expect(try !permissions(#"{"/":{"VM.Audit":1},"/vms/100":{}}"#).allows(["VM.Audit"], everywhereBelow: "/vms"))
        #expect(try permissions(#"{"/":{"Sys.Audit":0}}"#).allows(["Sys.Audit"], at: "/"))
        #expect(try !permissions(#"{"/":{"Sys.Audit":0}}"#).allows(["Sys.Audit"], at: "/nodes/a"))
        #expect(try permissions(#"{"/":{"Sys.Audit":1}}"#).allows(["Sys.Audit"], at: "/nodes/a"))
    }

    @Test("an auditor on / lacks nothing on 9, and the agent on 8")
    func auditor() throws {
        let nine = try permissions(#"{"/":{"VM.Audit":1,"Sys.Audit":1,"Datastore.Audit":1,"VM.GuestAgent.Audit":1}}"#)
        #expect(PVEPrivilege.missing(nine, major: 9, credentials: token).isEmpty)
        let eight = try permissions(#"{"/":{"VM.Audit":1,"Sys.Audit":1,"Datastore.Audit":1}}"#)
        #expect(PVEPrivilege.missing(eight, major: 8, credentials: token).map(\.privilege) == ["VM.Monitor"])
    }

    @Test("each missing privilege comes with the command that grants it to the token and its user")
    func commands() throws {
        let missing = PVEPrivilege.missing(try permissions("{}"), major: 9, credentials: token)
        #expect(missing.map(\.privilege) == ["Sys.Audit", "Sys.Audit", "VM.Audit", "Datastore.Audit", "VM.GuestAgent.Audit"])
        #expect(
            missing.last?.command
                == "pveum acl modify /vms --users 'pulse@pve' --roles PVEAuditor && pveum acl modify /vms --tokens 'pulse@pve!monitor' --roles PVEAuditor"
        )
    }
}

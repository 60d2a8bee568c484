import PulseCore
import Testing

@testable import PulseProxmox

@Suite("Deleted or hidden", .timeLimit(.minutes(5)))
struct VisibilityTests {
    private let empty: PVEVisibility.Listing = (nodes: [], guests: [:], storages: [])

    private func listing(guests: [Int] = [], storages: [String] = [], nodes: [(String, Double?)] = [("a", 0.1)]) throws -> PVEVisibility.Listing {
        func row(_ text: String) throws -> PVEResourceRow {
            try #require(try Envelope.rows(Array("{\"data\":[\(text)]}".utf8), PVEResourceRow.init).content.first)
        }
        return (
            nodes: try nodes.map { name, cpu in
                try row("{\"type\":\"node\",\"node\":\"\(name)\",\"status\":\"online\"\(cpu.map { ",\"cpu\":\($0)" } ?? "")}")
            },
            guests: Dictionary(
                uniqueKeysWithValues: try guests.map { ($0, try row("{\"type\":\"qemu\",\"vmid\":\($0),\"node\":\"a\",\"status\":\"running\"}")) }),
            storages: try storages.map { try row("{\"type\":\"storage\",\"storage\":\"\($0)\",\"node\":\"a\",\"status\":\"available\"}") }
        )
    }

    private func permissions(_ text: String) throws -> ProxmoxPermissions {
        try #require(ProxmoxPermissions(try Envelope.value(Array("{\"data\":\(text)}".utf8)).content))
    }

    private let everything = #"{"/":{"VM.Audit":1,"Datastore.Audit":1,"Sys.Audit":1}}"#
    private let withoutGuests = #"{"/":{"Datastore.Audit":1,"Sys.Audit":1}}"#

    @Test("what appears or stays raises no doubt")
    func steady() throws {
        var visibility = PVEVisibility()
        let doubt = [
            visibility.compare(empty, try listing(guests: [100])),
            visibility.compare(try listing(guests: [100]), try listing(guests: [100, 101], storages: ["local"])),
        ]
        #expect(doubt == [false, false])
        #expect(!visibility.isInDoubt)
    }

    @Test("a guest that is missing while the privilege is there has been deleted, and that is asked once")
    func deleted() throws {
        var visibility = PVEVisibility()
        visibility.learn(try permissions(everything))
        #expect(outcomeOf(&visibility, try listing(guests: [100, 101]), try listing(guests: [101])))
        #expect(visibility.isInDoubt)
        visibility.learn(try permissions(everything))
        #expect(!visibility.isInDoubt && visibility.hiddenRows.isEmpty)
        #expect(!outcomeOf(&visibility, try listing(guests: [101]), try listing(guests: [101])))
    }

    @Test("one that is missing with the privilege is hidden until it can be seen again")
    func hidden() throws {
        var visibility = PVEVisibility()
        visibility.learn(try permissions(everything))
        #expect(outcomeOf(&visibility, try listing(guests: [100, 101]), try listing()))
        visibility.learn(try permissions(withoutGuests))
        #expect(Set(visibility.hiddenRows.map(\.vmid)) == [100, 101])
        // Nothing new is missing: nothing to ask.
        #expect(!outcomeOf(&visibility, try listing(), try listing()))
        // The privilege is back, and one of the two was deleted meanwhile.
        #expect(outcomeOf(&visibility, try listing(), try listing(guests: [101])))
        visibility.learn(try permissions(everything))
        #expect(visibility.hiddenRows.isEmpty && !visibility.isInDoubt)
    }

    @Test("a privilege that is left for some tells for each")
    func partly() throws {
        var visibility = PVEVisibility()
        #expect(outcomeOf(&visibility, try listing(guests: [100, 101, 102]), try listing(guests: [102])))
        visibility.learn(try permissions(#"{"/vms/101":{"VM.Audit":1},"/vms/102":{"VM.Audit":1}}"#))
        #expect(visibility.hiddenRows.map(\.vmid) == [100])
    }

    @Test("storages by their own privilege, on each node")
    func storages() throws {
        var visibility = PVEVisibility()
        #expect(outcomeOf(&visibility, try listing(guests: [100], storages: ["local", "nfs"]), try listing(storages: ["local"])))
        visibility.learn(try permissions(#"{"/":{"VM.Audit":1},"/storage/local":{"Datastore.Audit":1}}"#))
        #expect(visibility.hiddenRows.map(\.name) == ["nfs"])
    }

    @Test("as long as the permissions are not known, it is neither")
    func undecided() throws {
        var visibility = PVEVisibility()
        #expect(outcomeOf(&visibility, try listing(guests: [100]), try listing()))
        visibility.learn(nil)
        #expect(visibility.isInDoubt && visibility.hiddenRows.isEmpty)
        #expect(!outcomeOf(&visibility, try listing(), try listing()))
        #expect(visibility.isInDoubt)
        // It was a passing fault: the row is back before anybody answered.
        #expect(!outcomeOf(&visibility, try listing(), try listing(guests: [100])))
        visibility.learn(try permissions(withoutGuests))
        #expect(visibility.hiddenRows.isEmpty)
    }

    @Test("nodes: one that left the cluster, and one that lost its figures")
    func nodes() throws {
        var visibility = PVEVisibility()
        let both = try listing(nodes: [("a", 0.1), ("b", 0.2)])
        #expect(outcomeOf(&visibility, both, try listing(nodes: [("a", 0.1)])))
        #expect(outcomeOf(&visibility, both, try listing(nodes: [("a", 0.1), ("b", nil)])))
        #expect(!outcomeOf(&visibility, try listing(nodes: [("b", nil)]), try listing(nodes: [("b", nil)])))
        #expect(visibility.hiddenRows.isEmpty)
    }

    private func outcomeOf(_ visibility: inout PVEVisibility, _ before: PVEVisibility.Listing, _ after: PVEVisibility.Listing) -> Bool {
        visibility.compare(before, after)
    }
}

import PulseCore
import Testing

@Suite("Resource ids and slugs", .timeLimit(.minutes(5)))
struct IdentityTests {
    private let homelab = SourceSlug(naming: "homelab", avoiding: [])

    @Test("a guest's id does not name its node")
    func guestID() {
        #expect(ResourceID.guest(homelab, vmid: 101).description == "guest:homelab/101")
    }

    @Test("a storage of one node names the node, a shared one does not")
    func storageID() {
        #expect(ResourceID.storage(homelab, "local-lvm", node: "pve-1").description == "storage:homelab/local-lvm@pve-1")
        #expect(ResourceID.storage(homelab, "nfs media", node: nil).description == "storage:homelab/nfs%20media")
    }

    @Test("an id reads back as itself", arguments: ["guest:homelab/101", "host:nas", "storage:a/b@c", "cluster:x"])
    func roundTrip(text: String) {
        #expect(ResourceID(text)?.description == text)
    }

    @Test("what is no id is refused", arguments: ["", "guest:", "guest", "planet:earth", ":x"])
    func refused(text: String) {
        #expect(ResourceID(text) == nil)
    }

    @Test("strange names stay one part of the id", arguments: ["a/b", "ü", "<script>", "x@y", "\u{202E}evil", "%41"])
    func encoded(name: String) {
        let id = ResourceID.node(homelab, name)
        #expect(id.description.split(separator: "/").count == 2)
        #expect(id.description.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x3C })
    }

    @Test("a free name becomes the nearest slug, numbered when it is taken")
    func naming() {
        #expect(SourceSlug(naming: "My Cluster!", avoiding: []).description == "my-cluster")
        #expect(SourceSlug(naming: "homelab", avoiding: [homelab]).description == "homelab-2")
        #expect(SourceSlug(naming: "日本", avoiding: []).description == "source")
    }

    @Test("a slug is checked", arguments: ["", "-a", "A", "a b", String(repeating: "a", count: 64)])
    func slugRefused(text: String) {
        #expect(SourceSlug(text) == nil)
    }
}

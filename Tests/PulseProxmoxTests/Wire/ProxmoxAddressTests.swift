import PulseCore
import Testing

@testable import PulseProxmox

@Suite("Addresses", .timeLimit(.minutes(5)))
struct ProxmoxAddressTests {
    @Test(
        "every way in which people write one",
        arguments: [
            ("pve1", "https://pve1:8006"), ("pve1:8006", "https://pve1:8006"), ("https://pve1:8006/", "https://pve1:8006"),
            ("10.0.0.5", "https://10.0.0.5:8006"), ("[::1]:8006", "https://[::1]:8006"), ("::1", "https://[::1]:8006"),
            ("https://PVE1.lan/api2/json", "https://pve1.lan:8006"), (" https://pve1:443/#v1:0:18:4::: ", "https://pve1:443"),
            ("HTTPS://pve1", "https://pve1:8006"), ("pve1:8006/#v1:0", "https://pve1:8006"), ("[fe80::1]", "https://[fe80::1]:8006"),
        ])
    func accepted(text: String, url: String) throws {
        #expect(try ProxmoxAddress(text).url == url)
    }

    @Test(
        "what can't be one, with the reason",
        arguments: [
            ("", ProxmoxAddressError.empty), ("http://pve1:8006", .notEncrypted), ("ftp://pve1", .otherScheme("ftp")),
            ("root@pve1", .containsCredentials), ("pve1:99999", .notAPort("99999")), ("pve1:x", .notAPort("x")), ("https://", .notAHost("")),
            ("pve 1<script>", .notAHost("pve1<script>")), ("[::1", .notAHost("[::1")),
        ])
    func refused(text: String, error: ProxmoxAddressError) {
        #expect(throws: error) { try ProxmoxAddress(text) }
        #expect(!error.problem.sentence.isEmpty)
    }
}

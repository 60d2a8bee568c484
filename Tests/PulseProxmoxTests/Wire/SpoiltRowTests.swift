import Foundation
import PulseCore
import Testing

@testable import PulseProxmox

/// Rows of hardware and mail, spoilt: a row or a figure may be gone, nothing crashes, and nothing is there that was not sent. Each figure of a row
/// has a value of its own, so that one that was made up, a zero above all, is seen. `PULSE_FUZZ_ROUNDS=1000` for a long run.
@Suite("Spoilt rows")
struct SpoiltRowTests {
    private static let rounds = (ProcessInfo.processInfo.environment["PULSE_FUZZ_ROUNDS"].flatMap { Int($0) } ?? 8) * 100

    /// Reads it as often as it was spoilt in another way; the rows and what was sent, with the spaces gone.
    private func spoil(_ text: String, seed: UInt64, _ check: ([JSONObject], _ sent: String) -> Void) {
        var spoiler = Spoiler(seed: seed)
        for _ in 0..<Self.rounds {
            let bytes = spoiler.spoilt(Array(#"{"data":[\#(text)]}"#.utf8))
            guard let rows = try? Envelope.rows(bytes, { $0 }).content else { continue }
            check(rows, String(decoding: bytes, as: UTF8.self))
        }
    }

    /// A zero has to have been sent, or a fraction whose whole part it is, and no number may be below it.
    private func isTold(_ values: [Double?], _ rows: [JSONObject]) -> Bool {
        let sent = rows.flatMap(Self.numbers)
        return values.allSatisfy { value in value.map { $0.isFinite && $0 >= 0 && ($0 > 0 || sent.contains { abs($0) < 1 }) } ?? true }
    }

    private static func numbers(_ row: JSONObject) -> [Double] { row.members.compactMap(\.value.number) }

    @Test("disks", arguments: 0..<4)
    func disks(seed: UInt64) {
        let text = #"""
            {"devpath":"/dev/sda","model":"M","serial":"S","type":"ssd","size":960,"rpm":7200,"health":"PASSED","used":"ZFS","osdid":3,"wearout":97,
            "disk-type":"hdd","status":"passed","osdid-list":[4]}
            """#
        spoil(text, seed: seed) { rows, sent in
            for (row, raw) in rows.compactMap({ raw in DiskRow(raw).map { ($0, raw) } }) {
                #expect(isTold([row.size.map(Double.init), row.rotations.map(Double.init)], [raw]), "\(sent)")
                // 0 is a whole new disk: sent as 100. One that is worn out: as 0.
                #expect(row.wear.map { (0...1).contains($0) && raw.number("wearout") != nil } ?? true, "\(sent)")
                #expect(row.osd.map { $0 >= 0 } ?? true && row.device == raw.text("devpath"), "\(sent)")
            }
        }
    }

    @Test("pools of ZFS and LVM", arguments: 0..<4)
    func pools(seed: UInt64) {
        let text = #"""
            {"name":"tank","health":"ONLINE","size":1000,"alloc":400,"frag":12,"dedup":1.5,"lv":"data","vg":"pve","lv_size":500,"used":200,
            "metadata_size":50,"metadata_used":20}
            """#
        spoil(text, seed: seed) { rows, sent in
            for raw in rows {
                if let pool = PoolRow(raw) {
                    #expect(isTold([pool.size.map(Double.init), pool.allocated.map(Double.init), pool.fragmentation], [raw]), "\(sent)")
                    #expect(pool.deduplication.map { $0 >= 1 } ?? true, "\(sent)")
                }
                if let thin = PVEThinPoolRow(raw) {
                    let figures = [thin.size, thin.used, thin.metadataSize, thin.metadataUsed]
                    #expect(isTold(figures.map { $0.map(Double.init) }, [raw]) && thin.name.contains(raw.text("lv") ?? "-"), "\(sent)")
                }
            }
        }
    }

    @Test("the devices of a pool", arguments: 0..<4)
    func poolStatus(seed: UInt64) {
        let text = #"""
            {"name":"tank","state":"ONLINE","scan":"scrub repaired 0B in 00:10:02 with 0 errors on Sun Nov 10 00:34:05 2024","errors":"none","children":
            [{"name":"mirror-0","state":"DEGRADED","read":11,"write":12,"cksum":13,"children":[{"name":"sda","read":14,"msg":"too many errors"}]}]}
            """#
        spoil(text, seed: seed) { rows, sent in
            for status in rows.compactMap(PoolStatus.init) {
                #expect(status.devices.count <= 2 && status.devices.allSatisfy { $0.depth < 2 }, "\(sent)")
                let counts = status.devices.flatMap { [$0.readErrors, $0.writeErrors, $0.checksumErrors] }
                // The children's zeros cannot be seen from here: none stands in the text unless the spoiler put it there.
                let zeroes = [":0", ":-0", ":false", ":\"0"].contains { sent.replacing(" ", with: "").contains($0) }
                #expect(counts.allSatisfy { $0.map { $0 > 0 || zeroes && $0 == 0 } ?? true }, "\(sent)")
                _ = [-86_400, 0, 86_400].map { status.scrubbedAt(offset: $0) }
            }
        }
    }

    @Test("SMART", arguments: 0..<4)
    func smart(seed: UInt64) {
        let text = #"""
            {"health":"PASSED","type":"ata","wearout":97,"attributes":[{"id":"194","name":"Temperature_Celsius","raw":"34 (Min/Max 20/50)","value":66,
            "worst":50,"threshold":1,"fail":"-"},{"id":"  9","name":"Power_On_Hours","raw":"100","value":99},{"id":187,"name":"R","raw":"3"}],
            "text":"Temperature:   41 Celsius\nPercentage Used:  3%\nPower On Hours:  21,300\nMedia and Data Integrity Errors:  2"}
            """#
        spoil(text, seed: seed) { rows, sent in
            for reading in rows.compactMap(SmartReading.init) {
                #expect(reading.attributes.count <= 3, "\(sent)")
                #expect(reading.temperature.map { (1...150).contains($0) } ?? true && reading.wear.map { (0...1).contains($0) } ?? true, "\(sent)")
                #expect(reading.powerOnTime.map { $0 >= .zero } ?? true && reading.mediaErrors.map { $0 >= 0 } ?? true, "\(sent)")
                let levels = reading.attributes.flatMap { [$0.value, $0.worst, $0.threshold] }
                #expect(levels.allSatisfy { $0.map { $0 >= 0 } ?? true }, "\(sent)")
            }
        }
    }

    @Test("installed packages: a reboot is due only where both kernels are told", arguments: 0..<4)
    func packages(seed: UInt64) {
        let text = #"""
            {"Package":"proxmox-ve","OldVersion":"9.0","CurrentState":"Installed","RunningKernel":"6.8.4-2-pve"},
            {"Package":"proxmox-kernel-6.8.12-4-pve-signed","OldVersion":"6.8.12-4","CurrentState":"Installed"},
            {"Package":"proxmox-backup","OldVersion":"4.2","ExtraInfo":"running kernel: 6.8.4-2-pve"},{"Package":"proxmox-kernel-6.8","Version":"6.8.1-1"}
            """#
        spoil(text, seed: seed) { rows, sent in
            let state = PackageVersions.kernel(rows)
            #expect((state.isRebootDue != nil) == (state.running != nil && state.newestInstalled != nil), "\(sent)")
            #expect(state.running?.isEmpty != true && state.newestInstalled.map { $0.hasSuffix("-pve") } ?? true, "\(sent)")
        }
    }

    @Test("mail by domain, viruses and backups", arguments: 0..<4)
    func tallies(seed: UInt64) {
        let text = #"""
            {"domain":"a.example","count_in":11,"count_out":12,"spamcount_in":13,"spamcount_out":14,"viruscount_in":15,"viruscount_out":16,"bytes_in":17,
            "bytes_out":18,"name":"Win.Eicar","count":19,"filename":"b.tgz","timestamp":1790000000,"size":20,"time":1790000000,"netin":21,"netout":22}
            """#
        spoil(text, seed: seed) { rows, sent in
            for domain in PMGTallyRows.domains(rows) {
                let figures = [domain.incoming, domain.outgoing, domain.spam, domain.virus].map { $0.map(Double.init) }
                #expect(isTold(figures + [domain.bytes.map(Double.init)], rows), "\(sent)")
                // Both parts or nothing.
                #expect(rows.count > 1 || domain.spam == rows.first.flatMap { Self.sum($0, "spamcount_in", "spamcount_out") }, "\(sent)")
            }
            #expect(isTold(PMGTallyRows.viruses(rows).map { Double($0.count) }, rows), "\(sent)")
            #expect(isTold(rows.compactMap(PMGTallyRows.backup).map { $0.size.map(Double.init) }, rows), "\(sent)")
            if let traffic = PMGTraffic(rows) { #expect(isTold([traffic.incoming, traffic.outgoing], rows), "\(sent)") }
        }
    }

    private static func sum(_ row: JSONObject, _ first: String, _ second: String) -> Int? {
        row.count(first).flatMap { first in row.count(second).map { Int(first + $0) } }
    }

    @Test("mail of an hour, and of the last one", arguments: 0..<4)
    func counts(seed: UInt64) {
        let text = #"""
            {"time":1790000000,"count_in":100,"count_out":50,"spamcount_in":30,"spamcount_out":4,"viruscount_in":5,"viruscount_out":6,"bounces_in":7,
            "bounces_out":8,"rbl_rejects":9,"pregreet_rejects":10,"spam_in":11,"spam_out":12,"virus":13}
            """#
        spoil(text, seed: seed) { rows, sent in
            for (hour, raw) in rows.compactMap({ raw in PMGHourRow.hour(raw).map { ($0, raw) } }) {
                let figures = [
                    hour.incoming, hour.outgoing, hour.virus, hour.bounces, hour.rejected, hour.outgoingSpam, hour.outgoingVirus, hour.listed,
                ]
                #expect(isTold(figures.map { $0.map(Double.init) }, [raw]) && hour.spam >= 0, "\(sent)")
                // What is sent and not understood is not taken for none.
                #expect(hour.outgoingSpam != nil || raw["spamcount_out"] == nil, "\(sent)")
                #expect(hour.outgoingVirus != nil || raw["viruscount_out"] == nil, "\(sent)")
            }
            let recent = PMGRecentMail(rows)
            #expect(isTold([recent.incoming, recent.outgoing, recent.spam, recent.virus], rows), "\(sent)")
        }
    }
}

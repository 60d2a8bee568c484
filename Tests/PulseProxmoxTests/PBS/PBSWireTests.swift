import PulseCore
import Testing

@testable import PulseProxmox

@Suite("Answers of a backup server as values", .timeLimit(.minutes(5)))
struct PBSWireTests {
    private func rows<Row: Sendable>(_ text: String, _ make: (JSONObject) -> Row?) throws -> [Row] {
        try Envelope.rows(Array(#"{"data":\#(text)}"#.utf8), make).content
    }

    private func value(_ text: String) throws -> JSON { try Envelope.value(Array(#"{"data":\#(text)}"#.utf8)).content }

    private func listed(_ text: String) throws -> [BackupArchive] {
        let listing = PBSSnapshotListing()
        _ = try rows(text) { listing.take($0) ? () : nil }
        return listing.finished()
    }

    @Test("a datastore that can't be looked into has no figures, whatever zeros stand there")
    func brokenDatastore() throws {
        let found = try rows(
            #"[{"store":"usb","error":"unable to open","total":0,"used":0,"avail":-1},{"store":"m","total":10,"used":"4","avail":6}]"#,
            PBSUsageRow.init)
        #expect(found[0].total == nil && found[0].used == nil && found[0].error == "unable to open")
        #expect(found[1].total == 10 && found[1].used == 4)
    }

    @Test("the version has its patch in the release, and that of Proxmox VE is none")
    func version() throws {
        #expect(PBSVersion(try value(#"{"version":"4.2","release":"6","repoid":"x"}"#))?.version == "4.2.6")
        #expect(PBSVersion(try value(#"{"version":"4.2","release":"6"}"#))?.major == 4)
        #expect(PBSVersion(try value(#"{"version":"9.2.10","release":"9.2","repoid":"x"}"#)) == nil)
    }

    @Test(
        "maintenance is its mode alone",
        arguments: [("offline", "offline"), ("type=read-only,message=moving", "read-only"), ("read-only: moving", "read-only")])
    func maintenance(text: String, mode: String) throws {
        #expect(try rows(#"[{"store":"m","maintenance":"\#(text)"}]"#, PBSDatastoreRow.init)[0].maintenance == mode)
    }

    @Test("a snapshot listed twice is one, the later row counts, and they are in order")
    func twice() throws {
        let archives = try listed(
            #"""
            [{"backup-type":"vm","backup-id":"101","backup-time":20,"protected":false},{"backup-type":"vm","backup-id":"100","backup-time":30},
            {"backup-type":"ct","backup-id":"101","backup-time":20},{"backup-type":"vm","backup-id":"101","backup-time":10,"size":5},
            {"backup-type":"vm","backup-id":"101","backup-time":20,"protected":false,"verification":{"state":"ok","upid":"UPID:x"}},
            {"backup-type":"vm","backup-id":"101"},{"backup-type":"tape","backup-id":"1","backup-time":3}]
            """#)
        #expect(archives.map { "\($0.type.rawValue)/\($0.backupID)/\($0.at.seconds)" } == ["ct/101/20", "vm/100/30", "vm/101/10", "vm/101/20"])
        #expect(archives[2].size == 5 && archives[2].verification == nil)
        #expect(archives[3].verification == .verified)
    }

    @Test("encrypted is what the key's fingerprint or the files say, and unknown where neither does")
    func encrypted() throws {
        let archives = try listed(
            #"""
            [{"backup-type":"vm","backup-id":"1","backup-time":1,"fingerprint":"aa:bb","files":[]},
            {"backup-type":"vm","backup-id":"2","backup-time":1,"files":[{"filename":"a","crypt-mode":"encrypt"},{"filename":"b","crypt-mode":"none"}]},
            {"backup-type":"vm","backup-id":"3","backup-time":1,"files":[{"filename":"a","crypt-mode":"none"}]},
            {"backup-type":"vm","backup-id":"4","backup-time":1,"files":["a.img.fidx"]}]
            """#)
        #expect(archives.map(\.isEncrypted) == [true, true, false, nil])
    }

    @Test("the snapshots of one group take the place of those that were known")
    func replaced() throws {
        var archives = try listed((1...3).map { #"{"backup-type":"vm","backup-id":"\#($0)","backup-time":1}"# }.joined(separator: ",").bracketed)
        let group = PBSGroupName(type: .machine, id: "2")
        archives.replace(
            group, by: try listed([1, 5].map { #"{"backup-type":"vm","backup-id":"2","backup-time":\#($0)}"# }.joined(separator: ",").bracketed))
        #expect(archives.map { "\($0.backupID)@\($0.at.seconds)" } == ["1@1", "2@1", "2@5", "3@1"])
        archives.replace(group, by: [])
        archives.replace(PBSGroupName(type: .machine, id: "9"), by: [])
        #expect(archives.map(\.backupID) == ["1", "3"])
    }

    @Test("a job says how its last run went, and nothing where it never ran")
    func jobs() throws {
        let text = #"""
            [{"id":"s","store":"archive","remote":"offsite","remote-store":"main","schedule":"daily","next-run":1789538400,
            "last-run-upid":"UPID:pbs:00004989:0043A956:00000001:6AA8DEE0:syncjob:archive:root@pam:","last-run-endtime":1789455200,
            "last-run-state":"TASK ERROR: connection refused"},{"id":"n","store":"main","remote-store":"b","schedule":"hourly"}]
            """#
        let jobs = try rows(text) { PBSJobRow.job($0, kind: .sync) }
        #expect(jobs[0].lastOutcome == .failed("connection refused") && jobs[0].remote == "offsite:main" && jobs[0].isPush == false)
        #expect(jobs[0].lastDuration == .seconds(1_789_455_200 - 0x6AA8_DEE0))
        #expect(jobs[1].lastOutcome == nil && jobs[1].lastRunEndedAt == nil && jobs[1].remote == "b")
    }

    @Test("the end of a long log is kept, and only that")
    func log() throws {
        var tail = TaskLogTail()
        let lines = (1...5000).map { #"{"n":\#($0),"t":"line \#($0)"}"# }.joined(separator: ",").bracketed
        _ = try rows(lines) { tail.take($0) ? () : nil }
        #expect(tail.last.count == TaskLogTail.most)
        #expect(tail.last.last == "line 5000")
    }

    @Test("a clock an hour ahead is told with what can't be known")
    func clock() throws {
        let asked = Timestamp(seconds: 1_790_000_000)
        let skew = NodeRows.clock(
            try value(#"{"time":1790003601,"localtime":1790003601,"timezone":"UTC"}"#), asked: asked, answered: asked + .seconds(2))
        #expect(skew == ClockSkew(ahead: .milliseconds(3_600_500), uncertainty: .milliseconds(1500)))
    }

    @Test("a drive that is locked is busy, also when nobody says with what; one that the server does not find is not there")
    func drives() throws {
        let drives = try rows(
            #"""
            [{"name":"a","path":"/dev/a","model":"U","state":"UPID:pbs:0000168E:04450640:0000000B:6AB26CF0:tape-backup:main:root@pam:"},
            {"name":"b","path":"/dev/b","serial":"S","state":""},{"name":"c","path":"/dev/c","state":"cleaning","changer-drivenum":3},{"path":"/dev/d"}]
            """#, PBSNodeRows.tapeDrive)
        #expect(drives.map(\.name) == ["a", "b", "c"] && drives.map(\.isFound) == [true, true, false])
        #expect(drives.map(\.isBusy) == [true, true, true] && drives.map(\.work) == ["tape-backup", nil, "cleaning"])
        #expect(drives[2].changer == nil && drives[2].numberInChanger == nil)
    }

    @Test("answers spoilt at random never end in a crash")
    func spoilt() {
        let text = #"""
            {"data":[{"store":"m","total":1,"used":2,"avail":3,"estimated-full-date":5,"gc-status":{"disk-bytes":4},"backup-type":"vm","backup-id":"1",
            "backup-time":7,"verification":{"state":"ok"},"upid":"UPID:a:1:2:3:6A:x:y:z:","worker_type":"backup","starttime":5,"last-backup":6,
            "backup-count":2,"id":"j","last-run-state":"OK","last-run-upid":"UPID:a:1:2:3:6A:x:y:z:","last-run-endtime":9,
            "name":"d","changer":"c","changer-drivenum":1,"state":"UPID:a:1:2:3:6A:x:y:z:","label-text":"T","uuid":"u","bytes-used":3,"ctime":4}]}
            """#
        var spoiler = Spoiler(seed: 11)
        for _ in 0..<3000 {
            let bytes = spoiler.spoilt(Array(text.utf8))
            let listing = PBSSnapshotListing()
            _ = try? Envelope.rows(bytes) { row in
                _ = (PBSUsageRow(row), PBSDatastoreRow(row), PBSGroupRow(row), PBSJobRow.job(row, kind: .sync), listing.take(row))
                _ = (PBSNodeRows.medium(row), PBSNodeRows.tapeDrive(row), PBSNodeRows.tapeChanger(row))
                return PBSTaskRow.task(row, node: "localhost")
            }
            _ = listing.finished()
        }
    }

    @Test("a disk of a backup server is one of Proxmox VE in other words")
    func disk() throws {
        let found = try rows(
            #"""
            [{"name":"nvme0n1","devpath":"/dev/nvme0n1","disk-type":"ssd","size":960,"rpm":0,"status":"passed","used":"zfs","wearout":97.0,"serial":"S1"},
            {"name":"sdb","devpath":"/dev/sdb","disk-type":"hdd","size":8,"rpm":7200,"status":"unknown","used":"unused","vendor":"unknown"},{"name":"x"}]
            """#, DiskRow.init)
        #expect(found.count == 2 && found[0].health == "PASSED" && found[0].type == "ssd" && found[0].rotations == nil && found[0].hasSmart)
        #expect(found[0].wear.map { abs($0 - 0.03) < 1e-9 } == true && found[0].usage == "zfs")
        #expect(!found[1].hasSmart && found[1].usage == nil && found[1].vendor == nil && found[1].rotations == 7200)
    }

    @Test("SMART of a backup server: numbered attributes with their raw value as value, and lines of text as attributes")
    func smart() throws {
        let numbered = try #require(
            try value(
                #"""
                {"status":"failed","attributes":[{"id":194,"name":"Temperature_Celsius","raw":"34 (Min/Max 20/50)","value":"34 (Min/Max 20/50)",
                "normalized":66.0,"worst":50.0,"threshold":0.0},{"id":9,"name":"Power_On_Hours","raw":"100","value":"100","normalized":99}]}
                """#
            ).object.flatMap(SmartReading.init))
        #expect(numbered.health == "FAILED" && numbered.temperature == 34 && numbered.powerOnTime == .seconds(360_000))
        #expect(numbered.attributes.first?.value == 66 && numbered.attributes.first?.worst == 50 && numbered.attributes.first?.threshold == 0)
        let text = try #require(
            try value(
                #"""
                {"status":"passed","wearout":97,"attributes":[{"name":"Temperature","raw":"38 Celsius","value":"38 Celsius"},
                {"name":"Media and Data Integrity Errors","raw":"2","value":"2"}]}
                """#
            ).object.flatMap(SmartReading.init))
        #expect(text.temperature == 38 && text.mediaErrors == 2 && text.attributes.first?.value == nil)
        #expect(text.wear.map { abs($0 - 0.03) < 1e-9 } == true)
        #expect(text.counts == [.mediaErrors: 2])
    }

    @Test("counters of SMART: of what two attributes tell the larger counts, and what no attribute tells is not zero")
    func counters() throws {
        func counts(_ smart: String) throws -> [Metric: Int] { try #require(value(smart).object.flatMap(SmartReading.init)).counts }
        let ata = #"""
            {"health":"PASSED","attributes":[{"id":"  5","name":"Reallocated_Sector_Ct","raw":"8"},{"id":"197","name":"Current_Pending_Sector","raw":"1"},
            {"id":"198","name":"Offline_Uncorrectable","raw":"3"},{"id":"187","name":"Reported_Uncorrect","raw":"2"},
            {"id":"199","name":"UDMA_CRC_Error_Count","raw":"17 (0 5)"}]}
            """#
        #expect(try counts(ata) == [.reallocatedSectors: 8, .pendingSectors: 3, .mediaErrors: 3, .linkErrors: 17])
        let sas = #"{"health":"OK","type":"text","text":"Elements in grown defect list: 4\nNon-medium error count: 9\n"}"#
        #expect(try counts(sas) == [.reallocatedSectors: 4])
        #expect(try counts(#"{"health":"PASSED","attributes":[]}"#).isEmpty)
    }

    @Test(
        "a reboot is due when a newer kernel is installed than the one that runs",
        arguments: [("6.8.12-4-pve", false), ("6.8.4-2-pve", true), ("", nil)] as [(String, Bool?)])
    func kernel(running: String, isDue: Bool?) throws {
        let packages = try rows(
            #"""
            [{"Package":"proxmox-backup","OldVersion":"4.2.0","ExtraInfo":"running kernel: \#(running)"},
            {"Package":"proxmox-kernel-6.8.12-4-pve-signed","OldVersion":"6.8.12-4","Version":"6.8.12-4"},
            {"Package":"proxmox-kernel-6.8.4-2-pve-signed","OldVersion":"6.8.4-2","Version":"6.8.4-2"},
            {"Package":"proxmox-kernel-7.0.1-1-pve-signed","Version":"unknown"},{"Package":"proxmox-kernel-helper","OldVersion":"8.1"}]
            """#
        ) { $0 }
        let state = PackageVersions.kernel(packages)
        #expect(state.newestInstalled == "6.8.12-4-pve" && state.isRebootDue == isDue)
    }
}

extension String {
    fileprivate var bracketed: String { "[\(self)]" }
}

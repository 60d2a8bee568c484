import PulseBackups
import PulseCore
import Testing

/// A story of an estate and what must be said of the guest `home/101` in it.
struct Story: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let lines: String
    let verdict: BackupVerdict
    let codes: Set<BackupReasonCode>

    init(_ name: String, _ verdict: BackupVerdict, _ codes: Set<BackupReasonCode>, _ lines: String) {
        (testDescription, self.verdict, self.codes, self.lines) = (name, verdict, codes, lines)
    }

    /// What most stories begin with: a cluster of one guest, a place for backups, a nightly job.
    static let home = "now 11-26T12:00\ncluster home\nguest home/101 web\nstorage home/nas\nlisted home/nas\n"
    static let nightly = home + "job home nightly \"02:30\" all storage=nas\n"
}

@Suite("Verdicts", .timeLimit(.minutes(5)))
struct VerdictTests {
    private static let stories: [Story] = [
        Story("a backup of this night protects", .protected, [], Story.nightly + "archive home/nas vm/101 11-26T02:31 note=web"),
        Story(
            "a backup of last week's run protects under a weekly job", .protected, [],
            Story.home + "job home weekly \"sat 03:00\" all\narchive home/nas vm/101 11-21T03:20"),
        Story(
            "the run of this night has until noon and more", .protected, [],
            Story.nightly.replacing("11-26T12:00", "11-26T03:00") + "archive home/nas vm/101 11-25T02:31"),
        Story(
            "a quarter-hourly job is missed soon", .attention, [.late],
            Story.home + "job home often \"*/15\" all\narchive home/nas vm/101 11-26T11:00"),
        Story("a missed night needs a look", .attention, [.late], Story.nightly + "archive home/nas vm/101 11-24T02:31"),
        Story("eight missed nights leave it unprotected", .unprotected, [.lapsed], Story.nightly + "archive home/nas vm/101 11-17T02:31"),
        Story("nothing anywhere is unprotected", .unprotected, [.neverBackedUp], Story.nightly),
        Story("nothing and no job says both", .unprotected, [.neverBackedUp, .noJob], Story.home),
        Story(
            "only backups that failed verification protect nothing", .unprotected, [.noGoodBackup, .verificationFailed],
            Story.nightly + "archive home/nas vm/101 11-26T02:31 verify=failed"),
        Story(
            "a backup that is being written is none yet", .unprotected, [.noGoodBackup],
            Story.nightly + "archive home/nas vm/101 11-26T11:59 size=none"),
        Story(
            "a broken newest one needs a look", .attention, [.incomplete],
            Story.nightly.replacing("02:30", "21:00") + "archive home/nas vm/101 11-25T21:31\narchive home/nas vm/101 11-25T23:00 size=none"),
        Story(
            "a failed verification of the newest needs a look", .attention, [.verificationFailed],
            Story.nightly + "archive home/nas vm/101 11-26T02:31\narchive home/nas vm/101 11-26T05:00 verify=failed"),
        Story(
            "a newer backup that nobody verified does not take a failure back", .attention, [.verificationFailed, .late],
            Story.nightly + night(24, "ok") + night(25, "failed") + night(26)),
        Story(
            "nor does one that is being written", .attention, [.verificationFailed],
            Story.nightly + night(25, "ok") + night(26, "failed").replacing("02:31", "02:00") + "archive home/nas vm/101 11-26T11:59 size=none\n"),
        Story(
            "one that was verified does", .protected, [], Story.nightly + night(24, "ok") + night(25, "failed") + night(26, "ok")),
        Story(
            "when all failed, a newer one that nobody verified can't be relied on", .unprotected, [.noGoodBackup, .verificationFailed],
            Story.nightly + night(23, "failed") + night(24, "failed") + night(25) + night(26)),
        Story(
            "a verify job that begins with the newest does not clear those it has not come to", .unprotected, [.noGoodBackup, .verificationFailed],
            Story.nightly + night(23, "failed") + night(24) + night(25) + night(26, "failed")),
        Story(
            "what nobody verified before the first failure is not in doubt", .attention, [.verificationFailed, .late],
            Story.nightly + night(23) + night(24) + night(25, "failed") + night(26)),
        Story(
            "nor is what one that was verified came before", .attention, [.verificationFailed, .late],
            Story.nightly + night(22, "failed") + night(23, "ok") + night(24) + night(25, "failed") + night(26)),
        Story(
            "what nobody verifies for a week is believed again", .protected, [],
            Story.nightly + night(17, "failed") + night(18) + night(19) + night(25) + night(26)),
        Story(
            "an old failure counts while what followed it is young", .unprotected, [.noGoodBackup, .verificationFailed],
            Story.nightly + night(10, "failed") + night(20) + night(26)),
        Story(
            "another place is not in doubt", .attention, [.verificationFailed],
            Story.nightly + night(25, "failed") + "storage home/second\n" + night(26, in: "second")),
        Story(
            "a failure ends when backups go to another place and are verified there", .protected, [],
            Story.nightly + night(25, "failed") + "storage home/second\n" + night(26, "ok", in: "second")),
        Story(
            "but not while the place is used as before", .attention, [.verificationFailed],
            Story.nightly + night(24, "failed") + night(25) + "storage home/second\n" + night(26, "ok", in: "second")),
        Story(
            "one of two weeks ago ends with any newer one elsewhere", .protected, [],
            Story.nightly + night(12, "failed") + "storage home/second\n" + night(26, in: "second")),
        Story(
            "a task that failed before a backup in doubt is past", .unprotected, [.noGoodBackup, .verificationFailed],
            Story.nightly + night(25, "failed") + night(26) + "task home vzdump 101 11-26T01:00 \"job errors\""),
        Story(
            "a proven backup gets too old while the newer ones are in doubt", .unprotected, [.lapsed, .verificationFailed],
            Story.nightly + night(17, "ok") + night(19, "failed") + night(20) + night(26)),
        Story("a backup by hand has no job", .attention, [.noJob], Story.home + "archive home/nas vm/101 11-26T02:31"),
        Story("an old backup by hand", .attention, [.old, .noJob], Story.home + "archive home/nas vm/101 11-12T02:31"),
        Story("a backup by hand of two months ago", .unprotected, [.lapsed, .noJob], Story.home + "archive home/nas vm/101 09-12T02:31"),
        Story(
            "a job that leaves the guest out is not its job", .attention, [.noJob],
            Story.home + "job home nightly \"02:30\" except:101\narchive home/nas vm/101 11-26T02:31"),
        Story(
            "a job of another pool is not its job", .attention, [.noJob],
            Story.home + "job home nightly \"02:30\" pool:gold\narchive home/nas vm/101 11-26T02:31"),
        Story(
            "a job of another node is not its job", .attention, [.noJob],
            Story.home + "job home nightly \"02:30\" all node=pve-9\narchive home/nas vm/101 11-26T02:31"),
        Story(
            "a disabled job is said", .attention, [.jobDisabled],
            Story.home + "job home nightly \"02:30\" all off=1\narchive home/nas vm/101 11-26T02:31"),
        Story(
            "a schedule that is not understood is said", .protected, [.scheduleNotUnderstood],
            Story.home + "job home odd \"whenever\" all\narchive home/nas vm/101 11-25T02:31"),
        Story(
            "a failed task after the last good backup", .attention, [.taskFailed],
            Story.nightly.replacing("02:30", "21:00") + "archive home/nas vm/101 11-25T21:01\ntask home vzdump 101 11-26T10:00 \"job errors\""),
        Story(
            "a failed task that a good backup followed is past", .protected, [],
            Story.nightly + "archive home/nas vm/101 11-26T02:31\ntask home vzdump 101 11-26T01:00 \"job errors\""),
        Story(
            "a task of several guests counts for whom it failed", .attention, [.taskFailed],
            Story.nightly.replacing("02:30", "21:00")
                + "archive home/nas vm/101 11-25T21:01\ntask home vzdump - 11-26T10:00 \"job errors\" guests=101:broken,102:OK"),
        Story(
            "and for nobody else", .protected, [],
            Story.nightly.replacing("02:30", "21:00")
                + "archive home/nas vm/101 11-25T21:01\ntask home vzdump - 11-26T10:00 \"job errors\" guests=101:OK,102:broken"),
        Story(
            "a failed task of several whose log was not read is nobody's failure yet", .unprotected, [.neverBackedUp, .taskUnread],
            Story.nightly + "task home vzdump - 11-26T02:30 \"job errors\""),
        Story(
            "nor does it change a verdict", .protected, [.taskUnread],
            Story.nightly.replacing("02:30", "21:00") + "archive home/nas vm/101 11-25T21:01\ntask home vzdump - 11-26T10:00 \"job errors\""),
        Story(
            "what is told of the guest later counts", .protected, [.running],
            Story.nightly.replacing("02:30", "21:00")
                + "archive home/nas vm/101 11-25T21:01\ntask home vzdump - 11-26T10:00 \"job errors\"\ntask home vzdump 101 11-26T11:59 running"),
        Story(
            "warnings are a note", .protected, [.taskWarnings],
            Story.nightly + "archive home/nas vm/101 11-26T02:31\ntask home vzdump 101 11-26T02:30 \"WARNINGS: 2\""),
        Story(
            "a running backup is a note", .protected, [.running],
            Story.nightly + "archive home/nas vm/101 11-26T02:31\ntask home vzdump 101 11-26T11:59 running"),
        Story(
            "a disk that is left out needs a look", .attention, [.disksExcluded],
            Story.home + "job home nightly \"02:30\" all excludes=101:scsi1\narchive home/nas vm/101 11-26T02:31"),
        Story(
            "a drive for media is no disk", .protected, [],
            Story.home + "job home nightly \"02:30\" all \"excludes=101:ide2:not a disk\"\narchive home/nas vm/101 11-26T02:31"),
        Story(
            "a disk that another job takes is taken", .protected, [],
            Story.home + "job home a \"02:30\" all excludes=101:scsi1\njob home b \"02:30\" all\narchive home/nas vm/101 11-26T02:31"),
        Story(
            "a template does not age", .protected, [.templateUnchanging],
            Story.nightly.replacing("web", "web template=1") + "archive home/nas vm/101 01-02T02:31"),
        Story("a template without a backup", .attention, [.templateWithoutBackup], Story.nightly.replacing("web", "web template=1")),
        Story(
            "a guest that was stopped before its last backup does not age", .protected, [.stoppedUnchanged],
            Story.nightly.replacing("web", "web stopped=10-01T00:00") + "archive home/nas vm/101 10-02T02:31"),
        Story(
            "a guest that was stopped after it does", .unprotected, [.lapsed],
            Story.nightly.replacing("web", "web stopped=10-05T00:00") + "archive home/nas vm/101 10-02T02:31"),
        Story(
            "a guest that is younger than the first run waits", .attention, [.waitsForFirstRun],
            Story.nightly + "task home qmcreate 101 11-26T09:00 OK"),
        Story("a guest that a run has passed by does not", .unprotected, [.neverBackedUp], Story.nightly + "task home qmcreate 101 11-24T09:00 OK"),
        Story("a place that can't be read is unknown", .unknown, [.placeHidden], Story.nightly + "hide home/nas"),
        Story("one node's own storage that can't be read is unknown", .unknown, [.placeHidden], Story.nightly + hidden("local", nodes: 12)),
        Story(
            "one of many own storages that can't be read is unknown all the same", .unknown, [.placeHidden],
            Story.nightly + "storage home/local@pve-1\nlisted home/local@pve-1\nstorage home/local@pve-2\nhide home/local@pve-2"),
        Story("a listing that may leave out something is unknown", .unknown, [.placeHidden], Story.nightly + "part home/nas"),
        Story(
            "a place that was read a moment ago and can't be read now is unknown", .unknown, [.placeHidden],
            Story.nightly + "hide home/nas\nlater 30"),
        Story(
            "a node that is away and whose storage was never read is unknown", .unknown, [.placeHidden],
            Story.nightly + "node home/pve-2 offline\nstorage home/local@pve-2"),
        Story("a listing of two days ago is unknown", .unknown, [.placeHidden], Story.nightly + "later 172800"),
        Story("a place that nobody listed is unknown", .unknown, [.placeHidden], Story.nightly + "storage home/second"),
        Story(
            "a late backup and a place that can't be read", .unknown, [.late, .placeHidden],
            Story.nightly + "archive home/nas vm/101 11-24T02:31\nstorage home/second"),
        Story(
            "a good backup elsewhere protects all the same", .protected, [.placeHidden],
            Story.nightly + "archive home/nas vm/101 11-26T02:31\nstorage home/second\nhide home/second"),
        Story("a disabled storage is not missed", .unprotected, [.neverBackedUp], Story.nightly + "storage home/second disabled=1"),
        Story("a storage without backups is not missed", .unprotected, [.neverBackedUp], Story.nightly + "storage home/lvm content=images"),
        Story("a storage that a job names and nobody sees", .unknown, [.placeHidden], Story.home + "job home nightly \"02:30\" all storage=gone"),
        Story("a missing privilege is unknown", .unknown, [.privilegeMissing], Story.nightly + "missing home Datastore.Audit"),
        Story(
            "no storage in sight is unknown", .unknown, [.placeHidden],
            "now 11-26T12:00\ncluster home\nguest home/101 web\njob home nightly \"02:30\" all"),
        Story("a ledger that never came is unknown", .unknown, [.sourceSilent, .placeHidden, .jobsHidden], Story.home + "silent home"),
        Story(
            "a cluster that does not answer is unknown", .unknown, [.sourceSilent, .placeHidden],
            Story.nightly.replacing("cluster home", "cluster home unreachable")),
        Story(
            "a backup on time of a cluster that does not answer still stands", .protected, [.sourceSilent, .placeHidden],
            Story.nightly.replacing("cluster home", "cluster home unreachable") + "archive home/nas vm/101 11-26T02:31"),
        Story(
            "hidden jobs do not take a fresh backup away", .protected, [.jobsHidden],
            Story.home + "hide-jobs home\narchive home/nas vm/101 11-25T02:31"),
        Story("another name is a note", .protected, [.otherName], Story.nightly + "archive home/nas vm/101 11-26T02:31 note=mail"),
        Story(
            "what failed before the guest was made is not its failure", .attention, [.waitsForFirstRun],
            Story.nightly + "task home vzdump 101 11-26T02:30 full\ntask home qmcreate 101 11-26T09:00 OK"),
        Story(
            "nor what failed before the former guest was destroyed, of one that was cloned", .unprotected, [.neverBackedUp],
            Story.nightly + "task home vzdump 101 11-26T02:30 full\ntask home qmdestroy 101 11-26T09:00 OK"),
        Story(
            "nor a job of many guests whose log was not read", .attention, [.waitsForFirstRun],
            Story.nightly + "task home vzdump - 11-26T02:30 full\ntask home qmcreate 101 11-26T09:00 OK"),
        Story(
            "what failed after it was made is", .attention, [.waitsForFirstRun, .taskFailed],
            Story.nightly + "task home qmcreate 101 11-26T09:00 OK\ntask home vzdump 101 11-26T10:00 full"),
        Story(
            "a guest that could not be made ended nothing", .attention, [.late, .taskFailed],
            Story.nightly + "archive home/nas vm/101 11-24T02:31\ntask home vzdump 101 11-26T02:30 full\ntask home qmcreate 101 11-26T09:00 exists"),
        Story(
            "backups of the former guest of that number are not its own", .attention, [.waitsForFirstRun, .numberReused],
            Story.nightly + "archive home/nas vm/101 11-26T02:31\ntask home qmdestroy 101 11-26T08:00 OK\ntask home qmcreate 101 11-26T09:00 OK"),
        Story(
            "those of a guest that was restored are", .protected, [],
            Story.nightly + "archive home/nas vm/101 11-26T02:31\ntask home qmdestroy 101 11-26T08:00 OK\ntask home qmrestore 101 11-26T09:00 OK"),
        Story(
            "its own first backup protects it beside those of the former one", .protected, [.numberReused],
            Story.nightly + "archive home/nas vm/101 11-25T02:31\ntask home qmcreate 101 11-25T09:00 OK\narchive home/nas vm/101 11-26T02:31"),
        Story("a number of the other type is not its backup", .unprotected, [.neverBackedUp], Story.nightly + "archive home/nas ct/101 11-26T02:31"),
        Story(
            "a datastore in maintenance can't be restored from", .attention, [.placeInMaintenance, .neverVerified],
            Story.nightly
                + "server pbs\nstorage home/remote pbs=pbs/main\ndatastore pbs/main maintenance=offline\narchive pbs/main vm/101 11-26T02:31"),
        Story(
            "a server that can't be reached is unknown", .unknown, [.placeHidden],
            Story.nightly + "server pbs unreachable\nstorage home/remote pbs=pbs/main\ndatastore pbs/main\nlisted pbs/main"),
        Story(
            "what the storage lists stands in for the server", .unprotected, [.neverBackedUp],
            Story.nightly + "server pbs unreachable\nstorage home/remote pbs=pbs/main\ndatastore pbs/main\nlisted home/remote"),
        Story(
            "and the server for the storage", .unprotected, [.neverBackedUp],
            Story.nightly + "server pbs\nstorage home/remote pbs=pbs/main\nhide home/remote\ndatastore pbs/main\nlisted pbs/main"),
    ]

    /// The backup of a night in November.
    static func night(_ day: Int, _ verification: String? = nil, in storage: String = "nas") -> String {
        "archive home/\(storage) vm/101 11-\(day)T02:31\(verification.map { " verify=\($0)" } ?? "")\n"
    }

    /// One storage on so many nodes, readable on none.
    static func hidden(_ name: String, nodes: Int) -> String {
        (1...nodes).map { "storage home/\(name)@pve-\($0)\nhide home/\(name)@pve-\($0)\n" }.joined()
    }

    @Test("every story ends with its verdict", arguments: stories)
    func verdict(_ story: Story) throws {
        let home = try #require(SourceSlug("home"))
        let board = try Estate(story.lines).board
        let row = try #require(board[guest: .guest(home, vmid: 101)])
        #expect(row.verdict == story.verdict, "\(row.reasons)")
        #expect(Set(row.reasons.map(\.code)) == story.codes, "\(row.reasons)")
    }

    @Test("every reason but that of several clusters has a story")
    func complete() {
        let told = Set(Self.stories.flatMap(\.codes))
        #expect(Set(BackupReasonCode.allCases).subtracting(told) == [.ambiguous])
        #expect(Set(Self.stories.map(\.verdict)) == Set(BackupVerdict.allCases))
    }
}

extension String {
    /// Foundation's would do, but is not needed for anything else here.
    func replacing(_ old: String, _ new: String) -> String {
        var result = ""
        var rest = self[...]
        while !rest.isEmpty {
            if rest.hasPrefix(old) { result += new; rest = rest.dropFirst(old.count) } else { result.append(rest.removeFirst()) }
        }
        return result
    }
}

import PulseCore
import Testing

@testable import PulseHostProbe

@Suite("Packages that wait", .timeLimit(.minutes(5)))
struct PackageTests {
    private static let apt = """
        Reading package lists...
        The following NEW packages will be installed:
          linux-image-6.1.0-40-amd64
        Inst base-files [12.4+deb12u11] (12.4+deb12u15 Debian:12.15/oldstable [amd64])
        Inst libgcrypt20-dev [1.10.1-3] (1.10.1-3+deb12u1 Debian:12.15/oldstable, Debian-Security:12/oldstable-security [amd64]) []
        Inst openssl [3.0.2-0ubuntu1.10] (3.0.2-0ubuntu1.12 Ubuntu:22.04/jammy-updates, Ubuntu:22.04/jammy-security [amd64])
        Inst linux-image-6.1.0-40-amd64 (6.1.153-1 Debian-Security:12/oldstable-security [amd64])
        Conf base-files (12.4+deb12u15 Debian:12.15/oldstable [amd64])
        Remv old-thing [1.0]
        """
    private static let dnf = """

        kernel.x86_64                      5.14.0-427.13.1.el9_4                baseos
        openssl-libs.x86_64                1:3.0.7-27.el9                       baseos
        Obsoleting Packages
        new-thing.noarch                   2.0-1.el9                            appstream
            old-thing.noarch               1.0-1.el9                            @appstream
        """
    private static let zypper = """
        S  | Repository | Name    | Current Version | Available Version | Arch
        ---+------------+---------+-----------------+-------------------+-------
        v  | Update     | bash    | 4.4-150400.25.1 | 4.4-150400.27.1   | x86_64
        v  | Update     | curl    | 8.0.1-1         | 8.0.1-2           | x86_64
        """
    private static let pacman = "bash 5.2.026-1 -> 5.2.026-2\nlinux 6.9.1-1 -> 6.9.2-1 [ignored]\n"

    private func survey(_ answers: [String: ProgramOutcome], _ files: [String: String] = [:]) async throws -> Finding<PackageState> {
        let machine = try FakeMachine(files)
        return await PackageSurvey(files: FileTree(root: machine.root), programs: RecordedPrograms(answers)).ask()
    }

    private static let debian = ["var/lib/dpkg/status": "", "var/lib/apt/lists/x": ""]

    @Test("apt: what is installed counts, new packages do not, and the archive tells what is for security")
    func apt() async throws {
        let finding = try await survey(["apt-get -s": .printed(Self.apt)], Self.debian)
        let state = try #require(finding.value)
        #expect(state.manager == "apt" && state.pending == 3 && state.security == 2)
        #expect(state.listsAt != nil)
        #expect(finding.limitation == nil)
    }

    @Test("apt without anything waiting is zero, and is known")
    func upToDate() async throws {
        let state = try await survey(["apt-get -s": .printed("Reading package lists...\n0 upgraded, 0 newly installed\n")], Self.debian).value
        #expect(state?.pending == 0 && state?.security == 0)
    }

    @Test("apt that fails is not zero, and says what to try")
    func broken() async throws {
        let finding = try await survey(
            ["apt-get -s": .printed("", code: 100, complaint: "E: The package lists or status file could not be parsed\nmore\n")], Self.debian)
        #expect(finding.value?.pending == nil)
        #expect(finding.value?.manager == "apt")
        #expect(
            finding.limitation?.problem
                == "Packages that wait are not known: apt says “E: The package lists or status file could not be parsed” and ends with 100.")
        #expect(finding.limitation?.nextStep.contains("apt-get -s dist-upgrade") == true)
    }

    @Test("dnf: 100 is no failure, and what is obsoleted is no update")
    func dnf() async throws {
        let answers = [
            "dnf -q --cacheonly check-update": ProgramOutcome.printed(Self.dnf, code: 100),
            "dnf -q --cacheonly check-update --security": .printed("kernel.x86_64  5.14.0-427.13.1.el9_4  baseos\n", code: 100),
        ]
        let state = try await survey(answers, ["var/cache/dnf/baseos-1/repodata/repomd.xml": ""]).value
        #expect(state?.manager == "dnf" && state?.pending == 2 && state?.security == 1)
        #expect(state?.listsAt != nil)
        let failed = try await survey(["dnf -q": .printed("", code: 1, complaint: "Error: Cache-only enabled but no cache for 'baseos'")])
        #expect(failed.value?.pending == nil)
        #expect(failed.limitation != nil)
    }

    @Test("zypper and pacman")
    func others() async throws {
        let suse = try await survey(["zypper": .printed(Self.zypper)]).value
        #expect(suse?.pending == 2 && suse?.security == nil)
        let arch = ["var/lib/pacman/local/x": ""]
        #expect(try await survey(["pacman -Qu": .printed(Self.pacman)], arch).value?.pending == 1)
        #expect(try await survey(["pacman -Qu": .printed("", code: 1)], arch).value?.pending == 0)
        #expect(try await survey(["pacman -Qu": .printed("", code: 1, complaint: "error: no database")], arch).value?.pending == nil)
    }

    @Test("a machine without a package manager that we know has no state and no complaint")
    func none() async throws {
        let finding = try await survey([:])
        #expect(finding.value == nil && finding.limitation == nil)
    }

    @Test("failed units, also in the older form with a dot before them")
    func units() async throws {
        let machine = try FakeMachine(["run/systemd/system/x": ""])
        let text = "nginx.service loaded failed failed A server\n● backup@a.timer  loaded failed failed Backup\n\n0 loaded units listed.\n"
        let survey = UnitSurvey(files: FileTree(root: machine.root), programs: RecordedPrograms(["systemctl list-units": .printed(text)]))
        #expect(await survey.ask().value == ["backup@a.timer", "nginx.service"])
    }

    @Test("without systemd nothing is asked; a bus that refuses is said")
    func noUnits() async throws {
        let refusing = RecordedPrograms(["systemctl": .printed("", code: 1, complaint: "Failed to connect to bus: Permission denied")])
        let machine = try FakeMachine()
        #expect(await UnitSurvey(files: FileTree(root: machine.root), programs: refusing).ask().limitation == nil)
        #expect(refusing.asked == [])
        try machine.write("", to: "run/systemd/system/x")
        let finding = await UnitSurvey(files: FileTree(root: machine.root), programs: refusing).ask()
        #expect(finding.value == nil)
        #expect(finding.limitation?.problem.contains("Permission denied") == true)
    }
}

import PulseCore
import Testing

@testable import PulseHostProbe

/// What smartctl prints in, a disk out.
@Suite("SMART", .timeLimit(.minutes(5)))
struct SMARTTests {
    private static let now = Timestamp(seconds: 1_800_000_000)

    private func disk(_ output: String, bus: String? = nil) throws -> HostDisk {
        var disk = HostDisk(device: "sda", answer: .notAsked)
        disk.bus = bus
        disk.take(try #require(SmartctlAnswer.parse(output.bytes)), at: Self.now)
        return disk
    }

    @Test("a SATA disk that turns: old errors in its log are no failure, and numbers are taken from packed attributes")
    func turning() throws {
        let disk = try disk(SmartctlOutputs.sataDisk)
        #expect(disk.answer == .answered)
        #expect(disk.passed == true)
        #expect(disk.model == "Turner 4000" && disk.serial == "T-1" && disk.bus == "sata")
        #expect(disk.size == 4_000_787_030_016)
        #expect(disk.isRotational == true)
        #expect(disk.celsius == 31)
        #expect(disk.powerOnHours == 35_581)
        #expect(disk.reallocatedSectors == 8 && disk.pendingSectors == 1 && disk.uncorrectableErrors == 2)
        #expect(disk.linkErrors == 17)
        // Attribute 202 of a disk that turns is something else.
        #expect(disk.wear == nil)
        #expect(disk.askedAt == Self.now)
    }

    @Test("a SATA SSD tells what is left of its life, and its temperature and age by attributes alone")
    func solid() throws {
        let disk = try disk(SmartctlOutputs.sataSSD)
        #expect(abs(try #require(disk.wear) - 0.07) < 1e-9)
        #expect(disk.celsius == 36 && disk.powerOnHours == 21_000 && disk.isRotational == false)
    }

    @Test("NVMe")
    func nvme() throws {
        let disk = try disk(SmartctlOutputs.nvme)
        #expect(disk.answer == .answered && disk.passed == true && disk.bus == "nvme")
        #expect(disk.wear == 0.07 && disk.spareLeft == 0.98 && disk.mediaErrors == 1)
        #expect(disk.powerOnHours == 8760 && disk.celsius == 44)
    }

    @Test("NVMe that watches no spare has not run out of it")
    func nvmeWithoutSpare() throws {
        let text = SmartctlOutputs.nvme.replacing(
            "\"available_spare\":98,\"available_spare_threshold\":10", with: "\"available_spare\":0,\"available_spare_threshold\":0")
        #expect(try disk(text).spareLeft == nil)
    }

    @Test("SAS has counters of its own")
    func sas() throws {
        let disk = try disk(SmartctlOutputs.sas)
        #expect(disk.answer == .answered && disk.bus == "sas" && disk.model == "MAKER 600")
        #expect(disk.reallocatedSectors == 4 && disk.pendingSectors == 5)
        #expect(disk.uncorrectableErrors == 3 && disk.wear == 0.03)
        #expect(disk.powerOnHours == 50_001 && disk.celsius == 28)
    }

    @Test("a disk that says it fails has failed, also where the verdict stands in the exit status alone")
    func failing() throws {
        let disk = try disk(SmartctlOutputs.failing)
        #expect(disk.answer == .answered)
        #expect(disk.passed == false)
        #expect(disk.reallocatedSectors == 4000)
    }

    @Test("without a verdict a disk has not failed")
    func noVerdict() throws {
        let disk = try disk(SmartctlOutputs.sataSSD.replacing("\"smart_status\":{\"passed\":true},", with: ""))
        #expect(disk.answer == .answered)
        #expect(disk.passed == nil)
    }

    @Test(
        "why there are no figures: the exit status alone does not tell",
        arguments: [
            (SmartctlOutputs.standby, HostDisk.Answer.standby), (SmartctlOutputs.notOpened, .unreadable), (SmartctlOutputs.forbidden, .notAsked),
            (SmartctlOutputs.unknownUSBBridge, .unsupported), (SmartctlOutputs.virtual, .unsupported),
            (SmartctlOutputs.behindController, .unsupported), ("{}", .unsupported), ("{\"smartctl\":{\"exit_status\":2}}", .unreadable),
        ])
    func answers(output: String, expected: HostDisk.Answer) throws {
        let disk = try disk(output)
        #expect(disk.answer == expected)
        #expect(disk.passed == nil && disk.celsius == nil && disk.askedAt == nil)
    }

    @Test("a virtual disk is named all the same, and a USB disk stays one whatever is inside")
    func identity() throws {
        let disk = try disk(SmartctlOutputs.virtual)
        #expect(disk.model == "QEMU HARDDISK" && disk.serial == "V-1" && disk.size == 1 << 30)
        #expect(try self.disk(SmartctlOutputs.sataDisk, bus: "usb").bus == "usb")
    }

    @Test("a disk that sleeps keeps what it said, and is another one when its serial number changed")
    func asleep() throws {
        let awake = try disk(SmartctlOutputs.sataDisk)
        var sleeping = try disk(SmartctlOutputs.standby)
        #expect(sleeping.asleep(after: awake).celsius == 31)
        #expect(sleeping.asleep(after: awake).answer == .standby)
        #expect(sleeping.asleep(after: awake).askedAt == Self.now)
        sleeping.serial = "another"
        #expect(sleeping.asleep(after: awake).celsius == nil)
        #expect(sleeping.asleep(after: nil) == sleeping)
    }

    @Test("members of another type are missing and spoil nothing beside them")
    func types() throws {
        let text = SmartctlOutputs.nvme.replacing("\"temperature\":44", with: "\"temperature\":\"warm\"").replacing(
            "\"hours\":8760", with: "\"hours\":[]")
        let disk = try disk(text)
        #expect(disk.answer == .answered && disk.powerOnHours == 8760 && disk.celsius == 44)
        #expect(SmartctlAnswer.parse("[1]".bytes)?.messages.isEmpty ?? true)
        #expect(SmartctlAnswer.parse("smartctl: command not found".bytes) == nil)
    }

    @Test("disks behind a controller are found by their type, and nothing strange becomes an argument")
    func scan() {
        let text = """
            {"devices":[{"name":"/dev/sda","type":"scsi"},{"name":"/dev/bus/0","type":"megaraid,8"},{"name":"/dev/bus/0","type":"megaraid,9"},
            {"name":"/dev/x; rm","type":"megaraid,1"},{"name":"relative","type":"a,b"},{"name":7,"type":"a,b"}]}
            """
        #expect(SmartctlScan.hiddenDisks(text.bytes).map(\.type) == ["megaraid,8", "megaraid,9"])
    }
}

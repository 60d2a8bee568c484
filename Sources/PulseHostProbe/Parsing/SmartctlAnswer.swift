import FoundationEssentials

/// What `smartctl --json` says of one disk (smartctl(8), version 7).
///
/// It says as much as it can also when it fails; the exit status tells what failed, and its messages why.
struct SmartctlAnswer: Decodable {
    struct Program: Decodable {
        var messages: Loose<[Message]>?
        var exitStatus: Loose<Int>?

        private enum CodingKeys: String, CodingKey {
            case messages
            case exitStatus = "exit_status"
        }
    }

    struct Message: Decodable {
        var string: Loose<String>?
    }

    struct Device: Decodable {
        var type: Loose<String>?
        var `protocol`: Loose<String>?
    }

    struct Counted: Decodable {
        var count: Loose<Int>?
    }

    struct Named: Decodable {
        var name: Loose<String>?
    }

    struct Capacity: Decodable {
        var bytes: Loose<Int64>?
    }

    struct Support: Decodable {
        var available: Loose<Bool>?
    }

    struct Verdict: Decodable {
        var passed: Loose<Bool>?
    }

    struct Temperature: Decodable {
        var current: Loose<Int>?
    }

    struct PowerOnTime: Decodable {
        var hours: Loose<Int>?
    }

    /// Percent, of `endurance_used` and `spare_available`.
    struct Share: Decodable {
        var percent: Loose<Int>?

        private enum CodingKeys: String, CodingKey {
            case percent = "current_percent"
        }
    }

    var smartctl: Loose<Program>?
    var device: Loose<Device>?
    var modelName: Loose<String>?
    var scsiModelName: Loose<String>?
    var serialNumber: Loose<String>?
    var capacity: Loose<Capacity>?
    var rotationRate: Loose<Int>?
    var support: Loose<Support>?
    var verdict: Loose<Verdict>?
    var temperature: Loose<Temperature>?
    var powerOnTime: Loose<PowerOnTime>?
    var enduranceUsed: Loose<Share>?
    var ata: Loose<ATATable>?
    var nvme: Loose<NVMeLog>?
    var transport: Loose<Named>?
    var grownDefects: Loose<Int>?
    var pendingDefects: Loose<Counted>?
    var errorCounters: Loose<SCSIErrorCounters>?
    var scsiPercentageUsed: Loose<Int>?

    private enum CodingKeys: String, CodingKey {
        case smartctl, device, temperature
        case modelName = "model_name"
        case scsiModelName = "scsi_model_name"
        case serialNumber = "serial_number"
        case capacity = "user_capacity"
        case rotationRate = "rotation_rate"
        case support = "smart_support"
        case verdict = "smart_status"
        case powerOnTime = "power_on_time"
        case enduranceUsed = "endurance_used"
        case ata = "ata_smart_attributes"
        case nvme = "nvme_smart_health_information_log"
        case transport = "scsi_transport_protocol"
        case grownDefects = "scsi_grown_defect_list"
        case pendingDefects = "scsi_pending_defects"
        case errorCounters = "scsi_error_counter_log"
        case scsiPercentageUsed = "scsi_percentage_used_endurance_indicator"
    }

    /// Nil when it is no such JSON.
    static func parse(_ output: Bytes) -> SmartctlAnswer? { try? JSONDecoder().decode(SmartctlAnswer.self, from: Data(output)) }

    var messages: [String] { smartctl?.value?.messages?.value?.compactMap { $0.string?.value } ?? [] }
}

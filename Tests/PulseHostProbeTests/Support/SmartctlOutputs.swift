/// What smartctl 7 prints, shortened to what is read, in the shapes that were recorded.
enum SmartctlOutputs {
    static let sataDisk = """
        {"json_format_version":[1,0],"smartctl":{"version":[7,3],"exit_status":64},"device":{"name":"/dev/sda","type":"sat","protocol":"ATA"},
        "model_name":"Turner 4000","serial_number":"T-1","user_capacity":{"blocks":7814037168,"bytes":4000787030016},"rotation_rate":7200,
        "smart_support":{"available":true,"enabled":true},"smart_status":{"passed":true},
        "ata_smart_attributes":{"revision":16,"table":[
        {"id":5,"name":"Reallocated_Sector_Ct","value":100,"raw":{"value":8,"string":"8"}},
        {"id":9,"name":"Power_On_Hours","value":60,"raw":{"value":177231853563645,"string":"35581h+12m+10.123s"}},
        {"id":187,"name":"Reported_Uncorrect","value":100,"raw":{"value":2,"string":"2"}},
        {"id":190,"name":"Airflow_Temperature_Cel","value":69,"raw":{"value":522125343,"string":"31 (Min/Max 31/31)"}},
        {"id":197,"name":"Current_Pending_Sector","value":100,"raw":{"value":1,"string":"1"}},
        {"id":198,"name":"Offline_Uncorrectable","value":100,"raw":{"value":3,"string":"3"}},
        {"id":199,"name":"UDMA_CRC_Error_Count","value":200,"raw":{"value":17,"string":"17"}},
        {"id":202,"name":"Data_Address_Mark_Errs","value":1,"raw":{"value":0,"string":"0"}}]},
        "power_on_time":{"hours":35581,"minutes":12},"temperature":{"current":31}}
        """
    static let sataSSD = """
        {"smartctl":{"version":[7,3],"exit_status":0},"device":{"name":"/dev/sdb","type":"sat","protocol":"ATA"},"model_name":"Flash 860",
        "serial_number":"F-1","user_capacity":{"bytes":500107862016},"rotation_rate":0,"smart_support":{"available":true,"enabled":true},
        "smart_status":{"passed":true},"ata_smart_attributes":{"table":[
        {"id":9,"name":"Power_On_Hours","value":95,"raw":{"value":21000,"string":"21000"}},
        {"id":177,"name":"Wear_Leveling_Count","value":93,"raw":{"value":120,"string":"120"}},
        {"id":194,"name":"Temperature_Celsius","value":64,"raw":{"value":36,"string":"36"}}]}}
        """
    static let failing = """
        {"smartctl":{"exit_status":24},"device":{"protocol":"ATA"},"model_name":"Old","rotation_rate":5400,"smart_support":{"available":true},
        "ata_smart_attributes":{"table":[{"id":5,"name":"Reallocated_Sector_Ct","value":1,"raw":{"value":4000,"string":"4000"}}]}}
        """
    static let nvme = """
        {"smartctl":{"exit_status":0},"device":{"name":"/dev/nvme0n1","type":"nvme","protocol":"NVMe"},"model_name":"Fast 980","serial_number":"N-1",
        "user_capacity":{"bytes":1000204886016},"smart_support":{"available":true,"enabled":true},"smart_status":{"passed":true,"nvme":{"value":0}},
        "nvme_smart_health_information_log":{"critical_warning":0,"temperature":44,"available_spare":98,"available_spare_threshold":10,
        "percentage_used":7,"power_on_hours":8760,"unsafe_shutdowns":3,"media_errors":1,"num_err_log_entries":12},
        "temperature":{"current":44},"power_on_time":{"hours":8760}}
        """
    static let sas = """
        {"smartctl":{"exit_status":0},"device":{"name":"/dev/sdc","type":"scsi","protocol":"SCSI"},"scsi_vendor":"MAKER","scsi_model_name":"MAKER 600",
        "scsi_transport_protocol":{"name":"SAS (SPL-4)","value":6},"serial_number":"S-1","user_capacity":{"bytes":600127266816},"rotation_rate":10000,
        "smart_support":{"available":true,"enabled":true},"smart_status":{"passed":true},"temperature":{"current":28,"drive_trip":60},
        "power_on_time":{"hours":50001,"minutes":5},"scsi_grown_defect_list":4,"scsi_pending_defects":{"count":5},
        "scsi_percentage_used_endurance_indicator":3,
        "scsi_error_counter_log":{"read":{"total_uncorrected_errors":1},"write":{"total_uncorrected_errors":0},"verify":{"total_uncorrected_errors":2}}}
        """
    static let unknownUSBBridge = """
        {"smartctl":{"messages":[{"string":"/dev/sdd: Unknown USB bridge [0x1234:0x5678 (0x100)]","severity":"error"}],"exit_status":1}}
        """
    static let standby = """
        {"smartctl":{"messages":[{"string":"Device is in STANDBY mode, exit(2)","severity":"information"}],"exit_status":2},
        "device":{"name":"/dev/sda","type":"sat","protocol":"ATA"}}
        """
    static let notOpened = """
        {"smartctl":{"messages":[{"string":"Smartctl open device: /dev/sda failed: No such device","severity":"error"}],"exit_status":2}}
        """
    static let forbidden = """
        {"smartctl":{"messages":[{"string":"Smartctl open device: /dev/sda failed: Permission denied","severity":"error"}],"exit_status":2}}
        """
    static let virtual = """
        {"smartctl":{"exit_status":4},"device":{"name":"/dev/sda","type":"scsi","protocol":"SCSI"},"scsi_model_name":"QEMU HARDDISK",
        "user_capacity":{"bytes":1073741824},"rotation_rate":0,"serial_number":"V-1","smart_support":{"available":false},"temperature":{"current":0}}
        """
    static let behindController = """
        {"smartctl":{"messages":[{"string":"Smartctl open device: /dev/sda failed: DELL or MegaRaid controller, please try adding '-d megaraid,N'",
        "severity":"error"}],"exit_status":2}}
        """

    static let all = [sataDisk, sataSSD, failing, nvme, sas, unknownUSBBridge, standby, notOpened, forbidden, virtual, behindController]
}

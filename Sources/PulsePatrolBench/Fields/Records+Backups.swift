import PulseCore

extension BackupArchive: EditableRecord {
    static var blank: BackupArchive { BackupArchive(type: .machine, backupID: "", at: Timestamp(seconds: 0)) }

    static func list(_ field: inout Fields<BackupArchive>) {
        field("type", \.type)
        field("backupID", \.backupID)
        field("at", \.at)
        field("size", \.size)
        field("verification", \.verification)
        field("isProtected", \.isProtected)
        field("isEncrypted", \.isEncrypted)
        field("owner", \.owner)
        field("note", \.note)
        field("volume", \.volume)
    }
}

extension BackupTarget: EditableRecord {
    static var blank: BackupTarget { BackupTarget(storage: .ceph(SourceSlug(naming: "none", avoiding: []))) }

    static func list(_ field: inout Fields<BackupTarget>) {
        field("storage", \.storage)
        field("server", \.server)
        field("port", \.port)
        field("fingerprint", \.fingerprint)
        field("datastore", \.datastore)
        field("namespace", \.namespace)
    }
}

extension BackupJob: EditableRecord {
    static var blank: BackupJob { BackupJob(id: "", isEnabled: true, selection: .all(except: [])) }

    static func list(_ field: inout Fields<BackupJob>) {
        field("id", \.id)
        field("isEnabled", \.isEnabled)
        field("schedule", \.schedule)
        field("nextRun", \.nextRun)
        field("storage", \.storage)
        field("mode", \.mode)
        field("selection", \.selection)
        field("node", \.node)
        field("comment", \.comment)
        field("coverage", \.coverage)
    }
}

extension GuestCoverage: EditableRecord {
    static var blank: GuestCoverage { GuestCoverage(vmid: 0, volumes: []) }

    static func list(_ field: inout Fields<GuestCoverage>) {
        field("vmid", \.vmid)
        field("volumes", \.volumes)
    }
}

extension GuestCoverage.Volume: EditableRecord {
    static var blank: GuestCoverage.Volume { GuestCoverage.Volume(name: "", isIncluded: true) }

    static func list(_ field: inout Fields<GuestCoverage.Volume>) {
        field("name", \.name)
        field("volume", \.volume)
        field("isIncluded", \.isIncluded)
        field("reason", \.reason)
    }
}

extension DatastoreJob: EditableRecord {
    static var blank: DatastoreJob { DatastoreJob(kind: .verify, id: "", datastore: "") }

    static func list(_ field: inout Fields<DatastoreJob>) {
        field("kind", \.kind)
        field("id", \.id)
        field("datastore", \.datastore)
        field("namespace", \.namespace)
        field("schedule", \.schedule)
        field("remote", \.remote)
        field("isPush", \.isPush)
        field("pool", \.pool)
        field("drive", \.drive)
        field("nextTape", \.nextTape)
        field("nextRun", \.nextRun)
        field("lastRunEndedAt", \.lastRunEndedAt)
        field("lastOutcome", \.lastOutcome)
        field("lastDuration", \.lastDuration)
        field("comment", \.comment)
    }
}

extension TapeMedium: EditableRecord {
    static var blank: TapeMedium { TapeMedium(id: "", label: "") }

    static func list(_ field: inout Fields<TapeMedium>) {
        field("id", \.id)
        field("label", \.label)
        field("pool", \.pool)
        field("set", \.set)
        field("status", \.status)
        field("location", \.location)
        field("bytesUsed", \.bytesUsed)
        field("isExpired", \.isExpired)
        field("hasCatalog", \.hasCatalog)
        field("labelledAt", \.labelledAt)
        field("setBegunAt", \.setBegunAt)
    }
}

extension TapeDevice: EditableRecord {
    static var blank: TapeDevice { TapeDevice(name: "") }

    static func list(_ field: inout Fields<TapeDevice>) {
        field("name", \.name)
        field("vendor", \.vendor)
        field("model", \.model)
        field("serial", \.serial)
        field("changer", \.changer)
        field("numberInChanger", \.numberInChanger)
        field("isBusy", \.isBusy)
        field("work", \.work)
    }
}

extension TrafficRule: EditableRecord {
    static var blank: TrafficRule { TrafficRule(name: "") }

    static func list(_ field: inout Fields<TrafficRule>) {
        field("name", \.name)
        field("limitIn", \.limitIn)
        field("limitOut", \.limitOut)
        field("currentIn", \.currentIn)
        field("currentOut", \.currentOut)
        field("comment", \.comment)
    }
}

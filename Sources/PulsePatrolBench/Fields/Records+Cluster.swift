import PulseCore

extension HAResource: EditableRecord {
    static var blank: HAResource { HAResource(id: "") }

    static func list(_ field: inout Fields<HAResource>) {
        field("id", \.id)
        field("node", \.node)
        field("state", \.state)
        field("requestedState", \.requestedState)
        field("group", \.group)
        field("maximumRestarts", \.maximumRestarts)
    }
}

extension HighAvailability: EditableRecord {
    static var blank: HighAvailability { HighAvailability() }

    static func list(_ field: inout Fields<HighAvailability>) {
        field("isQuorate", \.isQuorate)
        field("manager", \.manager)
        field("managerStatus", \.managerStatus)
        field("nodes", \.nodes)
        field("resources", \.resources)
    }
}

extension CephCheck: EditableRecord {
    static var blank: CephCheck { CephCheck(code: "", severity: "HEALTH_WARN", message: "") }

    static func list(_ field: inout Fields<CephCheck>) {
        field("code", \.code)
        field("severity", \.severity)
        field("message", \.message)
        field("details", \.details)
        field("isMuted", \.isMuted)
    }
}

extension CephOSD: EditableRecord {
    static var blank: CephOSD { CephOSD(id: 0) }

    static func list(_ field: inout Fields<CephOSD>) {
        field("id", \.id)
        field("host", \.host)
        field("deviceClass", \.deviceClass)
        field("isUp", \.isUp)
        field("isIn", \.isIn)
        field("used", \.used)
        field("total", \.total)
        field("commitLatency", \.commitLatency)
    }
}

extension CephPool: EditableRecord {
    static var blank: CephPool { CephPool(name: "") }

    static func list(_ field: inout Fields<CephPool>) {
        field("id", \.id)
        field("name", \.name)
        field("size", \.size)
        field("minimumSize", \.minimumSize)
        field("placementGroups", \.placementGroups)
        field("used", \.used)
        field("usedShare", \.usedShare)
        field("type", \.type)
    }
}

extension CephState: EditableRecord {
    static var blank: CephState { CephState(health: "HEALTH_OK") }

    static func list(_ field: inout Fields<CephState>) {
        field("health", \.health)
        field("checks", \.checks)
        field("osds", \.osds)
        field("pools", \.pools)
        field("monitors", \.monitors)
        field("placementGroups", \.placementGroups)
        field("fsid", \.fsid)
        field("managers", \.managers)
        field("flags", \.flags)
    }
}

extension ReplicationJob: EditableRecord {
    static var blank: ReplicationJob { ReplicationJob(id: "", vmid: 0, target: "", isEnabled: true) }

    static func list(_ field: inout Fields<ReplicationJob>) {
        field("id", \.id)
        field("vmid", \.vmid)
        field("source", \.source)
        field("target", \.target)
        field("schedule", \.schedule)
        field("isEnabled", \.isEnabled)
        field("lastSync", \.lastSync)
        field("lastTry", \.lastTry)
        field("nextSync", \.nextSync)
        field("duration", \.duration)
        field("failures", \.failures)
        field("error", \.error)
        field("comment", \.comment)
    }
}

extension GuestSnapshot: EditableRecord {
    static var blank: GuestSnapshot { GuestSnapshot(name: "", at: nil) }

    static func list(_ field: inout Fields<GuestSnapshot>) {
        field("name", \.name)
        field("at", \.at)
        field("parent", \.parent)
        field("note", \.note)
        field("includesMemory", \.includesMemory)
        field("size", \.size)
    }
}

extension TaskRecord: EditableRecord {
    static var blank: TaskRecord { TaskRecord(id: "", node: "", type: "", startedAt: Timestamp(seconds: 0), outcome: .succeeded) }

    static func list(_ field: inout Fields<TaskRecord>) {
        field("id", \.id)
        field("node", \.node)
        field("type", \.type)
        field("subject", \.subject)
        field("user", \.user)
        field("startedAt", \.startedAt)
        field("endedAt", \.endedAt)
        field("outcome", \.outcome)
        field("lastLines", \.lastLines)
        field("guests", \.guests)
    }
}

extension TaskRecord.GuestResult: EditableRecord {
    static var blank: TaskRecord.GuestResult { TaskRecord.GuestResult(vmid: 0, outcome: .succeeded) }

    static func list(_ field: inout Fields<TaskRecord.GuestResult>) {
        field("vmid", \.vmid)
        field("outcome", \.outcome)
        field("duration", \.duration)
        field("size", \.size)
    }
}

import PulseCore

extension MailQueueDomain: EditableRecord {
    static var blank: MailQueueDomain { MailQueueDomain(domain: "", count: 0, byAge: []) }

    static func list(_ field: inout Fields<MailQueueDomain>) {
        field("domain", \.domain)
        field("count", \.count)
        field("byAge", \.byAge)
    }
}

extension DeferralReason: EditableRecord {
    static var blank: DeferralReason { DeferralReason(reason: "", count: 0) }

    static func list(_ field: inout Fields<DeferralReason>) {
        field("reason", \.reason)
        field("count", \.count)
    }
}

extension MailQueue: EditableRecord {
    static var blank: MailQueue { MailQueue(name: "", count: 0) }

    static func list(_ field: inout Fields<MailQueue>) {
        field("name", \.name)
        field("count", \.count)
        field("oldest", \.oldest)
        field("domains", \.domains)
        field("reasons", \.reasons)
    }
}

extension MailHour: EditableRecord {
    static var blank: MailHour { MailHour(start: Timestamp(seconds: 0), incoming: 0, outgoing: 0, spam: 0, virus: 0) }

    static func list(_ field: inout Fields<MailHour>) {
        field("start", \.start)
        field("incoming", \.incoming)
        field("outgoing", \.outgoing)
        field("spam", \.spam)
        field("virus", \.virus)
        field("bounces", \.bounces)
        field("rejected", \.rejected)
        field("outgoingSpam", \.outgoingSpam)
        field("outgoingVirus", \.outgoingVirus)
        field("outgoingBounces", \.outgoingBounces)
        field("listed", \.listed)
        field("preGreeted", \.preGreeted)
    }
}

extension MailDomain: EditableRecord {
    static var blank: MailDomain { MailDomain(name: "", incoming: 0, outgoing: 0) }

    static func list(_ field: inout Fields<MailDomain>) {
        field("name", \.name)
        field("incoming", \.incoming)
        field("outgoing", \.outgoing)
        field("spam", \.spam)
        field("virus", \.virus)
        field("bytes", \.bytes)
    }
}

extension VirusTally: EditableRecord {
    static var blank: VirusTally { VirusTally(name: "", count: 0) }

    static func list(_ field: inout Fields<VirusTally>) {
        field("name", \.name)
        field("count", \.count)
    }
}

extension MailBackup: EditableRecord {
    static var blank: MailBackup { MailBackup(file: "", at: Timestamp(seconds: 0), size: nil) }

    static func list(_ field: inout Fields<MailBackup>) {
        field("file", \.file)
        field("at", \.at)
        field("size", \.size)
    }
}

extension Quarantine: EditableRecord {
    static var blank: Quarantine { Quarantine(name: "spam", count: 0) }

    static func list(_ field: inout Fields<Quarantine>) {
        field("name", \.name)
        field("count", \.count)
        field("bytes", \.bytes)
    }
}

extension SignatureDatabase: EditableRecord {
    static var blank: SignatureDatabase { SignatureDatabase(name: "") }

    static func list(_ field: inout Fields<SignatureDatabase>) {
        field("name", \.name)
        field("version", \.version)
        field("builtAt", \.builtAt)
        field("signatures", \.signatures)
        field("isUpdateAvailable", \.isUpdateAvailable)
    }
}

extension MailNodeLedger: EditableRecord {
    static var blank: MailNodeLedger { MailNodeLedger() }

    static func list(_ field: inout Fields<MailNodeLedger>) {
        field("queues", \.queues)
        field("signatures", \.signatures)
        field("backups", \.backups)
        field("isInSync", \.isInSync)
    }
}

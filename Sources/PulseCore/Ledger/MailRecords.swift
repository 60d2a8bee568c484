/// The messages of one queue of a mail gateway that wait for one domain.
package struct MailQueueDomain: Hashable, Sendable {
    package var domain: String
    package var count: Int
    /// How many wait for at most so many minutes, in the steps of Postfix' qshape: 5, 10, 20 … 1280; the last is open.
    package var byAge: [Int]

    package init(domain: String, count: Int, byAge: [Int]) {
        self.domain = domain
        self.count = count
        self.byAge = byAge
    }
}

/// Why messages are deferred, with how many say so.
package struct DeferralReason: Hashable, Sendable {
    package var reason: String
    package var count: Int

    package init(reason: String, count: Int) {
        self.reason = reason
        self.count = count
    }
}

package struct MailQueue: Hashable, Sendable {
    /// `deferred`, `active`, `incoming`, `hold`.
    package var name: String
    package var count: Int
    package var oldest: Timestamp?
    package var domains: [MailQueueDomain]
    /// Of a sample of the messages; nil when they were not read.
    package var reasons: [DeferralReason]?

    package init(name: String, count: Int, domains: [MailQueueDomain] = []) {
        self.name = name
        self.count = count
        self.domains = domains
    }
}

/// Mail of one hour.
package struct MailHour: Hashable, Sendable {
    package var start: Timestamp
    package var incoming: Int
    package var outgoing: Int
    package var spam: Int
    package var virus: Int
    package var bounces: Int?
    /// Refused before a message was taken.
    package var rejected: Int?
    /// The outgoing part of those in both directions.
    package var outgoingSpam: Int?
    package var outgoingVirus: Int?
    package var outgoingBounces: Int?
    /// Of those that were refused: the sender's address is on a block list, or it spoke before its turn.
    package var listed: Int?
    package var preGreeted: Int?

    package init(start: Timestamp, incoming: Int, outgoing: Int, spam: Int, virus: Int) {
        self.start = start
        self.incoming = incoming
        self.outgoing = outgoing
        self.spam = spam
        self.virus = virus
    }
}

/// Mail of one of a gateway's domains over some days, in both directions where nothing else is said.
package struct MailDomain: Hashable, Sendable {
    package var name: String
    package var incoming: Int
    package var outgoing: Int
    package var spam: Int?
    package var virus: Int?
    package var bytes: Int64?

    package init(name: String, incoming: Int, outgoing: Int) {
        (self.name, self.incoming, self.outgoing) = (name, incoming, outgoing)
    }
}

/// How often a virus was found over some days.
package struct VirusTally: Hashable, Sendable {
    package var name: String
    package var count: Int

    package init(name: String, count: Int) {
        (self.name, self.count) = (name, count)
    }
}

/// A backup of a mail gateway's settings that lies on the gateway itself.
package struct MailBackup: Hashable, Sendable {
    package var file: String
    package var at: Timestamp
    package var size: Int64?

    package init(file: String, at: Timestamp, size: Int64?) {
        (self.file, self.at, self.size) = (file, at, size)
    }
}

package struct Quarantine: Hashable, Sendable {
    /// `spam` or `virus`.
    package var name: String
    package var count: Int
    package var bytes: Int64?

    package init(name: String, count: Int) {
        self.name = name
        self.count = count
    }
}

/// A set of signatures or rules of a mail gateway.
package struct SignatureDatabase: Hashable, Sendable {
    package var name: String
    package var version: String?
    package var builtAt: Timestamp?
    package var signatures: Int?
    package var isUpdateAvailable: Bool?

    package init(name: String) {
        self.name = name
    }
}

/// What a mail gateway says of one of its nodes.
package struct MailNodeLedger: Hashable, Sendable {
    package var queues = Told<[MailQueue]>()
    package var signatures = Told<[SignatureDatabase]>()
    /// Newest first.
    package var backups = Told<[MailBackup]>()
    /// False when its database lags behind the cluster's.
    package var isInSync: Bool?

    package init() {}
}

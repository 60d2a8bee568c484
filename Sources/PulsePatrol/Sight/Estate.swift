package import PulseCore

/// All that is known at the moment of a run, but for history: an immutable value, so a resource that vanishes meanwhile changes nothing.
package struct Estate: Sendable {
    /// With a stand-in for each source that has told of nothing.
    package let fleet: Fleet
    package let ledger: Ledger
    package let backups: BackupOutlook
    package let topology: Topology
    package let pods: PodIndex
    package let guestTasks: GuestTaskIndex
    let clocks: KnownClocks
    let standIns: StandIns
    package var now: Timestamp { fleet.at }

    package init(fleet: Fleet, ledger: Ledger, backups: BackupOutlook) {
        standIns = StandIns(fleet)
        self.fleet = standIns.added(to: fleet)
        (self.ledger, self.backups) = (ledger, backups)
        topology = Topology(fleet, ledger, behind: backups.behind)
        pods = PodIndex(fleet)
        guestTasks = GuestTaskIndex(ledger)
        clocks = KnownClocks(ledger, at: fleet.at)
    }
}

/// Where a run gets what it looks at. PulseServer fulfils it with inventory, backups and history.
package protocol EstateSource: Sendable {
    func estate() async throws -> Estate
    /// The hours of some series between two moments, oldest first; a series nobody has is left out. A gap is the absence of hours.
    func hours(_ keys: [SeriesKey], from: Timestamp, to: Timestamp) async throws -> [SeriesKey: HourlySeries]
}

/// One metric by the hour, oldest first.
package struct HourlySeries: Sendable, Hashable {
    package struct Hour: Sendable, Hashable {
        package let start: Timestamp
        package let least: Double
        package let average: Double
        package let greatest: Double

        package init(start: Timestamp, least: Double, average: Double, greatest: Double) {
            (self.start, self.least, self.average, self.greatest) = (start, least, average, greatest)
        }
    }

    package let hours: [Hour]

    package init(_ hours: [Hour]) { self.hours = hours }

    package var averages: [Double] { hours.map(\.average) }

    /// The hours that begin at or after a moment.
    package func since(_ moment: Timestamp) -> HourlySeries {
        HourlySeries(Array(hours.drop { $0.start < moment }))
    }

    /// Those that begin before a moment.
    package func before(_ moment: Timestamp) -> HourlySeries {
        HourlySeries(Array(hours.prefix { $0.start < moment }))
    }
}

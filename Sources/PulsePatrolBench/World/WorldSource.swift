import PulseCore
import PulsePatrol

/// A world as patrol asks for it.
struct WorldSource: EstateSource {
    let now: Estate
    let figures: Figures
    let cache: HourCache

    func estate() async throws -> Estate { now }

    func hours(_ keys: [SeriesKey], from: Timestamp, to: Timestamp) async throws -> [SeriesKey: HourlySeries] {
        keys.reduce(into: [:]) { $0[$1] = figures.hours($1, from: from, to: to, cache) }
    }
}

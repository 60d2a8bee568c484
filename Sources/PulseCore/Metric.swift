/// The unit in which a metric is held everywhere inside Pulse.
package enum MetricUnit: String, Sendable {
    case ratio
    case bytes
    case bytesPerSecond
    case celsius
    case count
    case seconds
}

/// How much of a number is worth keeping in history. The raw value is stored beside the data, so a case keeps its number for ever.
package enum Precision: UInt8, Sendable, CaseIterable {
    /// Whole units: sizes that people compare, counts, seconds.
    case whole = 0
    /// Steps of 0.001, so at most 0.05 percentage points off.
    case thousandth = 1
    /// Steps of 0.01.
    case hundredth = 2
    /// Steps of 0.5, so at most 0.25 off.
    case half = 3
    /// At most 0.1 % of the value off.
    case perMille = 4
    /// At most 0.5 % of the value off.
    case halfPercent = 5
    /// At most 0.002 % of the value off: what fills up slowly is forecast from small differences.
    case fine = 6
}

/// A quantity that changes over time. Ratios are 0…1; percent exists only at the edges that promised it.
package enum Metric: String, Hashable, Sendable, CaseIterable {
    /// Share of all the processors the thing has.
    case cpu
    /// Share of time processors waited for storage.
    case ioWait
    /// Runnable processes, averaged over one minute.
    case load1
    case memoryUsed
    case memoryTotal
    case swapUsed
    case swapTotal
    case diskUsed
    case diskTotal
    case networkIn
    case networkOut
    case diskRead
    case diskWrite
    case temperature
    /// Since the thing was last started.
    case uptime
    /// Of a thin pool: what its metadata takes, which stops all writes when it is full.
    case metadataUsed
    case metadataTotal
    /// Share of a solid-state disk's life that is used up.
    case wear
    /// Data before and after deduplication, as the last garbage collection counted them.
    case dataLogical
    case dataStored
    /// Messages that wait.
    case queueLength
    /// Age of the message that waits longest.
    case queueAge
    /// Messages of the last hour.
    case mailIn
    case mailOut
    case mailSpam
    case mailVirus
    /// Share of time that the hypervisor kept for others.
    case steal
    /// Share of the last ten seconds in which some task waited for it (PSI).
    case processorPressure
    case memoryPressure
    case ioPressure
    /// Time that a request to a disk took on average.
    case diskLatency
    /// Turns of a fan per minute.
    case fanSpeed
    /// Restarts of the last hour.
    case restarts
    case processes
    /// Memory that ZFS keeps as its cache (ARC). What of it can be given back is no part of the memory used.
    case zfsCache
    /// What a disk has counted in its life: sectors that it has replaced, sectors that it cannot read now, reads whose data is lost, and damaged
    /// transfers on the way to it.
    case reallocatedSectors
    case pendingSectors
    case mediaErrors
    case linkErrors
    /// Packets of a minute, in and out, that were damaged, and that were thrown away.
    case networkErrors
    case networkDrops

    package var unit: MetricUnit {
        switch self {
        case .cpu, .ioWait, .wear, .steal, .processorPressure, .memoryPressure, .ioPressure: .ratio
        case .memoryUsed, .memoryTotal, .swapUsed, .swapTotal, .diskUsed, .diskTotal, .metadataUsed, .metadataTotal, .dataLogical, .dataStored,
            .zfsCache:
            .bytes
        case .networkIn, .networkOut, .diskRead, .diskWrite: .bytesPerSecond
        case .temperature: .celsius
        case .load1, .queueLength, .mailIn, .mailOut, .mailSpam, .mailVirus, .fanSpeed, .restarts, .processes, .reallocatedSectors,
            .pendingSectors, .mediaErrors, .linkErrors, .networkErrors, .networkDrops:
            .count
        case .uptime, .queueAge, .diskLatency: .seconds
        }
    }

    package var precision: Precision {
        switch self {
        case .cpu, .ioWait, .wear, .steal, .processorPressure, .memoryPressure, .ioPressure: .thousandth
        case .load1, .networkErrors, .networkDrops: .hundredth
        case .temperature: .half
        case .memoryUsed, .swapUsed, .metadataUsed, .dataLogical, .dataStored, .diskLatency, .zfsCache: .perMille
        case .diskUsed: .fine
        case .networkIn, .networkOut, .diskRead, .diskWrite: .halfPercent
        case .memoryTotal, .swapTotal, .diskTotal, .uptime, .metadataTotal, .queueLength, .queueAge, .mailIn, .mailOut, .mailSpam, .mailVirus,
            .fanSpeed, .restarts, .processes, .reallocatedSectors, .pendingSectors, .mediaErrors, .linkErrors:
            .whole
        }
    }
}

import PulseCore
import PulseHistory
import PulseStorage

/// Prometheus' text format 0.0.4: families of samples, each with its help and type.
///
/// Unknown is left out: a series that ends is what Prometheus calls stale.
struct Exposition {
    private struct Family {
        let help: String
        let type: String
        var lines: [String] = []
    }

    private var families: [String: Family] = [:]

    var bytes: [UInt8] {
        var text = ""
        for (name, family) in families.sorted(by: { $0.key < $1.key }) where !family.lines.isEmpty {
            text += "# HELP \(name) \(family.help)\n# TYPE \(name) \(family.type)\n"
            for line in family.lines { text += line + "\n" }
        }
        return [UInt8](text.utf8)
    }

    mutating func add(_ fleet: Fleet) {
        for resource in fleet.sorted() {
            let labels = [
                ("resource", resource.id.description), ("kind", resource.id.kind.rawValue), ("source", resource.source.description),
                ("name", resource.name),
            ]
            let isUp = [.online, .running, .available].contains(resource.state.status)
            if resource.state.status != .unknown {
                add("pulse_resource_up", "Whether the resource runs, is online or available.", labels, isUp ? 1 : 0)
            }
            for entry in resource.metrics.entries where entry.measurement.isCurrent {
                guard let value = entry.measurement.value else { continue }
                add(RemoteNaming.name(of: entry.metric), Self.help(entry.metric), labels, value)
            }
        }
        for report in fleet.sources.values.sorted(by: { $0.source < $1.source }) {
            let isReachable = report.condition == .reachable || report.condition == .degraded
            add("pulse_source_reachable", "Whether the source answers.", [("source", report.source.description)], isReachable ? 1 : 0)
        }
    }

    mutating func add(_ health: HealthReport, version: String) {
        add("pulse_info", "The version of this Pulse.", [("version", version)], 1)
        add("pulse_process_uptime_seconds", "How long this Pulse has been running.", [], health.uptime.asSeconds)
        add("pulse_database_writable", "Whether settings can be written.", [], health.databaseWritable ? 1 : 0)
        if let engine = health.engine { add(engine) }
        if let age = health.tickAge { add("pulse_tick_age_seconds", "How long ago the estate was last brought up to date.", [], age.asSeconds) }
    }

    mutating func add(_ engine: RemoteHealth) {
        add("pulse_engine_failing", "Whether the engine of metrics takes nothing.", [], engine.trouble == nil ? 0 : 1)
        add("pulse_engine_queued_bytes", "Waiting on this disk for the engine of metrics.", [], Double(engine.queuedBytes))
        counter("pulse_engine_delivered_samples_total", "Samples that the engine took since the start.", Double(engine.delivered))
        counter("pulse_engine_refused_samples_total", "Samples that the engine refused for good since the start.", Double(engine.refusedSamples))
        counter("pulse_engine_dropped_batches_total", "Batches that had to make room since the start.", Double(engine.droppedBatches))
    }

    mutating func add(_ statistics: HistoryStatistics) {
        add("pulse_history_series", "Series that history knows.", [], Double(statistics.series))
        add("pulse_history_file_bytes", "The file of history.", [], Double(statistics.size.file))
        add("pulse_history_log_bytes", "The write-ahead log of history.", [], Double(statistics.size.log))
        add("pulse_history_quarantined_chunks", "Chunks that could not be read and were set aside.", [], Double(statistics.health.quarantined))
        add("pulse_history_failing", "Whether the disk takes no history.", [], statistics.health.failure == nil ? 0 : 1)
        counter("pulse_history_samples_total", "Samples stored since the start.", Double(statistics.health.samples))
        counter("pulse_history_lost_samples_total", "Samples that could not be stored since the start.", Double(statistics.health.lost))
        let refused = Double(statistics.health.refusedFuture + statistics.health.refusedOld)
        counter("pulse_history_refused_samples_total", "Samples refused for their time since the start.", refused)
    }

    static func help(_ metric: Metric) -> String {
        switch metric {
        case .cpu: "Share of all processors in use."
        case .ioWait: "Share of time in which processors waited for storage."
        case .load1: "Runnable processes, averaged over one minute."
        case .memoryUsed: "Memory in use."
        case .memoryTotal: "Memory there is."
        case .swapUsed: "Swap in use."
        case .swapTotal: "Swap there is."
        case .diskUsed: "Disk space in use."
        case .diskTotal: "Disk space there is."
        case .networkIn: "Received from the network."
        case .networkOut: "Sent to the network."
        case .diskRead: "Read from disks."
        case .diskWrite: "Written to disks."
        case .temperature: "The highest temperature."
        case .uptime: "Time since the start."
        case .metadataUsed: "Metadata of a thin pool in use."
        case .metadataTotal: "Metadata of a thin pool there is."
        case .wear: "Share of a solid-state disk's life that is used up."
        case .dataLogical: "Data in a datastore before deduplication."
        case .dataStored: "Data in a datastore after deduplication."
        case .queueLength: "Messages that wait."
        case .queueAge: "Age of the message that waits longest."
        case .mailIn: "Messages received in the last hour."
        case .mailOut: "Messages sent in the last hour."
        case .mailSpam: "Messages of the last hour that were spam."
        case .mailVirus: "Messages of the last hour that had a virus."
        case .steal: "Share of time that the hypervisor kept for others."
        case .processorPressure: "Share of the last ten seconds in which a task waited for a processor."
        case .memoryPressure: "Share of the last ten seconds in which a task waited for memory."
        case .ioPressure: "Share of the last ten seconds in which a task waited for storage."
        case .diskLatency: "Time that a request to a disk took on average."
        case .fanSpeed: "Turns of a fan per minute."
        case .restarts: "Restarts of the last hour."
        case .processes: "Processes there are."
        case .zfsCache: "Memory in the cache of ZFS (ARC)."
        case .reallocatedSectors: "Sectors that a disk has replaced in its life."
        case .pendingSectors: "Sectors that a disk cannot read now."
        case .mediaErrors: "Reads of a disk's life whose data was lost."
        case .linkErrors: "Transfers of a disk's life that were damaged on the way."
        case .networkErrors: "Damaged packets per minute, in and out."
        case .networkDrops: "Packets per minute that were thrown away, in and out."
        }
    }

    private mutating func counter(_ name: String, _ help: String, _ value: Double) { add(name, help, [], value, type: "counter") }

    private mutating func add(_ name: String, _ help: String, _ labels: [(String, String)], _ value: Double, type: String = "gauge") {
        let text = labels.map { "\($0.0)=\"\(Self.escaped($0.1))\"" }.joined(separator: ",")
        let number = value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value))" : "\(value)"
        families[name, default: Family(help: help, type: type)].lines.append(text.isEmpty ? "\(name) \(number)" : "\(name){\(text)} \(number)")
    }

    /// Names of guests are not ours: backslash, quotation mark and line feed are escaped as the format says.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text.unicodeScalars {
            switch character {
            case "\\": escaped += "\\\\"
            case "\"": escaped += "\\\""
            case "\n": escaped += "\\n"
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }
}
